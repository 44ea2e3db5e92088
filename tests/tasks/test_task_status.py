"""How milestones and tasks stand, by their dates and by what was said."""

from datetime import date

import pytest

from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import (
    MilestoneStatus,
    Standing,
    TaskStatus,
    milestone_status,
    standing_after,
    standing_of,
    task_status,
)

TODAY = date(2026, 3, 2)
PAST, FUTURE = date(2025, 12, 31), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("due", "status"),
    [
        (PAST, MilestoneStatus.OVERDUE),
        (date(2026, 3, 1), MilestoneStatus.OVERDUE),
        (TODAY, MilestoneStatus.UPCOMING),
        (FUTURE, MilestoneStatus.UPCOMING),
        (None, MilestoneStatus.UNDATED),
    ],
    ids=["past", "yesterday", "today", "future", "no date"],
)
def test_a_milestone_of_which_nothing_was_said(due: date | None, status: MilestoneStatus) -> None:
    assert milestone_status(due, TODAY) == status


@pytest.mark.parametrize("due", [PAST, FUTURE, None])
@pytest.mark.parametrize(
    ("standing", "status"),
    [(Standing.MET, MilestoneStatus.MET), (Standing.REPORTED, MilestoneStatus.REPORTED)],
)
def test_what_is_said_to_be_done_is_not_late(
    standing: Standing, status: MilestoneStatus, due: date | None
) -> None:
    assert milestone_status(due, TODAY, standing=standing) == status
    assert milestone_status(due, TODAY, standing=standing, reportable=False) == status


def test_nobody_is_late_who_cannot_report() -> None:
    assert milestone_status(PAST, TODAY, reportable=False) == MilestoneStatus.UNREPORTABLE
    assert milestone_status(FUTURE, TODAY, reportable=False) == MilestoneStatus.UPCOMING


@pytest.mark.parametrize(
    ("kind", "state", "standing"),
    [
        (StatementKind.REPORT, WorkState.DONE, Standing.REPORTED),
        (StatementKind.REPORT, WorkState.IN_PROGRESS, Standing.OPEN),
        (StatementKind.REPORT, WorkState.BLOCKED, Standing.OPEN),
        (StatementKind.CONFIRMATION, None, Standing.MET),
        (StatementKind.REJECTION, None, Standing.OPEN),
    ],
)
def test_what_a_statement_leaves(
    kind: StatementKind, state: WorkState | None, standing: Standing
) -> None:
    assert standing_after(kind, state) == standing


OPEN, DONE, MET = Standing.OPEN, Standing.REPORTED, Standing.MET


@pytest.mark.parametrize(
    ("departments", "standing"),
    [
        ([], OPEN),
        ([OPEN, OPEN], OPEN),
        ([OPEN, DONE], DONE),
        ([DONE, MET], MET),
        ([OPEN, MET], MET),
    ],
)
def test_what_several_departments_leave(departments: list[Standing], standing: Standing) -> None:
    assert standing_of(departments) == standing


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([], TaskStatus.UNDATED),
        ([MilestoneStatus.UNDATED], TaskStatus.UNDATED),
        ([MilestoneStatus.UNDATED, MilestoneStatus.UPCOMING], TaskStatus.UPCOMING),
        ([MilestoneStatus.UPCOMING, MilestoneStatus.OVERDUE], TaskStatus.OVERDUE),
        ([MilestoneStatus.UNREPORTABLE, MilestoneStatus.OVERDUE], TaskStatus.OVERDUE),
        ([MilestoneStatus.REPORTED, MilestoneStatus.UPCOMING], TaskStatus.REPORTED),
        ([MilestoneStatus.MET, MilestoneStatus.UPCOMING], TaskStatus.UPCOMING),
        ([MilestoneStatus.MET, MilestoneStatus.UNDATED], TaskStatus.UNDATED),
        ([MilestoneStatus.MET, MilestoneStatus.MET], TaskStatus.MET),
    ],
)
def test_a_task_is_as_urgent_as_its_most_urgent_milestone(
    statuses: list[MilestoneStatus], status: TaskStatus
) -> None:
    assert task_status(statuses) == status


def test_both_enumerations_have_the_same_words() -> None:
    assert [one.value for one in MilestoneStatus] == [one.value for one in TaskStatus]
