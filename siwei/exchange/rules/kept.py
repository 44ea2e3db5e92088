"""A batch's kept rows without making all of them: a page shows a hundred of a hundred thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.rows import StagedRow, as_json, from_json, unread_sheets

# By its place in the batch, which is how a form names it.
Placed = tuple[int, StagedRow]


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
    rows = from_json(kept)
    for place, text in explanations.items():
        if place < len(rows) and rows[place].kind is RowKind.WARNING:
            rows[place] = replace(rows[place], explanation=text or None)
    return as_json(rows, unread_sheets(kept))


def asked_why(kept: Any) -> dict[int, str]:
    """What the rows that are asked why say, by their places; empty where they don't say."""
    asked = [place for place, kind in enumerate(kinds_in(kept)) if kind is RowKind.WARNING]
    return {place: row.explanation or "" for place, row in rows_at(kept, asked)}
