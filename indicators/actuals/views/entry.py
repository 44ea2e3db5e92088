"""The grid in which staff enter a year's actuals."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.records.rules.doors import BY_PAGE
from common.refusals import Refused
from common.uploads import takes_files, without_files
from departments.forms.after_login import login_keeps_form
from departments.people import actor_of, ancestors_of, person_of
from departments.rules.permissions import EDIT, scope_of
from indicators.actuals.forms.entry import (
    posted_row,
    posted_rows,
    shown_version,
    withdrawn_rows,
)
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.entry import Grid, after
from indicators.actuals.selectors.places import places_to_enter
from indicators.actuals.services.errors import BatchRefused, refusals_by_key
from indicators.actuals.services.evidence import attach_to_many
from indicators.actuals.services.writing import obstacles, write
from indicators.actuals.viewmodels.entry import (
    EntryLine,
    Results,
    RowResult,
    line,
    lines,
    neighbours,
    problems,
    sections,
)
from indicators.actuals.views.grid import (
    code_in_year,
    entry_grid,
    grid_context,
    grid_findings,
    log_in_ran_out,
    past_of_rows,
    readable_region,
    save_rows,
)
from indicators.actuals.wording import attach_not_yet, attached_words


@login_required
def entry_home(request: HttpRequest) -> HttpResponse:
    """Where a clerk begins: the regions and years that are open to them."""
    places = places_to_enter(person_of(request.user), this_year=timezone.localdate().year)
    if len(places) == 1:
        return redirect("entry", places[0].region.code, places[0].year)
    return render(request, "actuals/entry_home.html", {"places": places})


def _may_attach(request: HttpRequest, code: str, year: int) -> HttpResponse | None:
    """The answer to who may not add files here; nothing of a file is read for them.

    A form that is no longer than any other is read without its files: whose log-in ran out is
    carried through it with what they typed.
    """
    if request.user.is_authenticated:
        region = readable_region(request, code)
        if scope_of(person_of(request.user), EDIT).reaches(ancestors_of(region)):
            return None
    if without_files(request):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied(_("您没有填报%s数值的权限。") % region.name)
    words = _("登录已过期，佐证材料没有变动。登录后请再操作一次；要上传的文件需重新选择。")
    messages.warning(request, words)
    return redirect_to_login(reverse("entry", args=[code, year]))


@takes_files(at_most=settings.EVIDENCE_FILE_SIZE, admit=_may_attach)
@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, code: str, year: int) -> HttpResponse:
    if request.method != "POST":
        if other := code_in_year(request, code, year):
            return redirect("entry", other, year)
        return _page(request, entry_grid(request, code, year), Results())
    return _posted(request, code, year)


def _posted(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What was typed is saved, then done with what the button says."""
    shown = entry_grid(request, code, year)
    shown, results = save_rows(request, shown, posted_rows(shown.all_rows, request.POST))
    button = request.POST.get("do", "save")
    if button == "attach":
        return _attach(request, shown, results)
    if button == "withdraw":
        return _withdraw(request, shown, results)
    if button == "add" and not results.failed:
        return _add(request, shown)
    if button not in ("save", "add"):
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
        return log_in_ran_out()
    shown = entry_grid(request, code, year, cited=False)
    wanted = request.POST.get("row", "")
    row = next((row for row in shown.all_rows if str(row.key) == wanted), None)
    if row is None:
        raise Http404(_("这一年没有要填报的数值：%s") % wanted)
    before = grid_findings(shown)
    shown, results = save_rows(request, shown, [posted_row(row, request.POST)])
    result = results.by_key[wanted]
    context = grid_context(shown) | {
        "line": _line(request, shown, wanted, result),
        "neighbours": neighbours(before, grid_findings(shown), but=[wanted]),
    }
    if result.reset:
        answer = render(request, "actuals/_entry_row.html", context)
        answer["HX-Retarget"] = "closest tr"
        answer["HX-Reswap"] = "outerHTML"
        return answer
    return render(request, "actuals/_entry_neighbours.html", context)


