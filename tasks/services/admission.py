"""Says who may say what about which task now, and refuses everybody else."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from common.refusals import Fault, Invalid, NotAllowed, NotThere, WrongState
from common.texts import text_fault
from departments.models import Department
from departments.people import person_of
from departments.rules.permissions import READ, Person, Subject, may
from departments.selectors import is_machine, reviewing_organ
from departments.services.keys import check_key_scope
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import Item, Milestone, Statement, Task
from tasks.rules.enums import DECISIONS, OF_DEPARTMENTS, REPLIES_TO, StatementKind, WorkState
from tasks.rules.offers import concerned, replies
from tasks.rules.parts import ANSWERING, Work, oversees, speaking_for, speaks_for
from tasks.rules.statements import Draft, faults
from tasks.rules.status import Standing
from tasks.selectors.saying import replied_to
from tasks.selectors.standing import DECISIVE, with_status
from tasks.selectors.work import work_of
from tasks.wording import fault_message, field_name, not_allowed_message


@dataclass(frozen=True, slots=True)
class Admitted:
    """A draft that may be said, with the rows that it is about."""

    task: Task
    item: Item | None
    milestone: Milestone | None
    department: Department
    role: DepartmentRole | None
    about: Statement | None
    organ: str
    on_behalf: bool


def admit(draft: Draft, *, actor: User, today: date, files: int, lock: bool) -> Admitted:
    """What `draft` is about, if `actor` may say it at all; whether it follows on what was said
    before is looked at by `check_follows`.

    `lock`: within a transaction, the task's row until its end, so that what is looked at stays so.
    Raises `NotThere`, `NotAllowed` or `Invalid`, in this order.
    """
    task = _task(draft, lock=lock)
    person, work = person_of(actor), work_of([task])[task.pk]
    if not may(person, READ, Subject(work.ancestors)):
        raise NotAllowed(not_allowed_message(draft.kind, own=False))
    check_key_scope(person, work.ancestors)
    about = _about(draft, task)
    item, milestone = _part(draft, task, about, today)
    department = _department(draft, person, work, item, about)
    _check_right(draft.kind, actor, work, department, about)
    _check_said(draft, files)
    return Admitted(
        task=task,
        item=item,
        milestone=milestone,
        department=Department.objects.select_related("region").get(pk=department),
        role=work.role(department, item.number if item else None),
        about=about,
        organ="" if draft.kind in OF_DEPARTMENTS else _organ(actor, person, work),
        on_behalf=draft.kind in OF_DEPARTMENTS and not speaks_for(person, work, department),
    )


def _task(draft: Draft, *, lock: bool) -> Task:
    rows = Task.objects.filter(plan__slug=draft.plan, key=draft.task)
    if lock:
        rows = rows.select_for_update(of=("self",))
    task = rows.select_related("plan__region").prefetch_related("assignments__items").first()
    if task is None:
        raise NotThere(_("没有这项任务：%s") % f"{draft.plan}/{draft.task}")
    return task


def _about(draft: Draft, task: Task) -> Statement | None:
    if draft.about is None:
        if draft.kind in REPLIES_TO:
            raise _invalid("about", "required")
        return None
    if draft.kind not in REPLIES_TO and draft.kind is not StatementKind.QUESTION:
        raise _invalid("about", "no_reply")
    rows = Statement.objects.select_related("record", "item", "milestone")
    about = rows.filter(pk=draft.about, task=task).first()
    if about is None:
        raise _invalid("about", "unknown")
    wanted = REPLIES_TO.get(draft.kind, OF_DEPARTMENTS)
    if StatementKind(about.kind) not in wanted:
        raise _invalid("about", "wrong_kind")
    return about


def _part(
    draft: Draft, task: Task, about: Statement | None, today: date
) -> tuple[Item | None, Milestone | None]:
    """The item or the milestone: those of what it replies to, else of the draft."""
    item: Item | None = None
    milestone: Milestone | None = None
    if draft.item is not None:
        item = task.items.filter(number=draft.item).first()
        if item is None:
            raise _invalid("item", "unknown")
    if draft.milestone is not None:
        milestone = task.milestones.filter(number=draft.milestone).first()
        if milestone is None:
            raise _invalid("milestone", "unknown")
    if about is not None:
        _check_same("item", item, about.item)
        _check_same("milestone", milestone, about.milestone)
        item, milestone = about.item, about.milestone
    if milestone is not None:
        milestone = with_status(Milestone.objects.filter(pk=milestone.pk), today=today).get()
    return item, milestone


def _check_same(field: str, given: Item | Milestone | None, of_about: object) -> None:
    """Raises `Invalid` where a reply names another part of the task than what it replies to: it
    would be on something that nobody has said anything about."""
    if given is not None and given != of_about:
        raise _invalid(field, "not_of_about")


def _department(
    draft: Draft, person: Person, work: Work, item: Item | None, about: Statement | None
) -> int:
    """Whose report it is, or whom it is said to."""
    if about is not None:
        if draft.department not in (None, about.department_id):
            raise _invalid("department", "not_of_about")
        return about.department_id
    involved = work.involved(item.number if item else None)
    if draft.department is not None:
        if draft.department not in involved:
            raise _invalid("department", "unknown")
        return draft.department
    is_own = draft.kind in OF_DEPARTMENTS
    able = speaking_for(person, work, involved) if is_own else involved
    own = [one for one in able if speaks_for(person, work, one)]
    if is_own and len(own) == 1:
        return own[0]
    if len(able) == 1:
        return able[0]
    if not able:
        raise NotAllowed(not_allowed_message(draft.kind, own=False))
    raise _invalid("department", "required")


def _check_right(
    kind: StatementKind, actor: User, work: Work, department: int, about: Statement | None
) -> None:
    """Raises `NotAllowed` for what no page offers to `actor`."""
    person = person_of(actor)
    if kind in DECISIONS and is_machine(actor):
        raise NotAllowed(_("程序账号不能作出决定"))
    if about is None:
        allowed = department in concerned(person, work, kind)
    else:
        # Whether it still waits `check_follows` looks at.
        allowed = kind in replies(person, work, replied_to(about))
    if allowed:
        return
    own = kind in DECISIONS and oversees(person, work) and _is_own(about, person, work)
    raise NotAllowed(not_allowed_message(kind, own=own), code="own_work" if own else "")


def _is_own(about: Statement | None, person: Person, work: Work) -> bool:
    """Whether `person`, or somebody of their department, said it."""
    return about is not None and (
        about.by_id == person.id or speaks_for(person, work, about.department_id)
    )


def _check_said(draft: Draft, files: int) -> None:
    """Raises `Invalid` with all that is wrong with the draft in itself."""
    found = [
        Fault(field, code, fault_message(field, code)) for field, code in faults(draft, files=files)
    ]
    for field in ("text", "next_step"):
        if fault := text_fault(getattr(draft, field), name=field_name(field)):
            found.append(Fault(field, *fault))
    if found:
        raise Invalid(found[0].message, found)


def check_follows(draft: Draft, admitted: Admitted, *, today: date) -> None:
    """Raises `Invalid` or `WrongState` for what doesn't follow on what was said before."""
    about = admitted.about
    if draft.kind is StatementKind.EXTENSION:
        assert admitted.milestone is not None and draft.until is not None, "it was checked"
        _check_extension(draft.until, admitted.milestone, today)
    elif about is not None and draft.kind in (
        StatementKind.CONFIRMATION,
        StatementKind.REJECTION,
    ):
        _check_decision_on_report(about)
    elif about is not None and draft.kind in DECISIONS:
        _check_undecided(about)
        if draft.kind is StatementKind.GRANT:
            _check_still_later(about, admitted.milestone, today)


