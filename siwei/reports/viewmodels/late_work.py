"""How far the work is: milestones by status, those of the year, and those that are late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from common.labels import label
from siwei.reports.rules.blocks import Align, Line, Table, TableColumn
from siwei.reports.viewmodels.missing import NOBODY
from siwei.reports.viewmodels.sentences import day, short_day, shortened
from tasks import wording  # noqa: F401  registers what milestones are called
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import MilestoneStatus
from tasks.viewmodels.thread import MilestoneRow, late_work

if TYPE_CHECKING:
    from datetime import date

    from siwei.reports.selectors.work import Work
    from tasks.models import Milestone, Statement
    from tasks.selectors.late import LateMilestone


class LateWords(TypedDict):
    """One milestone that is late."""

    region: str
    text: str
    task: str
    due: str
    days: int
    departments: str
    said: str


def work_sentence(work: Work, *, today: date) -> str:
    """How many tasks and milestones there are, and how these stand."""
    total = sum(work.milestones.values())
    if not total:
        return f"规划列出主要任务{work.tasks}项，没有写明时限节点。"
    counts = "；".join(
        f"{label(one)}{work.milestones[one]}个"
        for one in MilestoneStatus
        if work.milestones.get(one)
    )
    return f"规划列出主要任务{work.tasks}项、时限节点{total}个。截至{day(today)}：{counts}。"


def due_table(caption: str, due: Sequence[Milestone]) -> Table:
    """The milestones that fall due in the year, and how they stand."""
    columns = [
        TableColumn("主要任务", 46),
        TableColumn("时限节点", 56),
        TableColumn("到期日", 26, Align.CENTER),
        TableColumn("进展", 28, Align.CENTER),
    ]
    return Table(
        caption,
        columns,
        [[one.task.numbered_title, one.text, _due_words(one), _status_words(one)] for one in due],
    )


def late_table(
    caption: str,
    late: Iterable[LateMilestone],
    *,
    today: date,
    with_region: bool = False,
    longest: int | None = None,
) -> Table:
    """What is late, for how long, who answers for it, and what they said last of what the reader
    may know. Narrow cells have `longest` characters at most, the first one twice as many."""
    columns = [
        TableColumn("时限节点", 46 if with_region else 58),
        TableColumn("到期日", 24, Align.CENTER),
        TableColumn("逾期", 16, Align.RIGHT),
        TableColumn("责任单位", 26),
        TableColumn("最近的说明", 28 if with_region else 32),
    ]
    if with_region:
        columns.insert(0, TableColumn("城市", 16))
    rows: list[list[Line]] = []
    for one in late_words(late_work(late, today=today)):
        cells: list[Line] = [
            shortened(f"{one['text']}（{one['task']}）", longest and 2 * longest),
            one["due"],
            f"{one['days']}天",
            shortened(one["departments"], longest),
            shortened(one["said"], longest),
        ]
        rows.append([one["region"], *cells] if with_region else cells)
    return Table(caption, columns, rows)


def late_words(late: Iterable[tuple[MilestoneRow, LateMilestone]]) -> list[LateWords]:
    """What is late in words, for a table or for a template."""
    return [
        {
            "region": row.milestone.task.plan.region.name,
            "text": row.milestone.text,
            "task": row.milestone.task.numbered_title,
            "due": _due_words(row.milestone),
            "days": row.days_late,
            "departments": "、".join(each.department.name for each in one.answering) or NOBODY,
            "said": _said_words(one.said),
        }
        for row, one in late
    ]


def _due_words(one: Milestone) -> str:
    """The day that counts; after an extension with the plan's own."""
    due: date | None = one.due  # type: ignore[attr-defined]
    if due is None:
        return one.due_text
    own = one.due_on
    extended = own is not None and own != due
    return f"{short_day(due)}（原定{own}）" if extended else short_day(due)


def _status_words(one: Milestone) -> str:
    return label(MilestoneStatus(one.status))  # type: ignore[attr-defined]


def _said_words(said: Statement | None) -> str:
    if said is None:
        return "没有可列出的说明"
    head = label(WorkState(said.state)) if said.state else label(StatementKind(said.kind))
    demo = "（演示数据）" if said.demo and "演示" not in said.text else ""
    return f"{head}：{said.text}{demo}" if said.text else f"{head}{demo}"
