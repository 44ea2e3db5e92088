"""One actual: what is published, what is being worked on, what may be done, and its history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.audit.middleware import downloads
from common.audit.rules import Event
from common.labels import label
from common.listing import page_of
from common.numbers import whole_number
from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.records.selectors.doors import NamedDoor, door_addresses
from common.records.views import evidence_download
from common.refusals import Invalid, Refused, Stale
from common.uploads import takes_files
from departments.forms.after_login import login_to_send_keeps_form
from departments.people import actor_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.selectors import actuals as select
from indicators.actuals.selectors import record
from indicators.actuals.selectors.actuals import PublishedView, SeenActual, WorkingView
from indicators.actuals.selectors.history import history, sent_back
from indicators.actuals.selectors.names import names_of
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.services.evidence import attach, detach
from indicators.actuals.services.writing import obstacles, write_one
from indicators.actuals.viewmodels.history import history_entries
from indicators.actuals.wording import attached_words
from indicators.assessments.selectors.record import verdicts
from indicators.plans.selectors.breaks import breaks_of
from indicators.plans.viewmodels.breaks import NamedBreak

SIZE = 100
# Saving is the grid's; these are decided on the page of the value.
DECISIONS = (
    Action.SUBMIT,
    Action.WITHDRAW,
    Action.APPROVE,
    Action.RETURN,
    Action.REOPEN,
    Action.RETRACT,
)
CONFIRM = "confirm"  # approves in spite of the warnings that the page asked about


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried on the page and refused; nothing that was typed is lost.

    Where it is stale, `current` is the value as it is now, and `before` the change that led to
    the version that was seen.
    """

    refusal: Refused | None = None
    action: str = ""
    reason: str = ""
    current: WorkingView | None = None
    before: WorkingChange | None = None

    @property
    def asked(self) -> str:
        """The codes of the warnings that an approval has to confirm, as the form names them."""
        faults = self.refusal.faults if self.refusal else []
        return " ".join(sorted({fault.code for fault in faults if fault.field == CONFIRM}))

    @property
    def faults(self) -> dict[str, str]:
        faults = self.refusal.faults if isinstance(self.refusal, Invalid) else []
        return {fault.field: fault.message for fault in faults}


def leads_to_other_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that names the region by another code of its series leads to the value."""

    @wraps(view)
    def wrapped(request: HttpRequest, key: str) -> HttpResponse:
        try:
            return view(request, key)
        except Http404:
            other = _under_another_code(request, key)
            if other is None or request.method == "POST":
                raise
        return redirect("actual", other)

    return wrapped


def _under_another_code(request: HttpRequest, key: str) -> ActualKey | None:
    """The key under which the reader sees the value that `key` would name, if there is one."""
    try:
        wanted = parse_key(key)
    except ValueError:
        return None
    return select.under_another_code(user=request.user, key=wanted)


def login_leads_to_actual(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`login_required` for what is sent from the page of a value and can't be carried through the
    log-in, as no page can put a file into a form: one goes on at the value. So does who opens
    such an address: a refused upload that was reloaded."""

    @wraps(view)
    def wrapped(request: HttpRequest, key: str, **at: int) -> HttpResponse:
        if request.method != "POST":
            return redirect("actual", key)
        if request.user.is_authenticated:
            return view(request, key, **at)
        return _log_in_for(request, key)

    return login_not_required(wrapped)


def _log_in_for(request: HttpRequest, key: str) -> HttpResponse:
    words = _("登录已过期，佐证材料没有变动。登录后请再操作一次；要上传的文件需重新选择。")
    messages.warning(request, words)
    return redirect_to_login(reverse("actual", args=[key]))


@login_to_send_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_other_code
def actual(request: HttpRequest, key: str) -> HttpResponse:
    seen = find_actual(request, key)
    if request.method != "POST":
        return _page(request, seen, Attempt())
    action, confirmed = _asked(request)
    user, reason = actor_of(request.user), request.POST.get("reason", "")
    change = Change(seen.key, action, _version(request), reason=reason, confirmed=confirmed)
    try:
        write_one(change=change, actor=user, now=timezone.now(), door=BY_PAGE)
    except Refused as refusal:
        return _refused(request, key, refusal, action.value, reason)
    messages.success(request, _("已%(action)s。") % {"action": label(action)})
    return redirect("actual", key)


def _asked(request: HttpRequest) -> tuple[Action, list[str]]:
    """What a button asks for, and the codes of the warnings that it confirms."""
    wanted = request.POST.get("do", "")
    if wanted == CONFIRM:
        return Action.APPROVE, request.POST.get("asked", "").split()
    action = next((one for one in DECISIONS if one.value == wanted), None)
    if action is None:
        raise BadRequest(_("不认识的操作。"))
    return action, []


def _may_attach(request: HttpRequest, key: str) -> HttpResponse | None:
    """The answer to who may not add a file to this value; nothing of the file is read for them."""
    if not request.user.is_authenticated:
        return _log_in_for(request, key)
    seen = find_actual(request, key)
    change = Change(seen.key, Action.ATTACH, seen.version)
    refusals = obstacles(changes=[change], actor=actor_of(request.user), now=timezone.now())
    refusal = refusals.get(seen.key)
    if refusal is None or isinstance(refusal, Stale):
        return None  # which version the form saw stands in it
    return _page(request, seen, Attempt(refusal, Action.ATTACH.value), status=409)


