"""How milestones and tasks stand, by their dates."""

from datetime import date

import pytest

from tasks.rules.status import MilestoneStatus, TaskStatus, milestone_status, task_status

TODAY = date(2026, 3, 2)
PAST, FUTURE = date(2025, 12, 31), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("due_on", "status"),
    [
        (PAST, MilestoneStatus.OVERDUE),
        (date(2026, 3, 1), MilestoneStatus.OVERDUE),
        (TODAY, MilestoneStatus.UPCOMING),
        (FUTURE, MilestoneStatus.UPCOMING),
        (None, MilestoneStatus.UNDATED),
    ],
    ids=["past", "yesterday", "today", "future", "no date"],
)
def test_a_milestone(due_on: date | None, status: MilestoneStatus) -> None:
    assert milestone_status(due_on, TODAY) == status


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ([], TaskStatus.UNDATED),
        ([None], TaskStatus.UNDATED),
        ([None, FUTURE], TaskStatus.UPCOMING),
        ([FUTURE, PAST, None], TaskStatus.OVERDUE),
    ],
    ids=["no milestone", "no date", "one ahead", "one past due"],
)
def test_a_task_is_as_urgent_as_its_most_urgent_milestone(
    dates: list[date | None], status: TaskStatus
) -> None:
    assert task_status(dates, TODAY) == status
