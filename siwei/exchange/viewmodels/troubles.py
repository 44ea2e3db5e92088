"""What stood in the way of an import, row by row, with the way to each row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.kept import Placed
from siwei.exchange.viewmodels.preview import indicator_name, listed, region_name

if TYPE_CHECKING:
    from siwei.exchange.selectors.named import NamedRows

SIZE = 100  # rows on a page of the preview
MOST = 50  # troubles that are listed


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why one row stands in the way; `address` leads to it, on this page where `is_here`."""

    name: str
    address: str
    words: str
    is_here: bool


def row_address(place: int, kinds: Sequence[RowKind]) -> str:
    """Where the row stands among those of its kind."""
    kind = kinds[place]
    page = listed(kinds, kind).index(place) // SIZE + 1
    return f"?kind={kind}{f'&page={page}' if page > 1 else ''}#row-{place}"


def troubles(
    rows: Sequence[Placed],
    words: Mapping[int, str],
    kinds: Sequence[RowKind],
    named: NamedRows,
    path: str,
    here: Collection[int],
) -> list[Trouble]:
    """`words` of each of `rows`, by its place; `path` is that of the page of the batch, and `here`
    are the places of the rows that it lists."""
    return [
        Trouble(
            " ".join(
                part
                for part in (
                    region_name(row, named),
                    str(row.year or ""),
                    indicator_name(row, named),
                    row.cell,
                )
                if part
            ),
            f"#row-{place}" if place in here else path + row_address(place, kinds),
            words[place],
            place in here,
        )
        for place, row in rows
    ]