def _line(request: HttpRequest, shown: Grid, key: str, result: RowResult) -> EntryLine:
    row = next(row for row in shown.all_rows if str(row.key) == key)
    return line(
        row,
        result,
        around=shown.known.around,
        past=past_of_rows([row]),
        today=timezone.localdate(),
        chosen=request.POST.getlist("submit"),
    )


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


def _add(request: HttpRequest, shown: Grid) -> HttpResponse:
    """The grid with a further row; what was added before and is still empty stays."""
    wanted = request.POST.get("adding", "")
    address = reverse("entry", args=[shown.region.code, shown.year])
    if wanted not in {one.code for one in shown.addable}:
        messages.warning(request, _("请先选择要添加的指标。"))
        return redirect(address)
    query = urlencode({"add": [*shown.added, wanted]}, doseq=True)
    row = ActualKey(shown.region.code, wanted, shown.year)
    return redirect(f"{address}?{query}#row-{row}")


def _attach(request: HttpRequest, shown: Grid, saved: Results) -> HttpResponse:
    """One file as evidence for every chosen row; what was typed is saved whatever comes of it."""
    seen = {
        change.key: change.seen_version
        for change in _to_submit(request.POST, shown, saved, everything=False)
        if change.seen_version is not None
    }
    upload = request.FILES.get("evidence")
    if upload is None or not seen or saved.failed:
        messages.warning(request, attach_not_yet(has_file=upload is not None, has_rows=bool(seen)))
        return _page(request, shown, saved)
    try:
        kept = attach_to_many(
            seen=seen,
            upload=upload,
            actor=actor_of(request.user),
            now=timezone.now(),
            door=BY_PAGE,
        )
    except BatchRefused as refusal:
        return _page(request, shown, Results(), refusals=refusal.refusals, asked="attach")
    except Refused as refusal:
        messages.error(request, refusal.message)
        return _page(request, shown, Results(), status=400)
    words = attached_words(len(kept), kept[0].name, sent_as=upload.name)
    messages.success(request, words)
    return redirect("entry", shown.region.code, shown.year)


def _withdraw(request: HttpRequest, shown: Grid, saved: Results) -> HttpResponse:
    """Take back the submissions that are ticked, each for itself."""
    changes = withdrawn_rows(shown.all_rows, request.POST)
    if not changes and not saved.failed:
        messages.warning(request, _("没有可以撤回的数值：请先勾选要撤回的行。"))
        return redirect("entry", shown.region.code, shown.year)
    outcomes = write(
        changes=changes,
        actor=actor_of(request.user),
        now=timezone.now(),
        door=BY_PAGE,
        facts=shown.known.facts,
        around=shown.known.around,
    )
    refusals = {one.key: one.refusal for one in outcomes if one.refusal is not None}
    if count := len(changes) - len(refusals):
        words = ngettext(
            "已撤回 %d 项，修改后可再次提交。", "已撤回 %d 项，修改后可再次提交。", count
        )
        messages.success(request, words % count)
    if refusals or saved.failed:
        fresh = after(shown, [one.actual for one in outcomes if one.actual is not None])
        return _page(request, fresh, saved, refusals=refusals, asked="withdraw")
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
    asked: str = "submit",
    status: int = 200,
) -> HttpResponse:
    """The grid. `refusals`: what could not be submitted, withdrawn or proved, where somebody
    `asked` it."""
    rows = lines(
        shown.all_rows,
        results,
        around=shown.known.around,
        past=past_of_rows(shown.all_rows),
        today=timezone.localdate(),
        chosen=request.POST.getlist("submit"),
    )
    context = grid_context(shown) | {
        "sections": sections(rows, required=shown.required),
        "sources": sorted({one.cells.source for one in rows if one.cells.source}),
        "problems": problems(rows, refusals or {}),
        "unsaved": len(results.failed),
        "submitting": refusals is not None and asked != "withdraw",
        "attaching": asked == "attach",
        "withdrawing": asked == "withdraw",
        "today": timezone.localdate(),
    }
    status = 400 if context["problems"] else status
    return render(request, "actuals/entry.html", context, status=status)


def _say_saved(request: HttpRequest, results: Results) -> None:
    saved = len(results.by_key) - len(results.failed)
    if saved:
        messages.success(request, ngettext("已保存 %d 项。", "已保存 %d 项。", saved) % saved)
