"""Templates to fill in, as workbooks: of one region and year, and of a whole province."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.downloads import file_response
from common.language import local_name
from common.sheets import XLSX_TYPE
from departments.people import actor_of, name_of, person_of
from departments.rules.roles import RegionLevel
from indicators.actuals.services.faults import year_fault
from indicators.actuals.views.grid import code_in_year, entry_grid, readable_region
from siwei.exchange.selectors.province import province_grid
from siwei.exchange.viewmodels.city_template import city_book
from siwei.exchange.viewmodels.form_book import FormBook
from siwei.exchange.viewmodels.province_template import province_book
from siwei.exchange.viewmodels.template_notes import Made


@login_required
def city_template(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The grid that this person sees as a workbook, for whom it may be read: who may enter nothing
    gets it with every cell locked. Raises `Http404` where the grid has no row for them."""
    if other := code_in_year(request, code, year):
        return redirect("import_template_city", other, year)
    shown = entry_grid(request, code, year)
    if not shown.all_rows:
        raise Http404(_("这一年没有要您填报的数值。"))
    page = reverse("entry", args=[code, year])
    return _answer(request, city_book(shown, _made(request, page)))


@login_required
def province_template(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The regions of a province by their indicators, for who may read its working values. Raises
    `Http404` where it isn't a province, or its plans require nothing of the year."""
    province = readable_region(request, code)
    if province.level != RegionLevel.PROVINCE:
        raise Http404(_("%s不是省级行政区，没有全省的模板。") % local_name(province))
    if fault := year_fault(year, now=timezone.now()):
        raise Http404(fault.message)
    shown = province_grid(province=province, year=year, person=person_of(request.user))
    if not shown.required:
        raise Http404(_("这一年没有要您填报的数值。"))
    page = reverse("entry_home")
    return _answer(request, province_book(shown, _made(request, page)))


def _made(request: HttpRequest, page: str) -> Made:
    by = name_of(actor_of(request.user)) or ""
    address = request.build_absolute_uri
    return Made(timezone.now(), by, address(page), address(reverse("import_home")))


def _answer(request: HttpRequest, form: FormBook) -> HttpResponseBase:
    def content() -> bytes:
        # openpyxl: only for who wants a file.
        from siwei.exchange.viewmodels.template_book import book_bytes  # noqa: PLC0415

        return book_bytes(form)

    name = content_disposition_header(as_attachment=True, filename=f"{form.title}.xlsx")
    return file_response(request, content, XLSX_TYPE, name or "attachment")
