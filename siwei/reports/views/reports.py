"""Reports as Word files: of a city, of a province, and the briefing of either."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.as_of import moment_of, shows_the_past
from common.downloads import file_response
from common.filters import FilterSet
from common.language import local_name
from common.listing import filtered
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.roles import RegionLevel
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.years import years_available
from siwei.pages.selectors.briefing import Verdicts, briefing
from siwei.pages.selectors.changes import since
from siwei.pages.views.cities import find_region
from siwei.reports.filters import BriefingFilter, ReportFilter
from siwei.reports.rules.blocks import Report
from siwei.reports.rules.templates import ReportKind
from siwei.reports.selectors.city import CityReport, city_report
from siwei.reports.selectors.province import ProvinceReport, province_report
from siwei.reports.selectors.values import reported_values
from siwei.reports.viewmodels.briefing import MOST_CHANGES, briefing_document
from siwei.reports.viewmodels.city_report import city_report_document
from siwei.reports.viewmodels.province_report import province_report_document
from siwei.reports.viewmodels.template_values import template_values

# A report is an official document, and those are written in Chinese.
_LANGUAGE = "zh-hans"


@shows_the_past
def city_docx(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The yearly self-assessment of a city or a county."""
    region, known = find_region(code), lineage()
    wanted = _asked(request, ReportFilter, year)
    if region.level == RegionLevel.PROVINCE:
        raise Http404(_("年度自评报告是市、县的；省的是年度汇总报告。"))
    if elsewhere := _todays_address(request, region, known, year):
        return redirect(elsewhere)
    found = city_report(region, year, known=known, moment=moment_of(request), user=request.user)
    report, values = partial(city_report_document, found), partial(_values, found)
    return _answer(request, wanted, ReportKind.CITY, found.verdicts, report, values)


@shows_the_past
def province_docx(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The yearly summary of a province."""
    region, known = find_region(code), lineage()
    wanted = _asked(request, ReportFilter, year)
    if region.level != RegionLevel.PROVINCE:
        raise Http404(_("年度汇总报告是省的；市、县的是年度自评报告。"))
    if elsewhere := _todays_address(request, region, known, year):
        return redirect(elsewhere)
    found = province_report(region, year, known=known, moment=moment_of(request), user=request.user)
    report, values = partial(province_report_document, found), partial(_values, found)
    return _answer(request, wanted, ReportKind.PROVINCE, found.verdicts, report, values)


@shows_the_past
def briefing_docx(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The two pages for a director, of a province or a city."""
    region, known, moment = find_region(code), lineage(), moment_of(request)
    wanted = _asked(request, BriefingFilter, year)
    if elsewhere := _todays_address(request, region, known, year):
        return redirect(elsewhere)
    found = briefing(
        region,
        year,
        since=since(wanted.asked["since"], today=moment.today),
        most_changes=MOST_CHANGES,
        known=known,
        moment=moment,
        user=request.user,
    )
    published = reported_values(found.verdicts)
    report = partial(briefing_document, found, published, today=moment.today)
    values = partial(
        template_values,
        found.verdicts,
        published,
        today=moment.today,
        late=found.late,
        changed=found.changed,
    )
    return _answer(request, wanted, ReportKind.BRIEFING, found.verdicts, report, values)


def _values(found: CityReport | ProvinceReport) -> Mapping[str, Any]:
    """The variables of a template."""
    return template_values(
        found.verdicts,
        found.values,
        today=found.today,
        late=found.late,
        plans=found.plans,
        explained=found.explained,
    )


def _asked(request: HttpRequest, filters: type[FilterSet], year: int) -> FilterSet:
    """What else the address asks for. Raises `BadFilterError`, and `Http404` for a year of which
    no plan speaks."""
    _rows, wanted = filtered(request, filters, PlanIndicator.objects.none())
    if year not in years_available():
        raise Http404(_("规划没有涉及%(year)d年。") % {"year": year})
    return wanted


def _todays_address(request: HttpRequest, region: Region, known: Lineage, year: int) -> str:
    """The same report under the code that the region has today; empty where that is its code."""
    code = known.current(region.code)
    match = request.resolver_match
    if code == region.code or match is None:
        return ""
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse(match.view_name, args=[code, year]) + asked


def _answer(
    request: HttpRequest,
    wanted: FilterSet,
    kind: ReportKind,
    found: Verdicts,
    report: Callable[[], Report],
    values: Callable[[], Mapping[str, Any]],
) -> HttpResponseBase:
    """The file: by the province's own template where there is one, else in the built-in layout.

    A template that can't be filled is said to be so, and the page leads to the built-in layout.
    Raises `Http404` where no plan promises anything: there is nothing to report.
    """
    # python-docx and Jinja2: only for who wants a file.
    from siwei.reports.services.document import DOCX_TYPE, as_docx  # noqa: PLC0415
    from siwei.reports.services.templates import (  # noqa: PLC0415
        TemplateFault,
        filled,
        template_for,
    )

    region = found.region
    if not found.promised:
        raise Http404(_("没有规划对%s提出指标，没有可报告的内容。") % local_name(region))
    template = None if wanted.asked["layout"] else template_for(ancestors_of(region), kind)

    def content() -> bytes:
        with override(_LANGUAGE):
            if template is None:
                return as_docx(report(), now=timezone.now())
            context = values()
        return filled(template, context)

    name = f"siwei-{region.code}-{found.year}-{kind.value}.docx"
    try:
        return file_response(request, content, DOCX_TYPE, f'attachment; filename="{name}"')
    except TemplateFault as fault:
        builtin = request.GET.copy()
        builtin["layout"] = "builtin"
        page = {"fault": fault, "builtin": f"{request.path}?{builtin.urlencode()}"}
        return render(request, "reports/template_fault.html", page, status=409)
