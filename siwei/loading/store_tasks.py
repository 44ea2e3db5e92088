"""Stores the work of a plan: tasks, items, assignments and milestones."""

from collections import defaultdict
from collections.abc import Sequence

from departments.models import Department
from indicators.plans.models import Clause, Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.said import refuse_to_lose_statements
from siwei.loading.same_work import Numbered, Words, numbers
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
    """Store every task of the plan with all that hangs on it.

    Raises `FixtureError` where something that people said would be lost.
    """
    entries = checked.file.tasks
    numbered = _numbers(plan, entries)
    refuse_to_lose_statements(checked, numbered)
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
    _store_milestones(plan, entries, tasks, clauses, numbered, tally)


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
    numbered: dict[str, list[int]],
    tally: SyncCounts,
) -> None:
    rows: list[Row] = []
    regions: dict[Key, list[str]] = {}
    for entry in entries:
        task = tasks[entry.key]
        pairs = zip(numbered[entry.key], entry.milestones, strict=True)
        for order, (number, one) in enumerate(pairs, start=1):
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


def _numbers(plan: Plan, entries: Sequence[TaskEntry]) -> dict[str, list[int]]:
    """The numbers of the milestones of each task, by its key."""
    known: dict[str, list[Numbered]] = defaultdict(list)
    for row in Milestone.objects.filter(task__plan=plan).select_related("task"):
        words = Words(row.due_text, row.text, row.quote, row.order)
        known[row.task.key].append(Numbered(row.number, words))
    return {
        entry.key: numbers(
            [
                Words(one.due_text, one.text, one.quote, place)
                for place, one in enumerate(entry.milestones, start=1)
            ],
            known[entry.key],
        )
        for entry in entries
    }


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
