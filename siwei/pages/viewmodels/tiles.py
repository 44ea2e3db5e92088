"""A map without borders: a tile a region, with its most severe status and how often it has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.language import is_english
from siwei.pages.viewmodels.status_counts import worst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.assessments.rules.statuses import Status
    from siwei.loading.tiles import TileEntry


@dataclass(frozen=True, slots=True)
class Tile:
    """One region on the map.

    `status`: the most severe of its promises, which `number` of them have; None where none is
    counted. `is_known`: it has a page, and promises something.
    """

    code: str
    name: str
    row: int
    column: int
    status: Status | None
    number: int
    is_known: bool


def tiles(entries: Sequence[TileEntry], counts: Mapping[str, Mapping[Status, int]]) -> list[Tile]:
    """The tiles of a map, from north to south and from west to east.

    `counts`: of every region that promises something, how its promises stand that are counted.
    """
    ordered = sorted(entries, key=lambda one: (one.row, one.column))
    return [_tile(one, counts.get(one.code)) for one in ordered]


def _tile(entry: TileEntry, counts: Mapping[Status, int] | None) -> Tile:
    name = entry.name_en if is_english() else entry.short
    return tile(entry.code, name, counts, row=entry.row, column=entry.column)


def tile(
    code: str, name: str, counts: Mapping[Status, int] | None, *, row: int = 0, column: int = 0
) -> Tile:
    """One tile; without a place it stands where there is room. `counts`: None of what promises
    nothing."""
    status = worst(counts or {})
    return Tile(
        code=code,
        name=name,
        row=row,
        column=column,
        status=status,
        number=0 if counts is None or status is None else counts[status],
        is_known=counts is not None,
    )
