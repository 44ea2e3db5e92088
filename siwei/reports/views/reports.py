"""Reports as Word files: of a city, of a province, and the briefing of either."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.as_of import moment_of, shows_the_past
from common.filters import FilterSet
from common.language import local_name
from common.listing import filtered
from departments.models import Region
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
from siwei.reports.selectors.city import city_report
from siwei.reports.selectors.province import province_report
from siwei.reports.selectors.values import reported_values
from siwei.reports.services.document import DOCX_TYPE, as_docx
from siwei.reports.viewmodels.briefing import MOST_CHANGES, briefing_document
from siwei.reports.viewmodels.city_report import city_report_document
from siwei.reports.viewmodels.province_report import province_report_document

# A report is an official document, and those are written in Chinese.
_LANGUAGE = "zh-hans"


@shows_the_past
def city_docx(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The yearly self-assessment of a city or a county."""
    region, known = find_region(code), lineage()
    _asked(request, ReportFilter, year)
    if region.level == RegionLevel.PROVINCE:
        raise Http404(_("年度自评报告是市、县的；省的是年度汇总报告。"))
    if elsewhere := _todays_address(request, region, known, year):
        return redirect(elsewhere)
    found = city_report(region, year, known=known, moment=moment_of(request), user=request.user)
    _check_promises(found.verdicts)
    with override(_LANGUAGE):
        report = city_report_document(found)
    return _file(report, f"{region.code}-{year}-city.docx")


@shows_the_past
def province_docx(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The yearly summary of a province."""
    region, known = find_region(code), lineage()
    _asked(request, ReportFilter, year)
    if region.level != RegionLevel.PROVINCE:
        raise Http404(_("年度汇总报告是省的；市、县的是年度自评报告。"))
    if elsewhere := _todays_address(request, region, known, year):
        return redirect(elsewhere)
    found = province_report(region, year, known=known, moment=moment_of(request), user=request.user)
    _check_promises(found.verdicts)
    with override(_LANGUAGE):
        report = province_report_document(found)
    return _file(report, f"{region.code}-{year}-province.docx")


@shows_the_past
def briefing_docx(request: HttpRequest, code: str, year: int) -> HttpResponse:
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
    _check_promises(found.verdicts)
    values = reported_values(found.verdicts)
    with override(_LANGUAGE):
        report = briefing_document(found, values, today=moment.today)
    return _file(report, f"{region.code}-{year}-briefing.docx")


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


def _check_promises(found: Verdicts) -> None:
    """Raises `Http404` where no plan promises anything: there is nothing to report."""
    if not found.promised:
        raise Http404(_("没有规划对%s提出指标，没有可报告的内容。") % local_name(found.region))


def _file(report: Report, name: str) -> HttpResponse:
    return HttpResponse(
        as_docx(report, now=timezone.now()),
        content_type=DOCX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
