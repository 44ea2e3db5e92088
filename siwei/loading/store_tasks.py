"""Stores the work of a plan: tasks, items, assignments and milestones."""

from collections import defaultdict
from collections.abc import Sequence

from departments.models import Department
from indicators.plans.models import Clause, Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.schema import MilestoneEntry, TaskEntry
from siwei.loading.sync import Key, Row, SyncCounts
from tasks.models import Assignment, Item, Milestone, Task


def store_tasks(
    plan: Plan,
    checked: CheckedPlan,
    clauses: dict[str, Clause],
    departments: dict[str, Department],
    tally: SyncCounts,
) -> None:
    """Store every task of the plan with all that hangs on it."""
    entries = checked.file.tasks
    stored = tally.sync(
        Task.objects.filter(plan=plan),
        ["key"],
        [
            _task_row(plan, entry, clauses[entry.clause], order)
            for order, entry in enumerate(entries, start=1)
        ],
    )
    tasks = {key: task for (key,), task in stored.items()}
    items = tally.sync(
        Item.objects.filter(task__plan=plan),
        ["task_id", "number"],
        [
            {
                "task_id": tasks[entry.key].pk,
                "number": item.number,
                "text": item.text,
                "clause_id": clauses[item.clause].pk,
            }
            for entry in entries
            for item in entry.items
        ],
    )
    _store_assignments(plan, entries, tasks, items, clauses, departments, tally)
    _store_milestones(plan, entries, tasks, clauses, tally)


def _task_row(plan: Plan, entry: TaskEntry, clause: Clause, order: int) -> Row:
    return {
        "plan_id": plan.pk,
        "key": entry.key,
        "number": entry.number,
        "title": entry.title,
        "group_order": entry.group.order,
        "group_label": entry.group.label,
        "clause_id": clause.pk,
        "note": entry.note.strip(),
        "order": order,
    }


def _store_assignments(
    plan: Plan,
    entries: list[TaskEntry],
    tasks: dict[str, Task],
    items: dict[Key, Item],
    clauses: dict[str, Clause],
    departments: dict[str, Department],
    tally: SyncCounts,
) -> None:
    rows: list[Row] = []
    numbers: dict[Key, list[int]] = {}
    for entry in entries:
        task = tasks[entry.key]
        pairs = [(one, name, role) for one in entry.assignments for name, role in one.in_order()]
        for order, (assignment, name, role) in enumerate(pairs, start=1):
            rows.append(
                {
                    "task_id": task.pk,
                    "department_id": departments[name].pk,
                    "role": role,
                    "clause_id": clauses[assignment.clause].pk,
                    "order": order,
                }
            )
            numbers[(task.pk, order)] = assignment.items
    stored = tally.sync(Assignment.objects.filter(task__plan=plan), ["task_id", "order"], rows)
    tally.sync(
        Assignment.items.through.objects.filter(assignment__task__plan=plan),
        ["assignment_id", "item_id"],
        [
            {"assignment_id": row.pk, "item_id": items[(task_pk, number)].pk}
            for (task_pk, order), row in stored.items()
            for number in numbers[(task_pk, order)]
        ],
    )


def _store_milestones(
    plan: Plan,
    entries: list[TaskEntry],
    tasks: dict[str, Task],
    clauses: dict[str, Clause],
    tally: SyncCounts,
) -> None:
    rows: list[Row] = []
    regions: dict[Key, list[str]] = {}
    known: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(task__plan=plan):
        known[milestone.task_id].append(milestone)
    for entry in entries:
        task = tasks[entry.key]
        numbers = _numbers(entry.milestones, known[task.pk])
        for order, (number, one) in enumerate(zip(numbers, entry.milestones, strict=True), start=1):
            rows.append(_milestone_row(task, one, clauses[one.clause], number, order))
            regions[(task.pk, number)] = one.regions
    stored = tally.sync(Milestone.objects.filter(task__plan=plan), ["task_id", "number"], rows)
    tally.sync(
        Milestone.regions.through.objects.filter(milestone__task__plan=plan),
        ["milestone_id", "region_id"],
        [
            {"milestone_id": row.pk, "region_id": code}
            for key, row in stored.items()
            for code in regions[key]
        ],
    )


def _numbers(entries: Sequence[MilestoneEntry], stored: Sequence[Milestone]) -> list[int]:
    """The number of each milestone: that of the stored one that says the same, else of the one in
    its place, if nobody else has it; a new one gets a number that no other ever had."""
    left = {row.number: row for row in stored}
    found: list[int | None] = []
    for entry in entries:
        said = (entry.due_text, entry.text)
        same = (number for number, row in left.items() if (row.due_text, row.text) == said)
        number = next(same, None)
        left.pop(number or 0, None)
        found.append(number)
    by_place = {row.order: row.number for row in left.values()}
    last = max((row.number for row in stored), default=0)
    for place, number in enumerate(found):
        if number is None:
            known = by_place.pop(place + 1, None)
            last += known is None
            found[place] = last if known is None else known
    return [number for number in found if number is not None]


def _milestone_row(
    task: Task, milestone: MilestoneEntry, clause: Clause, number: int, order: int
) -> Row:
    start = clause.text.index(milestone.quote)
    return {
        "task_id": task.pk,
        "number": number,
        "due_on": milestone.due(),
        "due_text": milestone.due_text,
        "text": milestone.text,
        "clause_id": clause.pk,
        "quote": milestone.quote,
        "start": start,
        "end": start + len(milestone.quote),
        "order": order,
    }
