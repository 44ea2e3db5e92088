"""A batch's kept rows without making all of them: a page shows a hundred of a hundred thousand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.rows import StagedRow, as_json, from_json

# By its place in the batch, which is how a form names it.
Placed = tuple[int, StagedRow]
Grid = tuple[str, int]  # region and year


def kinds_in(kept: Any) -> list[RowKind]:
    """The kind of each row, which `as_json` keeps first in it."""
    return [RowKind(row[0]) for row in kept["rows"]] if kept else []


def rows_at(kept: Any, places: Sequence[int]) -> list[Placed]:
    """The rows at some places, in the order of `places`."""
    if not places:
        return []
    rows = from_json({**kept, "rows": [kept["rows"][place] for place in places]})
    return list(zip(places, rows, strict=True))


def explained(kept: Any, explanations: Mapping[int, str]) -> Any:
    """`kept` with what was typed beside the rows that are asked why; other rows take none."""
    rows = list(kept["rows"])
    for place, row in rows_at(kept, [place for place in explanations if place < len(rows)]):
        if row.kind is RowKind.WARNING:
            alone = as_json([replace(row, explanation=explanations[place] or None)])
            kind, _sheet, *rest = alone["rows"][0]
            rows[place] = [kind, rows[place][1], *rest]  # its sheet is one of several here
    return {**kept, "rows": rows}


def grids_of(keys: Iterable[str]) -> Counter[Grid]:
    """How many of the values are in the grid of each region and year."""
    return Counter((key[:6], int(key[-4:])) for key in keys)


def asked_why(kept: Any) -> dict[int, str]:
    """What the rows that are asked why say, by their places; empty where they don't say."""
    asked = [place for place, kind in enumerate(kinds_in(kept)) if kind is RowKind.WARNING]
    return {place: row.explanation or "" for place, row in rows_at(kept, asked)}
