"""The reviewer's queue as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from common.figures import number, percent, sign_of
from indicators.actuals.forms.review import ReviewRequest, TypedDecision
from indicators.plans.wording import difference

if TYPE_CHECKING:
    from indicators.actuals.models import Actual
    from indicators.actuals.rules.history import WorkingChange
    from indicators.actuals.selectors.review import Waiting
    from indicators.actuals.services.errors import Refused
    from indicators.actuals.services.work import Outcome


@dataclass(frozen=True, slots=True)
class ReviewProblem:
    """A value that was not decided: why, and where it is stale, what was seen and what is."""

    key: str
    refusal: Refused
    seen: int | None = None

    @property
    def current(self) -> Actual | None:
        return self.refusal.current


@dataclass(slots=True)
class Decided:
    """What came of one form: the values decided, each for itself, and those that were not."""

    done: list[Actual] = field(default_factory=list)
    problems: dict[str, ReviewProblem] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The keys of those that were decided, in the order of the page."""
        return [str(actual.key) for actual in self.done]

    @property
    def stale(self) -> dict[int, int]:
        """Where somebody else was quicker, the version that was seen, by the pk of the value."""
        return {
            one.current.pk: one.seen
            for one in self.problems.values()
            if one.current is not None and one.seen is not None
        }


def decided(review_request: ReviewRequest, outcomes: Iterable[Outcome]) -> Decided:
    """What came of each value that the form asked for."""
    result = Decided()
    for outcome in outcomes:
        key = str(outcome.key)
        if outcome.refusal is not None:
            result.problems[key] = ReviewProblem(
                key, outcome.refusal, review_request.typed[key].version
            )
        elif outcome.actual is not None:
            result.done.append(outcome.actual)
    return result


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that was not decided, with what the person saw and what is stored now.

    `actual` names it; None where there is no such value.
    """

    problem: ReviewProblem
    actual: Actual | None
    on_page: bool
    seen: WorkingChange | None

    @property
    def key(self) -> str:
        return self.problem.key

    @property
    def current(self) -> Actual | None:
        return self.problem.current


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One waiting value with what was typed beside it."""

    row: Waiting
    typed: TypedDecision
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

    lines: list[ReviewLine]

    @property
    def actual(self) -> Actual:
        return self.lines[0].row.actual

    @property
    def several(self) -> bool:
        """Whether there is more than one to tick."""
        return sum(line.row.decidable for line in self.lines) > 1


def cities(
    rows: Iterable[Waiting], review_request: ReviewRequest | None, troubles: Sequence[Trouble]
) -> list[City]:
    """The rows of the page under their regions, with what was typed beside them before."""
    typed = review_request.typed if review_request else {}
    by_key = {trouble.key: trouble for trouble in troubles}
    lines = [_line(row, typed.get(row.key, TypedDecision()), by_key.get(row.key)) for row in rows]
    return [
        City(list(group)) for _, group in groupby(lines, key=lambda one: one.row.actual.region_id)
    ]


def _line(row: Waiting, typed: TypedDecision, trouble: Trouble | None) -> ReviewLine:
    if trouble is None and typed.seen != row.actual.version:
        typed = replace(typed, picked=False)  # ticked for a value that has changed since
    return ReviewLine(row, typed, trouble)


def troubles(
    result: Decided, rows: Iterable[Waiting], seen: Mapping[int, WorkingChange]
) -> list[Trouble]:
    """What was refused. `seen`: what each of `result.stale` said in the version that was seen."""
    here = {row.key: row.actual for row in rows}
    return [
        Trouble(
            problem=one,
            actual=here.get(one.key, one.current),
            on_page=one.key in here,
            seen=seen.get(one.current.pk) if one.current else None,
        )
        for one in result.problems.values()
    ]
