"""One uploaded file: what its rows would write, and what is done with them."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.listing import BadFilterError, Wrong, page_of
from common.refusals import Invalid, NotThere, Refused
from departments.forms.after_login import login_keeps_form
from departments.models import Region
from departments.people import actor_of
from siwei.exchange.forms.committing import (
    BLOCKED,
    LEAVE_OUT,
    UNEXPLAINED,
    explanations,
    leaves_out,
)
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules import signs
from siwei.exchange.rules.enums import BatchState, RowKind
from siwei.exchange.rules.kept import asked_why, grids_of, kinds_in, rows_at
from siwei.exchange.rules.rows import unread_sheets
from siwei.exchange.selectors.batches import batch_of
from siwei.exchange.selectors.named import named_rows, stands_beside_demo
from siwei.exchange.services.committing import commit, discard
from siwei.exchange.services.errors import RowsRefused
from siwei.exchange.services.explaining import explain
from siwei.exchange.services.taking_back import take_back
from siwei.exchange.viewmodels.preview import counts_of, kind_counts, listed, preview_rows
from siwei.exchange.viewmodels.troubles import MOST, SIZE, troubles
from siwei.exchange.viewmodels.written import latest, written

Decide = Callable[[HttpRequest, ImportBatch], HttpResponse]


def find_batch(request: HttpRequest, pk: int) -> ImportBatch:
    """A batch that this person may see; `Http404` with words for any other."""
    try:
        return batch_of(pk, request.user)
    except NotThere as refusal:
        raise Http404(refusal.message) from None


@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def import_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, and later what became of it. A form keeps what was typed, and goes where its
    address says: to another page, or to the rows of a kind."""
    batch = find_batch(request, pk)
    if request.method != "POST":
        return _page(request, batch)
    try:
        _keep_typed(request, batch)
    except RowsRefused as refusal:
        return _page(request, find_batch(request, pk), refusal, status=400)
    return redirect(request.get_full_path())


def decides(view: Decide) -> Callable[..., HttpResponseBase]:
    """A form of the page of a batch, which is sent once: who opens its address is led to the
    page; where it is refused, the page says why, and has what was typed."""

    @login_keeps_form
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return redirect("import_batch", pk)
        batch = find_batch(request, pk)
        try:
            return view(request, batch)
        except Refused as refusal:
            status = 400 if isinstance(refusal, Invalid) else 409
            return _page(request, find_batch(request, pk), refusal, status=status)

    return wrapped


@decides
def import_commit(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    _keep_typed(request, batch)
    asked = asked_why(batch.rows)
    done = commit(
        batch=batch,
        explanations={place: why for place, why in asked.items() if why},
        left_out=_left_out(request, batch, asked),
        actor=actor_of(request.user),
        now=timezone.now(),
    )
    number = len(done.result)
    words = ngettext("已导入 %d 个数值。", "已导入 %d 个数值。", number)
    messages.success(request, words % number)
    return redirect("import_batch", batch.pk)


@decides
def import_discard(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    discard(batch=batch, actor=actor_of(request.user))
    messages.success(request, _("已放弃“%s”的导入，没有写入任何数值。") % batch.name)
    return redirect("import_home")


@decides
def import_take_back(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    done = take_back(batch=batch, actor=actor_of(request.user), now=timezone.now())
    number = len(done.result)
    words = ngettext(
        "已撤销：%d 个数值恢复到导入之前。", "已撤销：%d 个数值恢复到导入之前。", number
    )
    messages.success(request, words % number)
    return redirect("import_batch", batch.pk)


def asked_kind(request: HttpRequest) -> RowKind | None:
    """Which rows the address asks for; None for all. Raises `BadFilterError`."""
    asked = request.GET.get("kind", "")
    try:
        return RowKind(asked) if asked else None
    except ValueError:
        raise BadFilterError([Wrong("kind", _("结果"), _("没有“%s”。") % asked)]) from None


def _keep_typed(request: HttpRequest, batch: ImportBatch) -> None:
    """Raises `RowsRefused` where some of what was typed can't be kept; the rest is."""
    typed = explanations(request.POST, asked_why(batch.rows))
    if wrong := explain(batch=batch, explanations=typed, actor=actor_of(request.user)):
        raise RowsRefused(_("有的解释没有保存，没有写入任何数值。"), wrong)


def _left_out(request: HttpRequest, batch: ImportBatch, asked: Mapping[int, str]) -> set[int]:
    """The places of the rows that the person says are left out; `asked`: what they explain."""
    found: set[int] = set()
    if leaves_out(request.POST, BLOCKED):
        kinds = enumerate(kinds_in(batch.rows))
        found |= {place for place, kind in kinds if kind in signs.BLOCKED}
    if leaves_out(request.POST, UNEXPLAINED):
        found |= {place for place, why in asked.items() if not why}
    return found


def _page(
    request: HttpRequest,
    batch: ImportBatch,
    refusal: Refused | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    kind, kinds = asked_kind(request), kinds_in(batch.rows)
    page = page_of(request, listed(kinds, kind), size=SIZE)
    placed = rows_at(batch.rows, list(page.object_list))
    counts, decider = counts_of(kinds), batch.by_id == actor_of(request.user).pk
    is_previewed = batch.state == BatchState.PREVIEWED
    is_open = decider and is_previewed
    named = named_rows(row for _place, row in placed)
    query, grids = request.GET.urlencode(), grids_of(batch.result)
    context = {
        "batch": batch,
        "counts": counts,
        "kind": kind,
        "kinds": kind_counts(counts, kind),
        "rows": preview_rows(placed, named, written=None if is_previewed else batch.result),
        "page_obj": page,
        "query": f"?{query}" if query else "",
        "decides": decider,
        "types": is_open and any(row.kind is RowKind.WARNING for _place, row in placed),
        "unread": unread_sheets(batch.rows),
        "demo": stands_beside_demo(row for _place, row in placed),
        "written": written(grids, Region.objects.in_bulk({code for code, _year in latest(grids)})),
        "leave_out": request.POST.getlist(LEAVE_OUT),
        **_refused(batch, refusal, {place for place, _row in placed}),
    }
    return render(request, "exchange/batch.html", context, status=status)


def _refused(
    batch: ImportBatch, refusal: Refused | None, here: Collection[int]
) -> dict[str, object]:
    """Why it was refused, and the rows that stand in the way; `here` are the rows of the page."""
    if refusal is None:
        return {}
    words = refusal.rows if isinstance(refusal, RowsRefused) else {}
    rows = rows_at(batch.rows, sorted(words)[:MOST])
    named = named_rows(row for _place, row in rows)
    path = reverse("import_batch", args=[batch.pk])
    return {
        "refusal": refusal.message,
        "troubles": troubles(rows, words, kinds_in(batch.rows), named, path, here),
        "more": max(0, len(words) - MOST),
    }
