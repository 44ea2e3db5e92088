"""Says something about a task: one form for reports, questions, urgings and decisions."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.audit.middleware import downloads
from common.audit.rules import Event
from common.numbers import ID_DIGITS, whole_number
from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.records.views import evidence_download
from common.refusals import Invalid, Refused
from common.uploads import takes_files, without_files
from departments.forms.after_login import login_keeps_form
from departments.people import actor_of
from tasks.forms import SayChoices, SayForm
from tasks.models import Statement, Task
from tasks.rules.enums import REPLIES_TO, StatementKind
from tasks.selectors.saying import offered_to, speakable_departments
from tasks.selectors.statements import evidence_file, statements
from tasks.services.saying import say
from tasks.viewmodels.thread import ANCHOR, departments_as_options, part_options
from tasks.views.tasks import find_task
from tasks.wording import not_allowed_message, said_words

MOST_BYTES = settings.EVIDENCE_VALUE_SIZE


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: which kind of statement, on what, in reply to what."""

    task: Task
    kind: StatementKind
    about: Statement | None
    part: str


def _may_send(request: HttpRequest, plan: str, key: str) -> HttpResponse | None:
    """Nothing is read of the files of somebody who may not say it."""
    if request.user.is_authenticated:
        request.asked = _asked(request, plan, key)  # type: ignore[attr-defined]
        return None
    if without_files(request):
        return None
    messages.warning(request, _("登录已过期，刚才写的没有保存。登录后请再写一次。"))
    return redirect_to_login(request.get_full_path())


@takes_files(at_most=MOST_BYTES, admit=_may_send)
@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def say_page(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    asked: Asked = getattr(request, "asked", None) or _asked(request, plan, key)
    if request.method != "POST":
        return _page(request, asked, _form(request, asked))
    form = _form(request, asked)
    if _came_through_log_in(request, form):
        messages.warning(request, _("登录后请核对再发；文件没有保留，需重新选择。"))
        return _page(request, asked, form)
    if not form.is_valid():
        return _page(request, asked, form, status=400)
    about = asked.about.pk if asked.about else None
    try:
        row = say(
            draft=form.draft(plan=plan, task=key, about=about),
            actor=actor_of(request.user),
            now=timezone.now(),
            door=BY_PAGE,
            files=form.uploads,
        )
    except Refused as refusal:
        form.refuse(refusal)
        status = 400 if isinstance(refusal, Invalid) else 409
        return _page(request, asked, form, status=status)
    messages.success(request, said_words(asked.kind))
    return redirect(f"{reverse('task', args=[plan, key])}#{ANCHOR}{row.pk}")


@login_required
@downloads(Event.EVIDENCE)
def task_evidence(request: HttpRequest, pk: int) -> FileResponse:
    try:
        return evidence_download(evidence_file(request.user, pk))
    except Evidence.DoesNotExist:
        raise Http404(_("没有这份佐证材料，或您无权查看。")) from None


def _asked(request: HttpRequest, plan: str, key: str) -> Asked:
    """What the address asks for. Raises `Http404` or `PermissionDenied` with words."""
    task = find_task(request, plan, key)
    try:
        kind = StatementKind(request.GET.get("kind", ""))
    except ValueError:
        raise Http404(_("请从任务页面选择要做什么。")) from None
    number = whole_number(request.GET.get("about", ""), digits=ID_DIGITS)
    about = statements(request.user).filter(task=task, pk=number).first() if number else None
    if about is None and (number or kind in REPLIES_TO):
        raise Http404(_("没有要回应的那一条，或您无权查看。"))
    if kind is StatementKind.EXTENSION and not part_options(task, kind):
        raise Http404(_("这项任务没有写明日期的时限节点，不必申请延期。"))
    if not offered_to(request.user, task, kind, about):
        raise PermissionDenied(not_allowed_message(kind, own=False))
    return Asked(task, kind, about, request.GET.get("part", ""))


def _came_through_log_in(request: HttpRequest, form: SayForm) -> bool:
    """Whether the form was carried through the log-in, which carries no files: what it says would
    be stored for good without its evidence."""
    return "file" in form.fields and request.content_type != "multipart/form-data"


def _form(request: HttpRequest, asked: Asked) -> SayForm:
    departments = speakable_departments(request.user, asked.task, asked.kind, asked.about)
    choices = SayChoices(
        departments=departments_as_options(departments),
        parts=part_options(asked.task, asked.kind),
    )
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    return SayForm(data, files, kind=asked.kind, choices=choices, initial={"part": asked.part})


def _page(request: HttpRequest, asked: Asked, form: SayForm, status: int = 200) -> HttpResponse:
    context = {"task": asked.task, "kind": asked.kind, "about": asked.about, "form": form}
    return render(request, "tasks/say.html", context, status=status)
