"""What came of a reviewer's form: what was decided, and what was not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.language import is_english, local_name
from indicators.actuals.forms.review import CONFIRM, ReviewRequest
from indicators.actuals.wording import finding_statements
from indicators.plans.wording import amount

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
    reason: str = ""  # as it was typed

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
                key,
                outcome.refusal,
                review_request.typed[key].version,
                review_request.reason_of(key),
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
    def lost_reason(self) -> str:
        """What was typed in a row that the page has no more; elsewhere it stands in its field."""
        return "" if self.on_page else self.problem.reason

    @property
    def asked(self) -> str:
        """The codes of the warnings that an approval has to confirm, as the form names them; empty
        where that isn't what stands in its way."""
        faults = self.problem.refusal.faults
        return " ".join(sorted({one.code for one in faults if one.field == CONFIRM}))

    @property
    def wants_reason(self) -> bool:
        """Whether a reason is what is missing."""
        return any(one.field == "reason" for one in self.problem.refusal.faults)


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
