"""The reviewer's queue as the page shows it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from common.figures import number, percent, sign_of
from indicators.actuals.forms.review import ReviewRequest, TypedDecision
from indicators.assessments.charts.spark import Spark, SparkPoint, spark
from indicators.plans.wording import break_title, difference

if TYPE_CHECKING:
    from indicators.actuals.models import Actual
    from indicators.actuals.rules.findings import Finding
    from indicators.actuals.rules.keys import ActualKey
    from indicators.actuals.selectors.review import Waiting
    from indicators.assessments.rules.assessment import Assessment
    from indicators.assessments.viewmodels.decided import Trouble

# What is asked of every value of a year alike: it sets none apart from the others.
OF_THE_YEAR = frozenset({"year_not_over"})

TRAIL_SIZE = (100, 30)  # of the small picture of a row, in pixels


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One waiting value with what was typed beside it.

    `verdict`: what approval would make of it; None where nothing is promised. `picture`: the years
    before it and itself, None where there is no value.
    """

    row: Waiting
    typed: TypedDecision
    trouble: Trouble | None
    verdict: Assessment | None
    picture: Spark | None

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
    def arrow(self) -> str:
        """Which way a value went that moved farther than its indicator does within a year; empty
        for any other."""
        change = self.row.change
        if change is None or not self.row.moves_far:
            return ""
        return "▲" if change > 0 else "▼"

    @property
    def correction(self) -> str:
        """What is published until this correction of it is approved; empty if nothing is."""
        published = self.row.actual.printed_published_value
        return "" if published is None else number(published)

    @property
    def asked(self) -> str:
        """The codes of the warnings that an approval confirms, as the form names them."""
        if self.trouble and self.trouble.asked:
            return self.trouble.asked
        return " ".join(sorted({one.code for one in self.row.warnings}))

    @property
    def findings(self) -> Sequence[Finding]:
        """What the checks say of it; a remark, on the limit, is said by the verdict already."""
        return self.row.findings if self.verdict is None else self.row.warnings

    @property
    def is_told_more(self) -> bool:
        """Whether anything is said of it besides the figures: it stands on a line of its own."""
        row, actual = self.row, self.row.actual
        said = actual.explanation or actual.note or self.findings or row.evidence or row.sent_back
        return bool(said or self.trouble or not row.decidable)

    @property
    def opens_reason(self) -> bool:
        """Whether the box for a reason is open from the start: something stands in it, or it is
        what is missing."""
        return bool(self.typed.reason or (self.trouble and self.trouble.wants_reason))

    @property
    def trail_words(self) -> str:
        """The picture in words: each year with its value."""
        if self.picture is None:
            return ""
        return _("，").join(
            _("%(year)s 年 %(value)s") % {"year": dot.year, "value": number(dot.value)}
            for dot in self.picture.actuals
        )


@dataclass(frozen=True, slots=True)
class CityYear:
    """The waiting values of one region and year on this page, with warnings or without."""

    lines: list[ReviewLine]

    @property
    def actual(self) -> Actual:
        return self.lines[0].row.actual

    @property
    def name(self) -> str:
        """A word for it in the page's own addresses."""
        return f"{self.actual.region_id}-{self.actual.year}"


@dataclass(frozen=True, slots=True)
class QueuePart:
    """The values with warnings, or those without."""

    warned: bool
    cities: list[CityYear]

    @property
    def lines(self) -> list[ReviewLine]:
        return [line for city in self.cities for line in city.lines]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def several(self) -> bool:
        """Whether a box ticks all of them at once: never those that ask a question."""
        return not self.warned and sum(line.row.decidable for line in self.lines) > 1


Grouped = TypeVar("Grouped")


def grouped(
    items: Iterable[Grouped], group_of: Callable[[Grouped], Hashable]
) -> list[list[Grouped]]:
    """`items` in groups, each where its first item stands."""
    found: dict[Hashable, list[Grouped]] = {}
    for one in items:
        found.setdefault(group_of(one), []).append(one)
    return list(found.values())


def city_year(actual: Actual) -> Hashable:
    """Under which head of the queue a value stands."""
    return actual.region_id, actual.year


def quietness(warnings: Iterable[str]) -> int:
    """By the codes of its warnings, where a value stands in the queue: first what is asked of it
    alone, then what is asked of every value of the year, last what nothing is asked about."""
    codes = frozenset(warnings)
    if not codes:
        return 2
    return 1 if codes <= OF_THE_YEAR else 0


def queue_parts(
    rows: Iterable[Waiting],
    verdicts: Mapping[ActualKey, Assessment],
    review_request: ReviewRequest | None = None,
    troubles: Sequence[Trouble] = (),
) -> list[QueuePart]:
    """The rows of the page, those with warnings first, each part by regions and years, with what
    was typed beside them before and the verdicts that approval would give."""
    typed = review_request.typed if review_request else {}
    by_key = {trouble.key: trouble for trouble in troubles}
    lines = [
        ReviewLine(
            row,
            _typed(row, typed.get(row.key, TypedDecision()), by_key.get(row.key)),
            by_key.get(row.key),
            verdicts.get(row.actual.key),
            _picture(row),
        )
        for row in sorted(rows, key=_quietness_of)
    ]
    parts = (
        (warned, [one for one in lines if one.row.warned is warned]) for warned in (True, False)
    )
    return [
        QueuePart(warned, [CityYear(some) for some in grouped(mine, _city_year_of)])
        for warned, mine in parts
        if mine
    ]


def _quietness_of(row: Waiting) -> int:
    return quietness(one.code for one in row.warnings)


def _city_year_of(line: ReviewLine) -> Hashable:
    return city_year(line.row.actual)


def _typed(row: Waiting, typed: TypedDecision, trouble: Trouble | None) -> TypedDecision:
    if trouble is None and typed.seen != row.actual.version:
        return replace(typed, picked=False)  # ticked for a value that has changed since
    return typed


def _picture(row: Waiting) -> Spark | None:
    """What is published of the years before the value, and the value itself."""
    own = row.actual.year
    values = {**row.trail, own: row.actual.printed_value}
    points = [
        SparkPoint(
            year,
            value,
            None,
            stated=False,
            break_title="、".join(break_title(one) for one in row.breaks if one.year == year),
        )
        for year, value in values.items()
    ]
    return spark(points, year=own, span=(min(values), own), size=TRAIL_SIZE)
