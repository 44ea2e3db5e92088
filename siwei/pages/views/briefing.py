"""The page for the director of a province or a city."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.listing import BadFilterError, Wrong, filter_form, filtered
from common.tables import Sheet
from departments.models import Region
from departments.people import person_of
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.actuals.selectors.passports import passports
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.years import last_full_year, years_available
from siwei.pages.filters import BriefingFilter
from siwei.pages.selectors.briefing import Briefing, briefing
from siwei.pages.selectors.briefing_regions import (
    own_region,
    provinces_with_plans,
    regions_beside,
)
from siwei.pages.selectors.changes import PAGE, since
from siwei.pages.selectors.questions import Questions, questions
from siwei.pages.viewmodels.briefing import briefing_page
from siwei.pages.viewmodels.briefing_sheets import briefing_sheets
from siwei.pages.views.cities import find_region


@shows_the_past
def briefing_view(request: HttpRequest) -> HttpResponse:
    """Without a region that of the reader; who has none chooses a province."""
    _rows, wanted = filtered(request, BriefingFilter, PlanIndicator.objects.none())
    years = years_available()
    year = _year(wanted, years, request)
    code = _code(request, wanted)
    if code is None:
        choices = {"provinces": list(provinces_with_plans()), "year": year, "years": years}
        return render(request, "siwei/briefing_choice.html", choices)
    region, known = find_region(code), lineage()
    if elsewhere := _todays_address(request, wanted, region, known):
        return redirect(elsewhere)
    found, asked = _read(request, wanted, region, year, known)
    shown = briefing_page(found, asked, today=moment_of(request).today)
    context = {
        "page": shown,
        "years": years,
        "year": year,
        "since": shown.since,
        "provinces": list(provinces_with_plans()),
        "beside": regions_beside(region),
        "not_yet": found.since > moment_of(request).instant,
        "form": filter_form(wanted),
    }
    return render(request, "siwei/briefing.html", context)


@shows_the_past
def briefing_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The whole briefing as a workbook."""
    _rows, wanted = filtered(request, BriefingFilter, PlanIndicator.objects.none())
    year = _year(wanted, years_available(), request)
    code = _code(request, wanted)
    if code is None:
        raise BadFilterError([Wrong("region", _("行政区"), _("请写明行政区的代码。"))])
    region, known = find_region(code), lineage()
    if elsewhere := _todays_address(request, wanted, region, known, kind):
        return redirect(elsewhere)

    def sheets() -> list[Sheet]:
        found, asked = _read(request, wanted, region, year, known)
        today = moment_of(request).today
        shown = briefing_page(found, asked, today=today)
        rows = found.verdicts.rows
        stamps = passports(
            regions={one.row.region for one in rows},
            indicators={one.row.indicator for one in rows},
            years=[year],
        )
        origin = origin_of(request, conditions(wanted, filter_form(wanted)))
        return briefing_sheets(shown, found.verdicts, asked, stamps, origin, today=today)

    return table_response(request, kind, f"briefing-{region.code}-{year}", sheets)


def _year(wanted: FilterSet, years: range, request: HttpRequest) -> int:
    """The year that is asked for, or the last full one. Raises `BadFilterError` for a year of
    which no plan speaks."""
    year: int | None = wanted.asked["year"]
    if year is None:
        return last_full_year(today=moment_of(request).today)
    if year not in years:
        words = _("规划没有涉及%(year)d年。") % {"year": year}
        raise BadFilterError([Wrong("year", _("年份"), words)])
    return year


def _code(request: HttpRequest, wanted: FilterSet) -> str | None:
    """The code of the region that is asked for, or of the reader's own."""
    asked: list[str] = wanted.asked["region"]
    return asked[0] if asked else own_region(person_of(request.user))


def _todays_address(
    request: HttpRequest, wanted: FilterSet, region: Region, known: Lineage, kind: str = ""
) -> str:
    """The address that names the region by the code that it has today; empty where this one does.
    What is printed or passed on says what it is of."""
    code = known.current(region.code)
    if wanted.asked["region"] == [code]:
        return ""
    asked = request.GET.copy()
    asked["region"] = code
    path = reverse("briefing_table", args=[kind]) if kind else reverse("briefing")
    return f"{path}?{asked.urlencode()}"


def _read(
    request: HttpRequest, wanted: FilterSet, region: Region, year: int, known: Lineage
) -> tuple[Briefing, Questions]:
    """The briefing as everybody sees it; only the questions depend on who reads it."""
    moment = moment_of(request)
    found = briefing(
        region,
        year,
        since=since(wanted.asked["since"], today=moment.today),
        most_changes=PAGE,
        known=known,
        moment=moment,
        user=None,
        with_series=True,
    )
    return found, questions(found, moment=moment, user=request.user)
