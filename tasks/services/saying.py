"""The one way to say something about the work: page, API and demonstration call it."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.records.models import Evidence, Record
from common.records.rules.chain import Content
from common.records.rules.doors import Door
from common.records.rules.files import FileFault, NotAccepted, room
from common.records.services.files import (
    StoredFile,
    accepted,
    keep,
    quota,
    stored,
)
from common.records.services.history import HistoryStep, append, lock
from common.refusals import Fault, Invalid
from common.signs import tidy
from tasks.models import Statement, Task
from tasks.rules.enums import StatementKind
from tasks.rules.history import KIND, SAY, key_of
from tasks.rules.statements import Draft
from tasks.services.admission import Admitted, admit, check_follows
from tasks.services.content import content_of
from tasks.signals import said
from tasks.wording import room_message

REPEATED_WITHIN = timedelta(hours=1)


def say(
    *,
    draft: Draft,
    actor: User,
    now: datetime,
    door: Door,
    files: Sequence["UploadedFile[bytes]"] = (),
    demo: bool = False,
) -> Statement:
    """Say what `draft` says, with `files` as its evidence; returns the statement.

    What the same person said last on the same task within the hour isn't said twice: a form that
    was sent again returns the statement that is there. Raises `NotThere`, `NotAllowed`, `Invalid`
    or `WrongState`; then nothing is stored. No transaction stands around this one: nobody waits
    while files are looked at, and they go again if nothing is committed.
    """
    today = timezone.localdate(now)
    if files:
        # Who may not say it isn't told what is wrong with a file.
        admit(draft, actor=actor, today=today, files=len(files), lock=False)
    checked = [accepted(one) for one in files]
    try:
        with ExitStack() as kept:
            paths = [kept.enter_context(stored(one, now=now)) for one in checked]
            return _say(draft, paths, actor, now, door, demo=demo)
    except _SaidAlready as already:
        return already.statement


class _SaidAlready(Exception):
    """The last word on the task is the same, by the same person; its files are there, too."""

    def __init__(self, statement: Statement) -> None:
        super().__init__()
        self.statement = statement


@transaction.atomic
def _say(
    draft: Draft, files: list[StoredFile], actor: User, now: datetime, door: Door, *, demo: bool
) -> Statement:
    today = timezone.localdate(now)
    admitted = admit(draft, actor=actor, today=today, files=len(files), lock=True)
    row = _row(draft, admitted, actor, now, demo=demo)
    content = content_of(row, files=[one.described for one in files])
    _refuse_repetition(row, content)
    check_follows(draft, admitted, today=today)
    _check_room(files, admitted.task)
    row.record = _new_record(admitted.task)
    row.save(force_insert=True)
    append([HistoryStep(row.record, SAY, now, actor, door, before=None, after=content)])
    for one in files:
        keep(file=one, records=[row.record], actor=actor, now=now)
    transaction.on_commit(lambda: _tell(row.pk))
    return row


def _tell(statement: int) -> None:
    said.send_robust(sender=Statement, statement=statement)


def _row(draft: Draft, admitted: Admitted, actor: User, now: datetime, *, demo: bool) -> Statement:
    about = admitted.about
    granted = about is not None and draft.kind is StatementKind.GRANT
    return Statement(
        task=admitted.task,
        item=admitted.item,
        milestone=admitted.milestone,
        department=admitted.department,
        role=admitted.role.value if admitted.role else "",
        kind=draft.kind.value,
        state=draft.state.value if draft.state else "",
        percent=draft.percent,
        text=tidy(draft.text),
        next_step=tidy(draft.next_step),
        until=about.until if granted and about else draft.until,
        about=about,
        by=actor,
        organ=admitted.organ,
        on_behalf=admitted.on_behalf,
        at=now,
        # A reply to what was invented goes with it.
        demo=demo or (about is not None and about.demo),
    )


def _refuse_repetition(row: Statement, content: Content) -> None:
    """Raises `_SaidAlready`. The task is locked: its last statement stays so.

    The same words an hour later are meant: nothing has changed since, or somebody is urged again.
    """
    related = ("record", "task__plan", "item", "milestone", "about__record")
    last = Statement.objects.select_related(*related).filter(task=row.task).order_by("-pk").first()
    if last is None or last.by_id != row.by_id or row.at - last.at > REPEATED_WITHIN:
        return
    files = [one.described for one in last.record.evidence.all()]
    if content_of(last, files=files) == content:
        raise _SaidAlready(last)


def _new_record(task: Task) -> Record:
    """The record of the next statement on a locked task. Records are never deleted, so that their
    number is that of the last one."""
    prefix = key_of(task.plan.slug, task.key, "")
    number = Record.objects.filter(kind=KIND, key__startswith=prefix).count() + 1
    key = key_of(task.plan.slug, task.key, number)
    return lock(KIND, [key], create=[key])[key]


def _check_room(files: Sequence[StoredFile], task: Task) -> None:
    """Raises `Invalid` where evidence would exceed the quota of a statement, or of all that is
    kept of the plan."""
    if not files:
        return
    of_plan = Evidence.objects.filter(record__statement__task__plan=task.plan_id)
    total = of_plan.aggregate(total=Sum("size"))["total"] or 0
    seen: list[StoredFile] = []
    for one in files:
        size = sum(other.size for other in seen)
        try:
            if any(other.sha256 == one.sha256 for other in seen):
                raise NotAccepted(FileFault.ATTACHED_ALREADY)
            room(quota(), size=one.size, of_value=size, files=len(seen), of_year=total + size)
        except NotAccepted as no:
            message = room_message(no.fault, no.numbers)
            raise Invalid(message, [Fault("file", no.fault.value, message)]) from no
        seen.append(one)
