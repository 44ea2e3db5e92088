"""What a region was before and what became of it, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from departments.rules.roles import SuccessionKind
from departments.rules.successions import CONTINUING

if TYPE_CHECKING:
    from datetime import date

    from departments.models import Region, RegionSuccession


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """One succession. `linked`: the side that has a page of its own, `before` or `after`; empty
    where the two are one series, which is this page."""

    on: date
    kind: SuccessionKind
    before: Region
    after: Region
    note: str
    linked: str

    @property
    def continues(self) -> bool:
        return self.kind in CONTINUING


def succession_lines(
    rows: Iterable[RegionSuccession], codes: tuple[str, ...]
) -> list[SuccessionLine]:
    """The successions of the region with these codes, by day."""
    return [_line(row, codes) for row in rows]


def _line(row: RegionSuccession, codes: tuple[str, ...]) -> SuccessionLine:
    kind = SuccessionKind(row.kind)
    other = "after" if row.predecessor_id in codes else "before"
    return SuccessionLine(
        row.on, kind, row.predecessor, row.successor, row.note, "" if kind in CONTINUING else other
    )
