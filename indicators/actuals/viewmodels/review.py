"""The reviewer's queue as the page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from common.figures import number, percent, sign_of
from indicators.actuals.forms.review import Decided, Problem, Typed, Wish
from indicators.actuals.models import Actual, Revision
from indicators.actuals.selectors.review import Waiting, values_at
from indicators.plans.wording import difference


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that was not decided, with what the person saw and what is stored now.

    `actual` names it; None where there is no such value.
    """

    problem: Problem
    actual: Actual | None
    on_page: bool
    seen: Revision | None

    @property
    def key(self) -> str:
        return self.problem.key

    @property
    def current(self) -> Actual | None:
        return self.problem.current


@dataclass(frozen=True, slots=True)
class Line:
    """One waiting value with what was typed beside it."""

    row: Waiting
    typed: Typed
    trouble: Trouble | None

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def change(self) -> str:
        """Against last year, with its sign; percentages in percentage points; else empty."""
        change = self.row.change
        if change is None:
            return ""
        unit = self.row.actual.indicator.unit
        size = difference(abs(change), unit) if self.row.in_points else percent(abs(change))
        return sign_of(change) + size

    @property
    def correction(self) -> str:
        """What is published until this correction of it is approved; empty if nothing is."""
        published = self.row.actual.printed_published_value
        return "" if published is None else number(published)


@dataclass(frozen=True, slots=True)
class City:
    """The waiting values of one region on this page."""

    lines: list[Line]

    @property
    def actual(self) -> Actual:
        return self.lines[0].row.actual

    @property
    def several(self) -> bool:
        """Whether there is more than one to tick."""
        return sum(line.row.decidable for line in self.lines) > 1


def cities(rows: Iterable[Waiting], wish: Wish | None, troubles: Sequence[Trouble]) -> list[City]:
    """The rows of the page under their regions, with what was typed beside them before."""
    typed = wish.typed if wish else {}
    by_key = {trouble.key: trouble for trouble in troubles}
    lines = [_line(row, typed.get(row.key, Typed()), by_key.get(row.key)) for row in rows]
    return [
        City(list(group)) for _, group in groupby(lines, key=lambda one: one.row.actual.region_id)
    ]


def _line(row: Waiting, typed: Typed, trouble: Trouble | None) -> Line:
    if trouble is None and typed.seen != row.actual.version:
        typed = replace(typed, picked=False)  # ticked for a value that has changed since
    return Line(row, typed, trouble)


def troubles(decided: Decided, rows: Iterable[Waiting]) -> list[Trouble]:
    """What was refused, with the versions that were seen where somebody was quicker."""
    here = {row.key: row.actual for row in rows}
    stale = {
        one.current.pk: one.seen
        for one in decided.problems.values()
        if one.current is not None and one.seen is not None
    }
    seen = values_at(stale) if stale else {}
    return [
        Trouble(
            problem=one,
            actual=here.get(one.key, one.current),
            on_page=one.key in here,
            seen=seen.get(one.current.pk) if one.current else None,
        )
        for one in decided.problems.values()
    ]
