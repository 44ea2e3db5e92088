"""The grid in which staff enter a year's actuals."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from departments.forms.kept import login_keeps_form
from departments.models import Region
from departments.people import actor_of, lineage_of, person_of
from departments.rules.permissions import READ, Matter, may
from indicators.actuals.forms.entry import Outcomes, save_all, save_row, shown_version
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.entry import Grid, grid, places_to_enter
from indicators.actuals.selectors.row_context import row_context
from indicators.actuals.services.checking import year_fault
from indicators.actuals.services.decisions import Seen, decide, obstacles
from indicators.actuals.services.errors import Refused, refusals_by_key
from indicators.actuals.viewmodels.entry import STATUSES, line, lines, problems, sections


@login_required
def entry_home(request: HttpRequest) -> HttpResponse:
    """Where a clerk begins: the regions and years that are open to them."""
    places = places_to_enter(person_of(request.user), this_year=timezone.localdate().year)
    if len(places) == 1:
        return redirect("entry", places[0].region.code, places[0].year)
    return render(request, "actuals/entry_home.html", {"places": places})


@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, code: str, year: int) -> HttpResponse:
    shown = _grid(request, code, year)
    if request.method != "POST":
        return _page(request, shown, Outcomes())
    outcomes = save_all(
        shown.all_rows, request.POST, actor=actor_of(request.user), now=timezone.now()
    )
    wish = request.POST.get("do", "save")
    after = _grid(request, code, year)
    if wish != "save":
        return _submit(request, after, outcomes, everything=wish == "submit_all")
    _say_saved(request, outcomes)
    return _page(request, after, outcomes) if outcomes.failed else redirect("entry", code, year)


@login_not_required
@require_POST
def entry_row(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Save one row as it is typed; the answer is what to say beside it.

    Without a log-in it answers 401, in which js/entry.js keeps what was typed: a redirect would
    put the log-in page into the row.
    """
    if not request.user.is_authenticated:
        return HttpResponse(_("登录已过期，请重新登录。"), status=401, content_type="text/plain")
    shown = _grid(request, code, year)
    wanted = request.POST.get("row", "")
    row = next((row for row in shown.all_rows if str(row.key) == wanted), None)
    if row is None:
        raise Http404(_("这一年没有要填报的数值：%s") % wanted)
    outcome = save_row(row, request.POST, actor=actor_of(request.user), now=timezone.now())
    after = _grid(request, code, year)
    fresh = next(row for row in after.all_rows if str(row.key) == wanted)
    shown_line = line(fresh, outcome, row_context([fresh]), request.POST.getlist("submit"))
    context = _context(after) | {"line": shown_line}
    if outcome.reset:
        answer = render(request, "actuals/_entry_row.html", context)
        answer["HX-Retarget"] = "closest tr"
        answer["HX-Reswap"] = "outerHTML"
        return answer
    return render(request, "actuals/_entry_message.html", context)


def _submit(
    request: HttpRequest, shown: Grid, saved: Outcomes, *, everything: bool
) -> HttpResponse:
    """Submit the values that the form shows; what somebody else changed since is refused.

    Where a row could not be saved nothing is submitted, and the page lists it together with
    the rows that could not be submitted either.
    """
    actor = actor_of(request.user)
    values = _to_submit(request.POST, shown, saved, everything=everything)
    if saved.failed:
        refusals = obstacles(action=Action.SUBMIT, values=values, actor=actor)
        return _page(request, shown, saved, refusals=refusals)
    if not values:
        messages.warning(request, _("没有可以提交的数值：请先填报，或勾选要提交的行。"))
        return redirect("entry", shown.region.code, shown.year)
    try:
        decide(action=Action.SUBMIT, values=values, actor=actor, now=timezone.now())
    except Refused as refusal:
        refusals = refusals_by_key(refusal, values[0].key)
        return _page(request, shown, Outcomes(), refusals=refusals)
    count = len(values)
    messages.success(
        request, ngettext("已提交 %d 项，待审核。", "已提交 %d 项，待审核。", count) % count
    )
    return redirect("entry", shown.region.code, shown.year)


def _to_submit(data: QueryDict, shown: Grid, saved: Outcomes, *, everything: bool) -> list[Seen]:
    """Every value that is stored and chosen, in the version that the form shows."""
    chosen, failed = set(data.getlist("submit")), set(saved.failed)
    rows = [row for row in shown.all_rows if row.submittable and str(row.key) not in failed]
    return [
        Seen(
            row.key,
            row.actual.version if str(row.key) in saved.by_key else shown_version(row, data),
        )
        for row in rows
        if row.actual and (everything or str(row.key) in chosen)
    ]


def _page(
    request: HttpRequest,
    shown: Grid,
    outcomes: Outcomes,
    *,
    refusals: Mapping[ActualKey, Refused] | None = None,
) -> HttpResponse:
    """The grid. `refusals`: what could not be submitted, where somebody asked for it."""
    beside = row_context(shown.all_rows)
    rows = lines(shown.all_rows, outcomes, beside, request.POST.getlist("submit"))
    context = _context(shown) | {
        "sections": sections(rows, required=shown.required),
        "sources": sorted({one.cells.source for one in rows if one.cells.source}),
        "problems": problems(rows, refusals or {}),
        "unsaved": len(outcomes.failed),
        "submitting": refusals is not None,
        "today": timezone.localdate(),
    }
    status = 400 if context["problems"] else 200
    return render(request, "actuals/entry.html", context, status=status)


def _context(shown: Grid) -> dict[str, object]:
    return {"grid": shown, "statuses": STATUSES}


def _say_saved(request: HttpRequest, outcomes: Outcomes) -> None:
    saved = len(outcomes.by_key) - len(outcomes.failed)
    if saved:
        messages.success(request, ngettext("已保存 %d 项。", "已保存 %d 项。", saved) % saved)


def _grid(request: HttpRequest, code: str, year: int) -> Grid:
    """The grid that this person may see. Raises `Http404` or `PermissionDenied` with words."""
    region = Region.objects.select_related("parent__parent").filter(code=code).first()
    if region is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    person = person_of(request.user)
    if not may(person, READ, Matter(lineage_of(region))):
        raise PermissionDenied(_("您没有查看%s填报的权限。") % region.name)
    if fault := year_fault(year, now=timezone.now()):
        raise Http404(fault.message)
    return grid(region=region, year=year, person=person)
