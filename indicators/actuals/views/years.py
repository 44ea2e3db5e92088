"""The page on which a reviewer opens and closes years."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.downloads import origin_of, table_response
from common.refusals import Invalid, NotAllowed, NotThere
from common.tables import Sheet
from departments.people import actor_of
from departments.rules.permissions import REVIEW, scope_of
from indicators.actuals.forms.years import CloseYearForm, OpenYearForm
from indicators.actuals.selectors.years import provinces, reporting_years
from indicators.actuals.services.years import close_year, open_year
from indicators.actuals.viewmodels.year_sheet import year_sheet
from indicators.actuals.views.reviewer import reviewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reporting_year_list(request: HttpRequest) -> HttpResponse:
    reviewer(request)
    if request.method != "POST":
        return _page(request, OpenYearForm())
    try:
        return _close(request) if request.POST.get("do") == "close" else _open(request)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None
    except NotThere as refusal:
        raise Http404(refusal.message) from None


@login_required
def reporting_year_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    scope = scope_of(reviewer(request), REVIEW)

    def sheets() -> list[Sheet]:
        return [year_sheet(reporting_years(scope), origin_of(request))]

    return table_response(request, kind, "years", sheets)


def _open(request: HttpRequest) -> HttpResponse:
    form = OpenYearForm(request.POST)
    if form.is_valid():
        try:
            opened = open_year(
                **form.cleaned_data, actor=actor_of(request.user), now=timezone.now()
            )
        except Invalid as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field, fault.message)
        else:
            messages.success(
                request,
                _("已开放 %(year)s 年填报，截止日期 %(day)s。")
                % {"year": opened.year, "day": opened.due_on.isoformat()},
            )
            return redirect("reporting_years")
    return _page(request, form, status=400)


def _close(request: HttpRequest) -> HttpResponse:
    form = CloseYearForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    closed = close_year(**form.cleaned_data, actor=actor_of(request.user), now=timezone.now())
    messages.success(request, _("已关闭 %s 年填报。") % closed.year)
    return redirect("reporting_years")


def _page(request: HttpRequest, form: CloseYearForm, status: int = 200) -> HttpResponse:
    scope = scope_of(reviewer(request), REVIEW)
    context = {
        "years": reporting_years(scope),
        "provinces": provinces(scope),
        "form": form,
        "suggested": timezone.localdate().year - 1,
    }
    return render(request, "actuals/reporting_years.html", context, status=status)
