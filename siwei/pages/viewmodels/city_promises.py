"""How a city stands in one year: each promise with its verdict, its road and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext as _

from common.labels import label
from common.ordering import in_order
from indicators.actuals.rules.keys import ActualKey
from indicators.assessments.rules.outlook import Course, Outlook
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.breaks import between
from indicators.plans.viewmodels.breaks import NamedBreak, named_once
from siwei.pages.viewmodels.city_order import CITY_ORDER, in_groups
from siwei.pages.viewmodels.city_pictures import bullet_of, bullet_words, outlook_of, spark_of
from siwei.pages.viewmodels.county_standing import (
    CountyStanding,
    county_standing,
    in_county_table,
)

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from common.sorting import Order
    from departments.models import Region
    from indicators.actuals.selectors.actuals import PublishedView
    from indicators.actuals.selectors.completeness import Completeness
    from indicators.assessments.charts.bullet import Bullet
    from indicators.assessments.charts.spark import Spark
    from indicators.assessments.rules.assessment import Assessment
    from indicators.assessments.selectors.series import Series
    from indicators.plans.models import Citation, Plan, PlanIndicator, Target
    from indicators.plans.rules.promises import TargetData
    from siwei.pages.selectors.city import CityYear


@dataclass(frozen=True, slots=True)
class PromiseInYear:
    """One promise in one year. `source`: the target that states the limit, or that it leads to,
    by whichever document. `outlook`: what is ahead, as the last value up to the year knows it.
    `document`: the plan that promises, where the table has several."""

    series: Series
    assessment: Assessment
    region: Region | None
    source: Target | None
    picture: Spark | None
    bullet: Bullet | None
    outlook: Outlook | None
    key: ActualKey | None
    document: Plan | None = None

    @property
    def heard(self) -> str:
        """What the bullet says to who can't see it."""
        return "" if self.bullet is None else bullet_words(self.bullet, self.assessment)

    @property
    def heads_beyond(self) -> bool:
        """Whether the present pace leads beyond the limit by the next target's year."""
        ahead = self.outlook
        return ahead is not None and ahead.is_present and ahead.course is Course.BEYOND

    @property
    def citation(self) -> Citation | None:
        """The words that promise the limit."""
        return None if self.source is None else next(iter(self.source.citations.all()), None)

    @property
    def plan(self) -> str:
        """The slug of the document in which these words stand."""
        target = None if self.assessment.limit is None else self.assessment.limit.target
        given = None if target is None else target.document
        return self.series.row.plan if given is None else given.slug

    @property
    def replaced(self) -> TargetData | None:
        """What the limit was before another document amended it."""
        limit = self.assessment.limit
        return None if limit is None or limit.target.sets else limit.target.replaces

    @property
    def anchor(self) -> str:
        """Where the overview leads; a county's promise has its region in it."""
        row = self.series.row
        return row.indicator if self.region is None else f"{row.region}-{row.indicator}"

    @property
    def gap(self) -> Decimal | None:
        """The gap, with as many decimals as value and limit show."""
        return self.assessment.shown_gap


