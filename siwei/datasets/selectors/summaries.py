"""The data sets in numbers, as the public sees them: rows, years, and when they last changed.

The moments are those at which something became public: a publication or its end, the loading of a
plan, the confirmation of a report. So nothing here tells of what is being worked on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Min, Q

from common.records.models import HistoryRow
from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.actuals.selectors.actuals import visible_to
from indicators.plans.models import PlanIndicator, Target
from indicators.plans.rules.history import KIND as PLAN
from indicators.plans.rules.history import LOAD
from indicators.plans.selectors.plans import regions_with_plans
from indicators.plans.selectors.years import years_available
from tasks.models import Milestone, Statement, Task
from tasks.rules.enums import StatementKind


@dataclass(frozen=True, slots=True)
class Summary:
    """`changed_at`: None where nothing is known to have happened; the years: None without any."""

    rows: int
    first_year: int | None
    last_year: int | None
    changed_at: datetime | None
    demo: bool = False


def summaries() -> Mapping[str, Summary]:
    """By the names of the sets. Nine queries."""
    actuals = _actuals()
    loaded = HistoryRow.objects.filter(record__kind=PLAN, action=LOAD).aggregate(at=Max("at"))["at"]
    confirmed = Statement.objects.filter(kind=StatementKind.CONFIRMATION.value).aggregate(
        at=Max("at")
    )["at"]
    targets = Target.objects.aggregate(rows=Count("pk"), first=Min("year"), last=Max("year"))
    years = years_available()
    promises = PlanIndicator.objects.count() if years else 0
    days = Milestone.objects.aggregate(first=Min("due_on"), last=Max("due_on"))
    return {
        "actuals": actuals,
        "targets": Summary(targets["rows"], targets["first"], targets["last"], loaded),
        "assessments": Summary(
            promises * len(years),
            years.start if years else None,
            years.stop - 1 if years else None,
            _latest(actuals.changed_at, loaded),
            demo=actuals.demo,
        ),
        "tasks": Summary(
            Task.objects.count(),
            _year(days["first"]),
            _year(days["last"]),
            _latest(loaded, confirmed),
        ),
    }


def places() -> list[Region]:
    """The provinces in which plans are, by code; what lies in none stands for itself. One query."""
    found: dict[str, Region] = {}
    for region in regions_with_plans():
        above = region
        while above.level != RegionLevel.PROVINCE and above.parent is not None:
            above = above.parent
        found[above.code] = above
    return [found[code] for code in sorted(found)]


def shows_demo() -> bool:
    """Whether the public sees invented values."""
    return visible_to(AnonymousUser()).filter(demo=True).exists()


def _actuals() -> Summary:
    found = visible_to(AnonymousUser()).aggregate(
        rows=Count("pk"),
        first=Min("year"),
        last=Max("year"),
        at=Max("seen_at"),
        demo=Count("pk", filter=Q(demo=True)),
    )
    return Summary(
        found["rows"], found["first"], found["last"], found["at"], demo=bool(found["demo"])
    )


def _latest(*moments: datetime | None) -> datetime | None:
    known: Iterable[datetime] = (one for one in moments if one is not None)
    return max(known, default=None)


def _year(day: date | None) -> int | None:
    return None if day is None else day.year
