"""The status that the database computes is the one that the rule gives."""

from datetime import timedelta

from tasks.rules.status import MilestoneStatus, milestone_status, task_status
from tasks.selectors.tasks import milestones, tasks
from tests import factories
from tests.people import editor


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