@dataclass(frozen=True, slots=True)
class CityPromises:
    """A city in one year. `beside`: what it published though no plan promises it.

    `due_on`: the day by which the province wants the values of the year, if that is over. `order`:
    the one that was asked for; empty for that of `groups` and of the plans.
    """

    year: int
    years: Sequence[int]
    rows: list[PromiseInYear]
    completeness: Completeness | None
    beside: list[PublishedView]
    due_on: date | None
    order: Sequence[Order] = ()

    def in_order(self, asked: Sequence[Order]) -> Self:
        """The same promises, in the order that was asked for."""
        return replace(self, order=asked)

    @property
    def ordered(self) -> list[PromiseInYear]:
        """Every promise, as the plans have it unless another order was asked for."""
        return self._sorted(in_groups(self.rows)) if self.order else self.rows

    @property
    def by_share(self) -> bool:
        """Whether gaps of several units decide the order, which a reader has to be told of."""
        return any(one.name == "gap" for one in self.order)

    @property
    def listed(self) -> list[PromiseInYear]:
        """The promises that are rows of their own: all but those in the table of the counties."""
        apart = {row.anchor for row in in_county_table(self.rows)}
        return [row for row in self.rows if row.anchor not in apart]

    @property
    def groups(self) -> list[list[PromiseInYear]]:
        """`listed` as a reader looks for it: what is broken first, what can't be judged last; all
        in one group where another order was asked for."""
        groups = in_groups(self.listed)
        return [self._sorted(groups)] if self.order else groups

    @property
    def heading_beyond(self) -> list[PromiseInYear]:
        """The promises that the present pace breaks by their next target's year."""
        return [row for row in self.listed if row.heads_beyond]

    @property
    def counties(self) -> CountyStanding | None:
        return county_standing(self.rows)

    @property
    def missing(self) -> list[PromiseInYear]:
        """The promises that wait for their value, of those that are rows of their own."""
        return [row for row in self.listed if row.assessment.status is Status.NO_DATA]

    @property
    def missing_in_counties(self) -> int:
        """How many promises in the table of the counties wait for their value."""
        rows = in_county_table(self.rows)
        return sum(row.assessment.status is Status.NO_DATA for row in rows)

    @property
    def late(self) -> int:
        """How many required values are not handed in although they are due."""
        done = self.completeness
        return done.required - done.submitted if done and self.due_on else 0

    @property
    def demo(self) -> bool:
        return any(row.assessment.demo for row in self.rows)

    @property
    def last_year(self) -> int:
        return self.years[-1]

    @property
    def breaks(self) -> list[NamedBreak]:
        """The series breaks within the years that are drawn, with the promises that they part."""
        return named_once(
            NamedBreak(broken, row.series.row.printed_name)
            for row in self.rows
            for broken in between(row.series.row.promise.breaks, row.series.first, row.series.last)
        )

    @property
    def sentence(self) -> str:
        """The year in words: how many promises there are, and how they stand."""
        counts: dict[Status, int] = dict.fromkeys(Status, 0)
        counted = [row for row in self.rows if row.series.row.counts_in(self.year)]
        for row in counted:
            counts[row.assessment.status] += 1
        parts = [
            _("%(number)d 项%(status)s") % {"number": number, "status": label(status)}
            for status, number in counts.items()
            if number
        ]
        return _("%(year)d 年，%(total)d 项承诺中，%(parts)s。") % {
            "year": self.year,
            "total": len(counted),
            "parts": _("、").join(parts) or _("还没有一项"),
        }

    def _sorted(self, groups: Iterable[Iterable[PromiseInYear]]) -> list[PromiseInYear]:
        return in_order(chain.from_iterable(groups), self.order, CITY_ORDER)


def city_promises(
    found: CityYear,
    *,
    region: Region,
    year: int,
    years: Sequence[int],
    promises: Iterable[PlanIndicator],
) -> CityPromises:
    """How `region` stands in `year`.

    `promises` are its plan indicators with targets and citations, which the page has read
    already.
    """
    by_pk = {row.pk: row for row in promises}
    span = (
        min((one.first for one in found.series), default=year),
        max((one.last for one in found.series), default=year),
    )
    rows = [_standing(one, year, region, by_pk.get(one.row.pk), span) for one in found.series]
    if len({one.row.plan for one in found.series}) > 1:
        rows = [replace(row, document=_plan_of(row, by_pk)) for row in rows]
    return CityPromises(year, years, rows, found.completeness, found.beside, found.due_on)


def _plan_of(row: PromiseInYear, by_pk: Mapping[int, PlanIndicator]) -> Plan | None:
    promise = by_pk.get(row.series.row.pk)
    return None if promise is None else promise.plan


def _standing(
    one: Series, year: int, region: Region, row: PlanIndicator | None, span: tuple[int, int]
) -> PromiseInYear:
    assessment = one.at(year)
    county = row.region if row is not None and one.row.region != region.code else None
    key = None
    if assessment.actual is not None or assessment.withdrawn is not None:
        key = ActualKey(one.row.region, one.row.indicator, year, assessment.base_year)
    points = one.points()
    return PromiseInYear(
        one,
        assessment,
        county,
        _source(assessment, row),
        spark_of(one.row, points, year=year, span=span),
        bullet_of(assessment, before=one.at(year - 1)),
        outlook_of([point.assessment for point in points], year=year, last_over=one.last_over),
        key,
    )


def _source(assessment: Assessment, row: PlanIndicator | None) -> Target | None:
    """The target that states the limit, or that it leads to: the row's own, or what amends it."""
    if row is None:
        return None
    wanted = assessment.limit.target if assessment.limit else None
    for own in row.targets.all():
        target: Target | None = own
        while target is not None:
            if wanted is None or target.pk == wanted.pk:
                return target
            target = target.replaced_by
    return None
