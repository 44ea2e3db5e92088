"""Where somebody may enter values: regions below those of their memberships, year by year."""

from dataclasses import dataclass
from datetime import date

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import EDIT, Person, scope_of
from departments.rules.successions import Lineage, not_reported
from departments.selectors import lineage, regions, with_parents
from indicators.actuals.models import ReportingYear
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.answering import in_scope, with_other_codes


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """A region and a year in which somebody may enter values."""

    region: Region
    year: int
    due_on: date
    is_open: bool


def regions_to_enter(person: Person, lineage: Lineage) -> list[Region]:
    """The regions of which a plan promises an indicator that `person` may edit, by code; whatever
    code of it the plan names."""
    scope = scope_of(person, EDIT)
    rows = PlanIndicator.objects.filter(in_scope(with_other_codes(scope, lineage)))
    promised = rows.order_by().values_list("region", flat=True).distinct()
    found = with_parents(regions().filter(code__in=lineage.all_of(promised)))
    return [region for region in found if scope.reaches(ancestors_of(region))]


def places_to_enter(person: Person, *, this_year: int) -> list[EntryPlace]:
    """Where `person` enters values, the latest year first; years to come are left out, and those
    in which a region isn't there, or goes by another code.

    Four queries.
    """
    if not scope_of(person, EDIT):
        return []
    known = lineage()
    found = regions_to_enter(person, known)
    provinces = {ancestors_of(region)[-1] for region in found}
    years = ReportingYear.objects.filter(province__in=provinces, year__lte=this_year)
    return [
        EntryPlace(region, opened.year, opened.due_on, opened.is_open)
        for opened in years.order_by("-year", "province_id")
        for region in found
        if ancestors_of(region)[-1] == opened.province_id
        and not_reported(region.code, opened.year, region.validity, known) is None
    ]
