"""The reviewer's queue as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.figures import number, percent, sign_of
from common.language import is_english, local_name
from indicators.actuals.forms.review import CONFIRM, ReviewRequest, TypedDecision
from indicators.actuals.wording import finding_statements
from indicators.plans.wording import amount, difference

if TYPE_CHECKING:
    from common.refusals import Refused
    from indicators.actuals.models import Actual
    from indicators.actuals.rules.findings import IndicatorName
    from indicators.actuals.rules.history import WorkingChange
    from indicators.actuals.selectors.review import Waiting
    from indicators.actuals.services.work import Outcome


@dataclass(frozen=True, slots=True)
class ReviewProblem:
    """A value that was not decided: why, and where it is stale, what was seen and what is."""

    key: str
    refusal: Refused
    seen: int | None = None

    @property
    def current(self) -> Actual | None:
        found: Actual | None = self.refusal.current
        return found


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
    def current(self) -> list[Actual]:
        """The values that are not as they were seen."""
        return [one.current for one in self.problems.values() if one.current is not None]

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


def _question(row: Waiting) -> str:
    """What an approval in spite of the warnings is asked, with the value and the warnings."""
    value = row.actual.printed_value
    return _("%(name)s填报 %(value)s：%(warnings)s核对无误，仍然通过吗？") % {
        "name": local_name(row.name),
        "value": "" if value is None else amount(value, row.actual.indicator.unit),
        "warnings": finding_statements(row.warnings) + (" " if is_english() else ""),
    }


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that was not decided, with what the person saw and what is stored now.

    `actual` and `name` name it; None where there is no such value. `row`: its row of the page.
    """

    problem: ReviewProblem
    actual: Actual | None
    name: IndicatorName | None
    row: Waiting | None
    seen: WorkingChange | None

    @property
    def key(self) -> str:
        return self.problem.key

    @property
    def current(self) -> Actual | None:
        return self.problem.current

    @property
    def on_page(self) -> bool:
        return self.row is not None

    @property
    def words(self) -> str:
        """Why it wasn't decided; where an approval has to be confirmed, the whole question."""
        if self.asked and self.row is not None:
            return _question(self.row)
        return self.problem.refusal.message

    @property
    def asked(self) -> str:
        """The codes of the warnings that an approval has to confirm, as the form names them; empty
        where that isn't what stands in its way."""
        faults = self.problem.refusal.faults
        return " ".join(sorted({one.code for one in faults if one.field == CONFIRM}))


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
        """Whether there is more than one to tick at once: none of those that ask a question."""
        return sum(line.row.decidable and not line.row.warned for line in self.lines) > 1

    @property
    def warned(self) -> int:
        return sum(line.row.warned for line in self.lines)


def cities(
    rows: Iterable[Waiting], review_request: ReviewRequest | None, troubles: Sequence[Trouble]
) -> list[City]:
    """The rows of the page under their regions, in each those with warnings first, with what was
    typed beside them before."""
    typed = review_request.typed if review_request else {}
    by_key = {trouble.key: trouble for trouble in troubles}
    lines = [_line(row, typed.get(row.key, TypedDecision()), by_key.get(row.key)) for row in rows]
    return [
        City(sorted(group, key=lambda one: not one.row.warned))
        for _, group in groupby(lines, key=lambda one: one.row.actual.region_id)
    ]


def _line(row: Waiting, typed: TypedDecision, trouble: Trouble | None) -> ReviewLine:
    if trouble is None and typed.seen != row.actual.version:
        typed = replace(typed, picked=False)  # ticked for a value that has changed since
    return ReviewLine(row, typed, trouble)


def troubles(
    result: Decided,
    rows: Iterable[Waiting],
    seen: Mapping[int, WorkingChange],
    names: Mapping[int, IndicatorName],
) -> list[Trouble]:
    """What was refused. `seen`: what each of `result.stale` said in the version that was seen;
    `names`: what the indicators of those are called that aren't on the page."""
    here = {row.key: row for row in rows}
    found = []
    for one in result.problems.values():
        row, current = here.get(one.key), one.current
        found.append(
            Trouble(
                problem=one,
                actual=row.actual if row else current,
                name=row.name if row else names.get(current.pk) if current else None,
                row=row,
                seen=seen.get(current.pk) if current else None,
            )
        )
    return found
