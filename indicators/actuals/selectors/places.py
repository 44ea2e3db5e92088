"""Where somebody may enter values: regions below those of their memberships, year by year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import EDIT, Person, scope_of
from departments.selectors import regions
from indicators.actuals.models import ReportingYear
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.answering import in_scope


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """A region and a year in which somebody may enter values."""

    region: Region
    year: int
    due_on: date
    is_open: bool


def regions_to_enter(person: Person) -> QuerySet[Region]:
    """The regions of which a plan promises an indicator that `person` may edit, by code."""
    promised = PlanIndicator.objects.filter(in_scope(scope_of(person, EDIT)))
    return regions().filter(code__in=promised.values("region"))


def places_to_enter(person: Person, *, this_year: int) -> list[EntryPlace]:
    """Where `person` enters values, the latest year first; years to come are left out.

    Two queries.
    """
    found = list(regions_to_enter(person).select_related("parent__parent"))
    provinces = {ancestors_of(region)[-1] for region in found}
    years = ReportingYear.objects.filter(province__in=provinces, year__lte=this_year)
    return [
        EntryPlace(region, opened.year, opened.due_on, opened.is_open)
        for opened in years.order_by("-year", "province_id")
        for region in found
        if ancestors_of(region)[-1] == opened.province_id
    ]
