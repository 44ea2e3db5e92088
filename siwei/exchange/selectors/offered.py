"""Which templates somebody is offered: of the cities that they enter, and of whole provinces."""

from collections.abc import Sequence
from dataclasses import dataclass

from departments.models import Region
from departments.rules.permissions import IMPORT, Person, scope_of
from indicators.actuals.models import ReportingYear
from indicators.actuals.selectors.places import places_to_enter
from indicators.actuals.selectors.years import provinces


@dataclass(frozen=True, slots=True)
class OfferedTemplates:
    """Those of one year, `year`, of the `years` that there are, the latest first.

    `year` is None where there is no year. `regions`: for which one enters values in that year.
    """

    year: int | None
    years: Sequence[int]
    regions: Sequence[Region]
    provinces: Sequence[Region]


def offered_templates(person: Person, *, asked: int | None, this_year: int) -> OfferedTemplates:
    """The templates of the year `asked`; or else of the latest open one, of those that are over if
    any is; or else of the latest.

    Eight queries.
    """
    places = places_to_enter(person, this_year=this_year)
    scope = scope_of(person, IMPORT)
    whole = provinces(scope) if scope else []
    opened = ReportingYear.objects.filter(
        province__in=[one.code for one in whole], year__lte=this_year
    )
    is_open: dict[int, bool] = {}
    for year, open_there in [
        *((one.year, one.is_open) for one in places),
        *opened.values_list("year", "is_open"),
    ]:
        is_open[year] = is_open.get(year, False) or open_there
    years = sorted(is_open, reverse=True)
    likely = [one for one in years if is_open[one] and one < this_year]
    likely += [one for one in years if is_open[one]] + years
    chosen = asked if asked in is_open else next(iter(likely), None)
    regions = [one.region for one in places if one.year == chosen]
    return OfferedTemplates(chosen, years, regions, whole if years else [])
