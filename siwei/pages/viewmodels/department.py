"""The page of a department: its answer in a sentence, and what of the work is open for it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.labels import label
from indicators.assessments.rules.statuses import Status
from tasks.rules.enums import WorkState
from tasks.rules.parts import ANSWERING
from tasks.rules.status import MilestoneStatus
from tasks.viewmodels.thread import MilestoneRow, milestone_rows

if TYPE_CHECKING:
    from departments.models import Department
    from siwei.pages.viewmodels.owed import OwedTask
    from tasks.models import Milestone, Statement, Task
    from tasks.selectors.department import Peer

# A milestone is due soon so long before its day.
SOON = timedelta(days=90)
_ANSWERING = {role.value for role in ANSWERING}


@dataclass(frozen=True, slots=True)
class WorkInShort:
    """How much a department has to do. `late` and `soon`: milestones of tasks for which it
    answers; `open` has them first, then those of `rows` that are neither. `unreportable` of those
    are past their day, and nobody could say so."""

    answers: int
    takes_part: int
    unassigned: int
    late: list[MilestoneRow]
    soon: list[MilestoneRow]
    unreportable: int
    rows: list[MilestoneRow]


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A department of the same kind in numbers. `states`: as far as the reader may see its
    reports, with how often each, in their order."""

    department: Department
    tasks: int
    states: list[tuple[WorkState, int]]
    met: int
    late: int
    demo: bool


def work_in_short(owed: Sequence[OwedTask], *, today: date) -> WorkInShort:
    """From the rows of `siwei.pages.viewmodels.owed`."""
    answering = {one.task.pk for one in owed if one.role in _ANSWERING}
    unassigned = {one.task.pk for one in owed if not one.role}
    every = {one.task.pk: one.task for one in owed}
    own = answering | unassigned
    rows = _by_day(every.values(), today)
    mine = [row for row in rows if row.milestone.task_id in own]
    return WorkInShort(
        answers=len(answering),
        takes_part=len(every) - len(own),
        unassigned=len(unassigned),
        late=[row for row in mine if row.status is MilestoneStatus.OVERDUE],
        soon=[row for row in mine if _is_soon(row, today)],
        unreportable=sum(row.status is MilestoneStatus.UNREPORTABLE for row in mine),
        rows=rows,
    )


def _by_day(tasks: Iterable[Task], today: date) -> list[MilestoneRow]:
    """The milestones of the tasks by their day, as it was extended; those without one last."""
    found: Iterable[Milestone] = chain.from_iterable(task.milestones.all() for task in tasks)
    return sorted(milestone_rows(found, today=today), key=lambda row: _day(row) or date.max)


def _day(row: MilestoneRow) -> date | None:
    return row.extended_to or row.milestone.due_on


def _is_soon(row: MilestoneRow, today: date) -> bool:
    day = _day(row)
    return row.status is MilestoneStatus.UPCOMING and day is not None and day <= today + SOON


def department_sentence(
    work: WorkInShort, *, promises: int, verdicts: Counter[Status], year: int
) -> str:
    """What the department has to do, and how that stands."""
    parts = [
        _named(work.answers, _answers),
        _named(work.takes_part, _takes_part),
        _named(work.unassigned, _unassigned),
        _named(len(work.late), _late),
        _named(len(work.soon), _soon),
    ]
    told = capfirst(_("，").join(part for part in parts if part)) or _("规划没有给它分派任务")
    if not promises:
        return _("%s。") % told
    return _("%(work)s。%(promises)s") % {
        "work": told,
        "promises": _promised(promises, verdicts, year),
    }


def _promised(promises: int, verdicts: Counter[Status], year: int) -> str:
    counts = _("、").join(
        _("%(number)d 项%(status)s") % {"number": verdicts[status], "status": label(status)}
        for status in Status
        if verdicts[status]
    )
    return ngettext(
        "它负责或参与的 %(number)d 项指标，%(year)d 年%(counts)s。",
        "它负责或参与的 %(number)d 项指标，%(year)d 年%(counts)s。",
        promises,
    ) % {"number": promises, "year": year, "counts": counts}


def _named(number: int, words: Callable[[int], str]) -> str:
    return words(number) % number if number else ""


def _answers(number: int) -> str:
    return ngettext("负责 %d 项任务", "负责 %d 项任务", number)


def _takes_part(number: int) -> str:
    return ngettext("参与 %d 项任务", "参与 %d 项任务", number)


def _unassigned(number: int) -> str:
    return ngettext(
        "%d 项任务规划没有写明部门，由它报告",
        "%d 项任务规划没有写明部门，由它报告",
        number,
    )


def _late(number: int) -> str:
    return ngettext("%d 个节点已到期而未完成", "%d 个节点已到期而未完成", number)


def _soon(number: int) -> str:
    return ngettext("%d 个节点在 90 天内到期", "%d 个节点在 90 天内到期", number)


def peer_rows(peers: Sequence[Peer]) -> list[PeerRow]:
    return [
        PeerRow(
            department=one.department,
            tasks=one.tasks,
            states=[(state, one.states[state]) for state in WorkState if one.states.get(state)],
            met=one.milestones.get(MilestoneStatus.MET, 0),
            late=one.milestones.get(MilestoneStatus.OVERDUE, 0),
            demo=one.demo,
        )
        for one in peers
    ]


def has_invented(
    owed: Sequence[OwedTask], said: Iterable[Statement], peers: Iterable[PeerRow]
) -> bool:
    """Whether any of what the page shows was invented for a demonstration."""
    reported = (one for row in owed for one in row.task.last_reports)  # type: ignore[attr-defined]
    return any(one.demo for one in chain(said, reported, peers))
