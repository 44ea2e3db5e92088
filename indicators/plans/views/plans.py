"""Plans: the list, and the reader."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.labels import options
from common.listing import FilterForm, filter_form, filtered
from common.tables import Sheet
from indicators.plans.filters import PlanListFilter, ReaderFilter
from indicators.plans.models import Plan
from indicators.plans.rules.enums import PlanStatus
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.options import region_options
from indicators.plans.viewmodels.plan_sheets import plan_sheet
from indicators.plans.viewmodels.promise_sheets import promise_sheets
from indicators.plans.viewmodels.reader import read


@shows_the_past
def plan_list(request: HttpRequest) -> HttpResponse:
    plans, wanted = filtered(request, PlanListFilter, select.plans())
    context = {"plans": list(plans), "form": _form(wanted)}
    return render(request, "plans/plans.html", context)


@shows_the_past
def plan_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    plans, wanted = filtered(request, PlanListFilter, select.plans())

    def sheets() -> list[Sheet]:
        return [plan_sheet(list(plans), origin_of(request, conditions(wanted, _form(wanted))))]

    return table_response(request, kind, "plans", sheets)


@shows_the_past
def plan_reader(request: HttpRequest, slug: str) -> HttpResponse:
    filtered(request, ReaderFilter, Plan.objects.none())
    plan = find_plan(slug, moment_of(request).asked)
    promises = select.plan_indicators().filter(plan=plan)
    reading = read(list(select.clauses(plan=plan)), list(promises))
    return render(request, "plans/plan.html", {"plan": plan, "reading": reading})


@shows_the_past
def plan_numbers(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Every number of a plan: its targets, and what it reports."""
    filtered(request, ReaderFilter, Plan.objects.none())
    plan = find_plan(slug, moment_of(request).asked)

    def sheets() -> list[Sheet]:
        promises = list(select.plan_indicators().filter(plan=plan))
        title = _("%(plan)s：指标与目标") % {"plan": plan.title}
        return promise_sheets(promises, title, origin_of(request))

    return table_response(request, kind, f"{plan.slug}-numbers", sheets)


def _form(wanted: FilterSet) -> FilterForm:
    choices = {"region": region_options(list(select.plans())), "status": options(PlanStatus)}
    return filter_form(wanted, choices)


def find_plan(slug: str, as_of: str = "") -> Plan:
    """The plan of an address, as of a moment. Raises `Http404` with words."""
    plan = select.plans().filter(slug=slug).first()
    if plan is None and as_of:
        known = {"slug": slug, "moment": as_of}
        raise Http404(_("截至%(moment)s没有载入标识为“%(slug)s”的规划。") % known)
    if plan is None:
        raise Http404(_("没有标识为“%s”的规划。") % slug)
    return plan
