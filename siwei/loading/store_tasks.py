"""Stores the work of a plan: tasks, items, assignments and milestones."""

from departments.models import Department, Region
from indicators.models import Clause, Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.schema import MilestoneEntry, TaskEntry
from siwei.loading.sync import Row, Tally
from tasks.models import Assignment, Item, Milestone, Task


def store_tasks(
    plan: Plan,
    checked: CheckedPlan,
    clauses: dict[str, Clause],
    departments: dict[str, Department],
    tally: Tally,
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
    items: dict[tuple[object, ...], Item],
    clauses: dict[str, Clause],
    departments: dict[str, Department],
    tally: Tally,
) -> None:
    rows: list[Row] = []
    of_items: dict[tuple[int, int], set[int]] = {}
    for entry in entries:
        task = tasks[entry.key]
        order = 0
        for assignment in entry.assignments:
            for name, role in assignment.in_order():
                order += 1
                rows.append(
                    {
                        "task_id": task.pk,
                        "department_id": departments[name].pk,
                        "role": role,
                        "clause_id": clauses[assignment.clause].pk,
                        "order": order,
                    }
                )
                of_items[(task.pk, order)] = {
                    items[(task.pk, number)].pk for number in assignment.items
                }
    stored = tally.sync(
        Assignment.objects.filter(task__plan=plan).prefetch_related("items"),
        ["task_id", "order"],
        rows,
    )
    for (task_pk, order), row in stored.items():
        wanted = of_items[(task_pk, order)]
        if {item.pk for item in row.items.all()} != wanted:
            row.items.set(wanted)
            tally.updated += 1


def _store_milestones(
    plan: Plan,
    entries: list[TaskEntry],
    tasks: dict[str, Task],
    clauses: dict[str, Clause],
    tally: Tally,
) -> None:
    rows: list[Row] = []
    of_regions: dict[tuple[int, int], set[str]] = {}
    for entry in entries:
        task = tasks[entry.key]
        for order, milestone in enumerate(entry.milestones, start=1):
            rows.append(_milestone_row(task, milestone, clauses[milestone.clause], order))
            of_regions[(task.pk, order)] = set(milestone.regions)
    stored = tally.sync(
        Milestone.objects.filter(task__plan=plan).prefetch_related("regions"),
        ["task_id", "order"],
        rows,
    )
    for (task_pk, order), row in stored.items():
        wanted = of_regions[(task_pk, order)]
        if {region.pk for region in row.regions.all()} != wanted:
            row.regions.set(Region.objects.filter(pk__in=wanted))
            tally.updated += 1


def _milestone_row(task: Task, milestone: MilestoneEntry, clause: Clause, order: int) -> Row:
    start = clause.text.index(milestone.quote)
    return {
        "task_id": task.pk,
        "due_on": milestone.due_on,
        "due_text": milestone.due_text,
        "text": milestone.text,
        "clause_id": clause.pk,
        "quote": milestone.quote,
        "start": start,
        "end": start + len(milestone.quote),
        "order": order,
    }
