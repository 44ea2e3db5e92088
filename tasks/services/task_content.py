"""Makes of tasks what the history keeps of them."""

from django.db.models import Prefetch, QuerySet

from common.records.rules.chain import Content
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.history import task_key
from tasks.selectors.tasks import cited, indicator_codes


def contents_of(tasks: QuerySet[Task]) -> dict[str, Content]:
    """What each of `tasks` says with its items, assignments and milestones, by its key. Clauses
    and items are named by their keys and numbers; a department is a pk, since people rename
    departments; numbers and codes of several are one text. A fixed number of queries."""
    items = Item.objects.select_related("clause").prefetch_related(cited("clause__citations"))
    rows = tasks.select_related("plan", "clause").prefetch_related(
        cited("clause__citations"),
        Prefetch("items", items),
        "assignments__clause",
        "assignments__items",
        "milestones__clause",
        "milestones__regions",
    )
    return {task_key(row.plan.slug, row.key): _content(row) for row in rows}


def _content(task: Task) -> Content:
    return {
        "region": task.plan.region_id,
        "number": task.number,
        "title": task.title,
        "group_order": task.group_order,
        "group_label": task.group_label,
        "clause": task.clause.key,
        "note": task.note,
        "indicators": " ".join(indicator_codes(task)),
        "order": task.order,
        "items": [_item(one) for one in task.items.all()],
        "assignments": [_assignment(one) for one in task.assignments.all()],
        "milestones": [_milestone(one) for one in task.milestones.all()],
    }


def _item(row: Item) -> dict[str, str | int]:
    return {"number": row.number, "text": row.text, "clause": row.clause.key}


def _assignment(row: Assignment) -> dict[str, str | int]:
    return {
        "department": row.department_id,
        "role": row.role,
        "clause": row.clause.key,
        "items": " ".join(str(number) for number in sorted(one.number for one in row.items.all())),
        "place": row.order,
    }


def _milestone(row: Milestone) -> dict[str, str | int | None]:
    return {
        "number": row.number,
        "due_on": None if row.due_on is None else row.due_on.isoformat(),
        "due_text": row.due_text,
        "text": row.text,
        "clause": row.clause.key,
        "quote": row.quote,
        "start": row.start,
        "end": row.end,
        "regions": " ".join(sorted(region.code for region in row.regions.all())),
        "order": row.order,
    }
