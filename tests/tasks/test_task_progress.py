"""How far a task is, from what its departments reported."""

from datetime import UTC, datetime, timedelta

import pytest

from tasks.rules.enums import WorkState
from tasks.rules.progress import LastReport, by_department, combined, task_progress

N, P, D, B = WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.DONE, WorkState.BLOCKED
AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], None),
        ([D], D),
        ([D, D], D),
        ([N, N], N),
        ([N, D], P),
        ([P, D], P),
        ([B, D, P], B),
    ],
)
def test_several_parts(states: list[WorkState], state: WorkState | None) -> None:
    assert combined(states) == state


def said(department: int, state: WorkState, *, item: int | None = None, day: int = 0) -> LastReport:
    return LastReport(department, item, state, AT + timedelta(days=day))


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([said(1, P)], P),
        ([said(1, D, item=1), said(1, P, item=2)], P),
        ([said(1, D, item=1), said(1, D, item=2)], D),
        ([said(1, D, day=2), said(1, P, item=1, day=1)], D),
        ([said(1, D, day=1), said(1, P, item=1, day=2)], P),
    ],
    ids=["whole", "items", "all items", "whole later", "item later"],
)
def test_a_department_is_as_far_as_its_last_word(
    reports: list[LastReport], state: WorkState
) -> None:
    assert by_department(reports) == {1: state}


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([], None),
        ([said(3, D)], None),
        ([said(1, D)], P),
        ([said(1, D), said(2, D)], D),
        ([said(1, D), said(2, B)], B),
        ([said(1, N), said(2, N), said(3, D)], N),
    ],
    ids=["nobody", "one who takes part", "one of two", "both", "one is blocked", "not begun"],
)
def test_each_of_several_leads_reports_for_itself(
    reports: list[LastReport], state: WorkState | None
) -> None:
    assert task_progress(reports, frozenset({1, 2})) == state
