"""What the yearly report of a city is made of: published values only, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q

from common.moments import Moment
from departments.models import Region
from departments.people import ANYONE, ancestors_of, person_of
from departments.rules.permissions import READ, scope_of
from departments.rules.successions import Lineage
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.plans.models import Plan, Target
from indicators.plans.selectors import plans as select
from siwei.pages.selectors.briefing import Verdicts, verdicts
from siwei.reports.selectors.values import Values, explanations, reported_values
from siwei.reports.selectors.work import Work, work_of
from tasks.selectors.late import LateMilestone, late_milestones


@dataclass(frozen=True, slots=True)
class CityReport:
    """A city in one year. `plans`: its own, and those of others that promise something for it (a
    county's city). `explained`: the explanations of the values that cross a red line, by
    the pk of the actual; None for a reader who may not know them. `conflicts`: the targets of
    which two values are stated. `today`: the day of which all this is."""

    region: Region
    year: int
    today: date
    plans: list[Plan]
    verdicts: Verdicts
    completeness: Completeness | None
    values: Values
    explained: Mapping[int, str] | None
    conflicts: list[Target]
    work: Work
    late: list[LateMilestone]


def city_report(
    region: Region,
    year: int,
    *,
    known: Lineage,
    moment: Moment,
    user: AbstractBaseUser | AnonymousUser,
) -> CityReport:
    """What is known of `region` under all its codes. A fixed number of queries."""
    codes, today = known.series(region.code), moment.today
    found = verdicts(region, year, known=known, today=today, with_series=True)
    values = reported_values(found)
    promising = {one.row.plan_pk for one in found.rows}
    own = [one.row for one in found.rows if one.row.region == region.code]
    done = completeness_of(own, [year], known).get((region.code, year)) if own else None
    return CityReport(
        region=region,
        year=year,
        today=today,
        plans=list(select.plans().filter(Q(region__in=codes) | Q(pk__in=promising))),
        verdicts=found,
        completeness=done,
        values=values,
        explained=explanations(found.crossed, values) if reads(region, moment, user) else None,
        conflicts=_conflicts(found),
        work=work_of(codes, year, today=today),
        late=late_milestones(codes, None if moment.at else user, today=today),
    )


def reads(region: Region, moment: Moment, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether `user` reads the working state of the region. Of the past everybody sees what was
    public."""
    person = ANYONE if moment.at else person_of(user)
    return scope_of(person, READ).reaches(ancestors_of(region))


def _conflicts(found: Verdicts) -> list[Target]:
    promises = {one.row.pk for one in found.rows}
    return select.with_readings(select.conflicts().filter(plan_indicator__in=promises))