def _check_undecided(about: Statement) -> None:
    if Statement.objects.filter(about=about, kind__in=DECISIONS).exists():
        raise WrongState(_("这项延期申请已有决定"), code="decided_already")


def _check_still_later(about: Statement, milestone: Milestone | None, today: date) -> None:
    """What was asked for may have been overtaken: by another extension, a confirmation, the day."""
    assert milestone is not None and about.until is not None, "it was checked"
    try:
        _check_extension(about.until, milestone, today)
    except Invalid as no:
        words = _("不能再同意这项申请：%s") % no.message
        raise WrongState(words, code=no.faults[0].code) from no


def _check_extension(until: date, milestone: Milestone, today: date) -> None:
    due: date | None = milestone.due  # type: ignore[attr-defined]
    if due is None:
        raise _invalid("milestone", "undated")
    if milestone.standing == Standing.MET:  # type: ignore[attr-defined]
        raise WrongState(_("这个节点已确认完成，不必申请延期"), code="met_already")
    if until <= due:
        raise _invalid("until", "not_later")
    if until <= today:
        raise _invalid("until", "not_to_come")


def _check_decision_on_report(about: Statement) -> None:
    """A report is decided on as long as nothing else was said after it on whether it is met."""
    answers = about.role in {"", *(role.value for role in ANSWERING)}
    if about.milestone is None or about.state != WorkState.DONE or not answers:
        raise _invalid("about", "not_decisive")
    later = Statement.objects.filter(
        DECISIVE, milestone=about.milestone, department=about.department_id, pk__gt=about.pk
    )
    if later.exists():
        words = _("其后已有新的报告或决定，请看过再定")
        raise WrongState(words, code="decided_already")


def _organ(actor: User, person: Person, work: Work) -> str:
    """In whose name somebody who oversees the work speaks: the reviewing organ, or the bureau."""
    if organ := reviewing_organ(actor, work.ancestors):
        return organ
    bureaus = [
        grant.department
        for grant in person.grants
        if grant.covers_every_indicator
        and grant.region in work.ancestors
        and grant.department is not None
    ]
    department = Department.objects.select_related("region").filter(pk__in=bureaus).first()
    return "" if department is None else department.full_name


def _invalid(field: str, code: str) -> Invalid:
    message = fault_message(field, code)
    return Invalid(message, [Fault(field, code, message)])
