"""Refuses to take away what somebody has said something about: loading never loses a statement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.models import Department
from siwei.loading.check import CheckedPlan
from siwei.loading.problems import FileProblem, FixtureError, shortened
from siwei.loading.same_work import ALIKE, likeness
from siwei.loading.schema import TaskEntry
from tasks.models import Item, Milestone, Statement, Task

# The tasks of the file by their key, each with its place in it.
_Entries: TypeAlias = dict[str, tuple[int, TaskEntry]]
M = TypeVar("M", Item, Milestone)


def refuse_to_lose_statements(checked: CheckedPlan, numbers: Mapping[str, Sequence[int]]) -> None:
    """Raises `FixtureError` where the file has no longer, or says otherwise altogether, a task,
    item or milestone about which something was said.

    Asked before anything of the work is stored. `numbers`: those that the milestones of each task
    of the file will have. Three queries where nothing is lost.
    """
    entries = {entry.key: (i, entry) for i, entry in enumerate(checked.file.tasks)}
    found = [
        *_lost_tasks(checked, entries),
        *_lost_items(checked, entries),
        *_lost_milestones(checked, entries, numbers),
    ]
    if found:
        raise FixtureError(found)


def refuse_to_lose_department(checked: CheckedPlan, department: Department) -> None:
    """Raises `FixtureError` where something was said by the department, or to it."""
    if said := _said(Q(department=department)):
        words = _(
            "文件里不再有部门“%(name)s”，但它已有%(said)s；"
            "如已改名，请在新的部门下写 formerly，否则请把它放回文件"
        ) % {"name": department.name, "said": said}
        raise FixtureError([checked.source.problem(("departments",), words)])


def _lost_tasks(checked: CheckedPlan, entries: _Entries) -> Iterator[FileProblem]:
    gone = Task.objects.filter(_said_of(checked, "plan")).exclude(key__in=entries).distinct()
    for task in gone:
        words = _(
            "文件里不再有任务“%(task)s”，但它已有%(said)s；请把它放回文件，键（key）也不能改"
        ) % {"task": f"{task.key} {task.title}", "said": _said(Q(task=task))}
        yield checked.source.problem(("tasks",), words)


def _lost_items(checked: CheckedPlan, entries: _Entries) -> Iterator[FileProblem]:
    """Items go by the number that the paper prints. Where one says something else now, another one
    was put before it or in its place, and what was said on it would be on that one."""
    for item in _with_task(Item.objects.filter(_said_of(checked, "task__plan"))):
        if item.task.key not in entries:
            continue  # The whole task is a problem.
        i, entry = entries[item.task.key]
        there = next((one for one in entry.items if one.number == item.number), None)
        if there is not None and likeness(there.text, item.text) >= ALIKE:
            continue
        words = _(
            "任务“%(task)s”的具体任务“%(item)s”不见了，或者换了序号，但它已有%(said)s；"
            "请把它放回原来的序号，文字只作订正"
        ) % {
            "task": f"{entry.key} {entry.title}",
            "item": shortened(item),
            "said": _said(Q(item=item)),
        }
        yield checked.source.problem(("tasks", i, "items"), words)


def _lost_milestones(
    checked: CheckedPlan, entries: _Entries, numbers: Mapping[str, Sequence[int]]
) -> Iterator[FileProblem]:
    for milestone in _with_task(Milestone.objects.filter(_said_of(checked, "task__plan"))):
        key = milestone.task.key
        if key not in entries or milestone.number in numbers[key]:
            continue
        i, entry = entries[key]
        words = _(
            "任务“%(task)s”里不再有时限节点“%(milestone)s”，但它已有%(said)s；"
            "请把它放回这项任务，文字只作订正"
        ) % {
            "task": f"{entry.key} {entry.title}",
            "milestone": shortened(milestone),
            "said": _said(Q(milestone=milestone)),
        }
        yield checked.source.problem(("tasks", i, "milestones"), words)


def _said_of(checked: CheckedPlan, plan: str) -> Q:
    return Q(**{f"{plan}__slug": checked.file.plan.slug, "statements__isnull": False})


def _with_task(rows: QuerySet[M]) -> QuerySet[M]:
    return rows.select_related("task").distinct()


def _said(which: Q) -> str:
    """How much was said, and when last; empty where nothing was."""
    found = Statement.objects.filter(which).aggregate(
        number=Count("pk"), last=Max("at"), invented=Count("pk", filter=Q(demo=True))
    )
    if not found["number"]:
        return ""
    day = timezone.localdate(found["last"]).isoformat()
    words = ngettext(
        "%(number)d 条工作记录（最后一条在 %(day)s）",
        "%(number)d 条工作记录（最后一条在 %(day)s）",
        found["number"],
    ) % {"number": found["number"], "day": day}
    if found["invented"] == found["number"]:
        words += _("，都是演示数据，可用 manage.py demo --remove 移除")
    return words
