"""Makes of a statement what the history keeps of it."""

from collections.abc import Sequence

from common.records.rules.chain import Content
from tasks.models import Statement
from tasks.rules.content import Said


def content_of(row: Statement, *, files: Sequence[str]) -> Content:
    """What the history keeps of a statement, its files as the history names them."""
    return Said(
        plan=row.task.plan.slug,
        task=row.task.key,
        item=row.item.number if row.item else None,
        milestone=row.milestone.number if row.milestone else None,
        kind=row.kind,
        department=row.department_id,
        role=row.role,
        state=row.state,
        percent=row.percent,
        text=row.text,
        next_step=row.next_step,
        until=row.until,
        about=row.about.record.key if row.about else "",
        organ=row.organ,
        on_behalf=row.on_behalf,
        demo=row.demo,
        files=files,
    ).as_json()