@takes_files(at_most=settings.EVIDENCE_FILE_SIZE, admit=_may_attach)
@require_http_methods(["GET", "HEAD", "POST"])
@login_leads_to_actual
def evidence_add(request: HttpRequest, key: str) -> HttpResponse:
    seen = find_actual(request, key)
    upload = request.FILES.get("file")
    if upload is None:
        messages.warning(request, _("请先选择文件。"))
        return redirect("actual", key)
    try:
        kept = attach(
            key=seen.key,
            upload=upload,
            seen_version=_version(request),
            actor=actor_of(request.user),
            now=timezone.now(),
            door=BY_PAGE,
        )
    except Refused as refusal:
        return _refused(request, key, refusal, Action.ATTACH.value)
    messages.success(request, attached_words(1, kept.name, sent_as=upload.name))
    return redirect("actual", key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_leads_to_actual
def evidence_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    if find_evidence(request, pk).record.key != key:
        raise Http404(_("没有这份佐证材料，或您无权查看。"))
    try:
        detach(
            evidence_id=pk,
            seen_version=_version(request),
            actor=actor_of(request.user),
            now=timezone.now(),
            door=BY_PAGE,
        )
    except Refused as refusal:
        return _refused(request, key, refusal, Action.DETACH.value)
    messages.success(request, _("已移除佐证材料；变更记录中仍可查到。"))
    return redirect("actual", key)


@login_required
@downloads(Event.EVIDENCE)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    return evidence_download(find_evidence(request, pk))


def find_actual(request: HttpRequest, key: str) -> SeenActual:
    """What the reader sees of the actual of an address; `Http404` with words where nothing."""
    try:
        return select.actual(user=request.user, key=parse_key(key))
    except (ValueError, Actual.DoesNotExist):
        raise Http404(_("没有“%s”的实际值，或尚未发布。") % key) from None


def find_evidence(request: HttpRequest, pk: int) -> Evidence:
    """A file whose value the reader may see in work; `Http404` with words for any other."""
    try:
        return record.evidence_file(user=request.user, pk=pk)
    except Evidence.DoesNotExist:
        raise Http404(_("没有这份佐证材料，或您无权查看。")) from None


def _page(
    request: HttpRequest, seen: SeenActual, attempt: Attempt, status: int = 200
) -> HttpResponse:
    actions = permitted(user=request.user, rows=[seen])[seen.pk]
    page = page_of(request, history(seen).reverse(), size=SIZE)
    changes = list(page.object_list)
    before = history(seen).filter(number__lt=changes[-1].number).last() if changes else None
    context: dict[str, object] = {
        "seen": seen,
        "name": names_of([seen])[seen.pk],
        "published": _published(seen),
        "withdrawn": seen.withdrawn,
        "breaks": [NamedBreak(one) for one in breaks_of(seen.indicator, seen.key.region)],
        "verdicts": verdicts(key=seen.key, last_over=timezone.localdate().year - 1),
        "decisions": [one for one in DECISIONS if one in actions],
        "needs_reason": SENDS_BACK.intersection(actions),
        "editable": Action.SAVE in actions,
        "history_entries": history_entries(
            changes,
            before=before,
            unit=seen.indicator.unit,
            doors=door_addresses(_doors(changes), request.user),
        ),
        "page_obj": page,
        "attempt": attempt,
    }
    if isinstance(seen, WorkingView):
        context |= _working(seen)
    return render(request, "assessments/actual.html", context, status=status)


def _doors(changes: Sequence[PublishedChange]) -> list[NamedDoor]:
    """Through what the changes came, for who may see that."""
    return [(one.door, one.door_name) for one in changes if isinstance(one, WorkingChange)]


def _published(seen: SeenActual) -> PublishedView | None:
    """What is published now; None where nothing is, or is no longer."""
    if isinstance(seen, WorkingView):
        return seen.published
    return None if seen.withdrawn else seen


def _working(seen: WorkingView) -> dict[str, object]:
    """What the page has beside that for who may read the working value."""
    return {
        "working": seen,
        "findings": record.findings([seen])[seen.pk],
        "sent_back": sent_back(seen) if seen.in_work else None,
        "evidence": record.evidence(seen),
    }


def _refused(
    request: HttpRequest, key: str, refusal: Refused, action: str, reason: str = ""
) -> HttpResponse:
    """The page again, with what was refused; where it is stale, with what was seen before."""
    seen = find_actual(request, key)
    attempt = Attempt(refusal, action, reason)
    if isinstance(refusal, Stale) and isinstance(seen, WorkingView):
        before = history(seen).filter(number=_version(request)).first()
        attempt = Attempt(refusal, action, reason, seen, before)
    return _page(request, seen, attempt, status=400 if isinstance(refusal, Invalid) else 409)


def _version(request: HttpRequest) -> int:
    """The version that the person looked at; 0, which no value has, where the form says none."""
    checked = whole_number(request.POST.get("checked", ""))
    return checked or whole_number(request.POST.get("seen", "")) or 0
