"""The status that the database computes is the one that the rule gives."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TypeAlias

from common.records.models import Record
from tasks.models import Milestone, Statement, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import (
    MilestoneStatus,
    Standing,
    milestone_status,
    standing_after,
    standing_of,
    task_status,
)
from tasks.selectors.standing import with_status
from tasks.selectors.tasks import milestones, tasks
from tests import factories
from tests.people import editor

Said: TypeAlias = tuple[tuple[str, str], tuple[StatementKind, WorkState | None]]
# What is said of a milestone: whose report it is or on whose it decides, in which role, and what.
SAID: list[Said] = [
    *product(
        (("water", "lead"), ("city", "shared")),
        (
            (StatementKind.REPORT, WorkState.DONE),
            (StatementKind.REPORT, WorkState.IN_PROGRESS),
            (StatementKind.CONFIRMATION, None),
            (StatementKind.REJECTION, None),
        ),
    ),
    (("city", ""), (StatementKind.REPORT, WorkState.DONE)),
    (("city", "participating"), (StatementKind.REPORT, WorkState.DONE)),
    (("water", "lead"), (StatementKind.COMMENT, None)),
]


def test_the_database_agrees_with_the_rule(db: None) -> None:
    factories.mini_plan()
    editor("alice")
    for days in (-1, 0, 1):
        for due in (factories.LONG_AGO, factories.FAR_AHEAD):
            today = due + timedelta(days=days)
            for one in milestones(today=today):
                assert one.status == milestone_status(one.due_on, today)  # type: ignore[attr-defined]
            for task in tasks(today=today):
                found = [MilestoneStatus(one.status) for one in task.milestones.all()]  # type: ignore[attr-defined]
                assert task.status == task_status(found)  # type: ignore[attr-defined]


def test_it_agrees_on_what_was_said_last(db: None) -> None:
    """Of all that can be said in up to three statements, in every order."""
    made = factories.mini_plan()
    bureau = editor("alice")
    task = Task.objects.get(key="2.1", plan=made.plan)
    spoken = [those for length in range(4) for those in product(SAID, repeat=length)]
    rows = [
        Milestone(
            task=task,
            number=number,
            order=number,
            due_on=factories.LONG_AGO,
            clause=task.clause,
            start=0,
            end=2,
        )
        for number in range(10, 10 + len(spoken))
    ]
    Milestone.objects.bulk_create(rows)
    keys = [
        f"{number}/{order}" for number, those in enumerate(spoken) for order in range(len(those))
    ]
    records = iter(
        Record.objects.bulk_create(
            Record(kind="progress", key=key, number=1, hash="0" * 64) for key in keys
        )
    )
    Statement.objects.bulk_create(
        Statement(
            record=next(records),
            task=task,
            milestone=row,
            department=getattr(made, department),
            role=role,
            kind=kind.value,
            state=state.value if state else "",
            by=bureau,
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        for row, those in zip(rows, spoken, strict=True)
        for (department, role), (kind, state) in those
    )
    today = factories.LONG_AGO + timedelta(days=1)
    stored = Milestone.objects.filter(pk__in=[row.pk for row in rows]).order_by("number")
    known = with_status(stored, today=today)
    found = [(one.standing, one.status) for one in known]  # type: ignore[attr-defined]
    standings = [_standing(those) for those in spoken]
    assert set(standings) == set(Standing)
    assert found == [
        (one.value, milestone_status(factories.LONG_AGO, today, standing=one).value)
        for one in standings
    ]


def test_a_status_asks_for_everything_once() -> None:
    """A database plans each subquery, and Django writes it: copies took longer than the answer."""
    today = factories.LONG_AGO
    # Two words that were said last, each with what was said later; the extension; who could report.
    whole = str(with_status(Milestone.objects.all(), today=today).query)
    assert whole.count("tasks_statement") <= 24, whole.count("tasks_statement")
    task = str(tasks(today=today).query)
    assert task.count("SELECT") <= 16, task.count("SELECT")


def _standing(said: Iterable[Said]) -> Standing:
    """By the rule: what each department that answers for it left last, all together."""
    last = {
        department: standing_after(kind, state)
        for (department, role), (kind, state) in said
        if role != "participating" and kind is not StatementKind.COMMENT
    }
    return standing_of(last.values())
