"""What the yearly summary of a province is made of: published values only, whoever asks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from common.moments import Moment
from departments.models import Region
from departments.rules.successions import Lineage
from departments.selectors import regions_within
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.assessments.rules.comparability import Comparability
from indicators.assessments.selectors.comparison import judge_actuals
from indicators.plans.models import Indicator, Plan
from indicators.plans.selectors import plans as select
from siwei.pages.selectors.briefing import Verdict, Verdicts, verdicts
from siwei.reports.selectors.city import reads
from siwei.reports.selectors.values import Values, explanations, reported_values
from tasks.selectors.late import LateMilestone, late_milestones


@dataclass(frozen=True, slots=True)
class Placed:
    """A verdict, and whether its value may be compared with those of the other cities; None where
    there is no value."""

    verdict: Verdict
    ground: Comparability | None


@dataclass(frozen=True, slots=True)
class ProvinceReport:
    """The cities of a province in one year. `compared`: their verdicts by indicator, in the order
    of the catalogue. `explained`: see `CityReport`."""

    region: Region
    year: int
    today: date
    plans: list[Plan]
    verdicts: Verdicts
    completeness: Mapping[str, Completeness]
    values: Values
    explained: Mapping[int, str] | None
    compared: list[tuple[Indicator, list[Placed]]]
    late: list[LateMilestone]


def province_report(
    region: Region,
    year: int,
    *,
    known: Lineage,
    moment: Moment,
    user: AbstractBaseUser | AnonymousUser,
) -> ProvinceReport:
    """What is known of the cities of `region`. A fixed number of queries."""
    today = moment.today
    found = verdicts(region, year, known=known, today=today)
    values = reported_values(found)
    inside = known.all_of(regions_within(known.series(region.code)).values_list("code", flat=True))
    done = completeness_of([one.row for one in found.rows], [year], known)
    return ProvinceReport(
        region=region,
        year=year,
        today=today,
        plans=list(select.plans().filter(pk__in={one.row.plan_pk for one in found.rows})),
        verdicts=found,
        completeness={code: one for (code, _year), one in done.items()},
        values=values,
        explained=explanations(found.crossed, values) if reads(region, moment, user) else None,
        compared=_compared(found),
        late=late_milestones(inside, None if moment.at else user, today=today),
    )


def _compared(found: Verdicts) -> list[tuple[Indicator, list[Placed]]]:
    """The verdicts of each indicator, placed on the ground that most of its values share."""
    by_indicator: dict[str, list[Verdict]] = defaultdict(list)
    for one in found.rows:
        by_indicator[one.row.indicator].append(one)
    used = select.catalogue().filter(code__in=by_indicator)
    return [(one, _placed(by_indicator[one.code])) for one in used]


def _placed(those: list[Verdict]) -> list[Placed]:
    grounds = judge_actuals([one.row for one in those], [one.assessment for one in those])
    return [Placed(one, ground) for one, ground in zip(those, grounds, strict=True)]
