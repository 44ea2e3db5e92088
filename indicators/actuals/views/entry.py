"""The grid in which staff enter a year's actuals."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.records.rules.doors import BY_PAGE
from departments.forms.after_login import login_keeps_form
from departments.models import Region
from departments.people import actor_of, ancestors_of, person_of
from departments.rules.permissions import READ, Subject, may
from indicators.actuals.forms.entry import Posted, posted_row, posted_rows, shown_version
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.entry import EntryRow, Grid, after, grid
from indicators.actuals.selectors.history import Past, past_of
from indicators.actuals.selectors.places import places_to_enter
from indicators.actuals.services.errors import Refused, refusals_by_key
from indicators.actuals.services.faults import year_fault
from indicators.actuals.services.writing import obstacles, write
from indicators.actuals.viewmodels.entry import (
    STATUSES,
    Results,
    line,
    lines,
    problems,
    result_of,
    sections,
)


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
        return _page(request, shown, Results())
    shown, results = _save(request, shown, posted_rows(shown.all_rows, request.POST))
    button = request.POST.get("do", "save")
    if button != "save":
        return _submit(request, shown, results, everything=button == "submit_all")
    _say_saved(request, results)
    return _page(request, shown, results) if results.failed else redirect("entry", code, year)


@login_not_required
@require_POST
def entry_row(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Save one row as it is typed; the answer is what to say beside it.

    Without a log-in it answers 401, in which js/entry.js keeps what was typed: a redirect would
    put the log-in page into the row.
    """
    if not request.user.is_authenticated:
        return HttpResponse(_("登录已过期，请重新登录。"), status=401, content_type="text/plain")
    shown = _grid(request, code, year, cited=False)
    wanted = request.POST.get("row", "")
    row = next((row for row in shown.all_rows if str(row.key) == wanted), None)
    if row is None:
        raise Http404(_("这一年没有要填报的数值：%s") % wanted)
    shown, results = _save(request, shown, [posted_row(row, request.POST)])
    result = results.by_key[wanted]
    fresh = next(row for row in shown.all_rows if str(row.key) == wanted)
    said = line(
        fresh,
        result,
        around=shown.known.around,
        past=_past([fresh]),
        chosen=request.POST.getlist("submit"),
    )
    context = _context(shown) | {"line": said}
    if result.reset:
        answer = render(request, "actuals/_entry_row.html", context)
        answer["HX-Retarget"] = "closest tr"
        answer["HX-Reswap"] = "outerHTML"
        return answer
    return render(request, "actuals/_entry_message.html", context)


def _save(request: HttpRequest, shown: Grid, posted: Sequence[Posted]) -> tuple[Grid, Results]:
    """Save what was typed, each row for itself; the grid as it is then, and what came of each."""
    now = timezone.now()
    changes = [one.change for one in posted if one.change is not None]
    facts, around = shown.known.facts, shown.known.around
    actor = actor_of(request.user)
    outcomes = write(
        changes=changes, actor=actor, now=now, door=BY_PAGE, facts=facts, around=around
    )
    by_key = {outcome.key: outcome for outcome in outcomes}
    results = {str(one.key): result_of(one, by_key.get(one.key), now=now) for one in posted}
    stored = (one.refusal.current if one.refusal else one.actual for one in outcomes)
    return after(shown, [one for one in stored if one is not None]), Results(results)


def _submit(request: HttpRequest, shown: Grid, saved: Results, *, everything: bool) -> HttpResponse:
    """Submit the values that the form shows; what somebody else changed since is refused.

    Where a row could not be saved nothing is submitted, and the page lists it together with
    the rows that could not be submitted either.
    """
    changes = _to_submit(request.POST, shown, saved, everything=everything)
    actor, now = actor_of(request.user), timezone.now()
    facts, around = shown.known.facts, shown.known.around
    if saved.failed:
        refusals = obstacles(changes=changes, actor=actor, now=now, facts=facts, around=around)
        return _page(request, shown, saved, refusals=refusals)
    if not changes:
        messages.warning(request, _("没有可以提交的数值：请先填报，或勾选要提交的行。"))
        return redirect("entry", shown.region.code, shown.year)
    try:
        write(
            changes=changes,
            actor=actor,
            now=now,
            door=BY_PAGE,
            all_or_nothing=True,
            facts=facts,
            around=around,
        )
    except Refused as refusal:
        refusals = refusals_by_key(refusal, changes[0].key)
        return _page(request, shown, Results(), refusals=refusals)
    count = len(changes)
    messages.success(
        request, ngettext("已提交 %d 项，待审核。", "已提交 %d 项，待审核。", count) % count
    )
    return redirect("entry", shown.region.code, shown.year)


def _to_submit(data: QueryDict, shown: Grid, saved: Results, *, everything: bool) -> list[Change]:
    """Every value that is stored and chosen, in the version that the form shows."""
    chosen, failed = set(data.getlist("submit")), set(saved.failed)
    rows = [row for row in shown.all_rows if row.submittable and str(row.key) not in failed]
    return [
        Change(
            row.key,
            Action.SUBMIT,
            row.actual.version if str(row.key) in saved.by_key else shown_version(row, data),
        )
        for row in rows
        if row.actual and (everything or str(row.key) in chosen)
    ]


def _page(
    request: HttpRequest,
    shown: Grid,
    results: Results,
    *,
    refusals: Mapping[ActualKey, Refused] | None = None,
) -> HttpResponse:
    """The grid. `refusals`: what could not be submitted, where somebody asked for it."""
    rows = lines(
        shown.all_rows,
        results,
        around=shown.known.around,
        past=_past(shown.all_rows),
        chosen=request.POST.getlist("submit"),
    )
    context = _context(shown) | {
        "sections": sections(rows, required=shown.required),
        "sources": sorted({one.cells.source for one in rows if one.cells.source}),
        "problems": problems(rows, refusals or {}),
        "unsaved": len(results.failed),
        "submitting": refusals is not None,
        "today": timezone.localdate(),
    }
    status = 400 if context["problems"] else 200
    return render(request, "actuals/entry.html", context, status=status)


def _past(rows: Sequence[EntryRow]) -> Mapping[int, Past]:
    return past_of(row.actual for row in rows if row.actual)


def _context(shown: Grid) -> dict[str, object]:
    return {"grid": shown, "statuses": STATUSES}


def _say_saved(request: HttpRequest, results: Results) -> None:
    saved = len(results.by_key) - len(results.failed)
    if saved:
        messages.success(request, ngettext("已保存 %d 项。", "已保存 %d 项。", saved) % saved)


def _grid(request: HttpRequest, code: str, year: int, *, cited: bool = True) -> Grid:
    """The grid that this person may see. Raises `Http404` or `PermissionDenied` with words."""
    region = Region.objects.select_related("parent__parent").filter(code=code).first()
    if region is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    person = person_of(request.user)
    if not may(person, READ, Subject(ancestors_of(region))):
        raise PermissionDenied(_("您没有查看%s填报的权限。") % region.name)
    if fault := year_fault(year, now=timezone.now()):
        raise Http404(fault.message)
    return grid(region=region, year=year, person=person, cited=cited)
