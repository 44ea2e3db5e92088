"""The entries of the calendar: their status, sign and order, and what their UID is made of."""

from dataclasses import replace
from datetime import date

import pytest

from common.labels import label
from siwei.calendar.rules.entries import (
    DeadlineEntry,
    DeadlineStatus,
    EntryKey,
    EntryKind,
    EntryStatus,
    MilestoneEntry,
    RegionName,
    deadline_status,
    digest,
    in_order,
)
from siwei.calendar.wording import sign
from tasks.rules.status import MilestoneStatus

DAY = date(2026, 4, 30)
YANGQUAN = RegionName("140300", "阳泉市", "Yangquan")
MILESTONE = MilestoneEntry(
    day=DAY,
    status=MilestoneStatus.UPCOMING,
    region=YANGQUAN,
    plan="yangquan-2025",
    plan_title="方案",
    task="1",
    task_title="推进农业节水",
    number=2,
    due_on=DAY,
    due_text="2026年4月底前",
    text="完成",
    clause="c9",
    quote="4月底前完成",
)


@pytest.mark.parametrize(
    ("today", "is_open", "status"),
    [
        (date(2026, 4, 30), True, DeadlineStatus.OPEN),
        (date(2026, 5, 1), True, DeadlineStatus.PASSED),
        (date(2026, 4, 1), False, DeadlineStatus.CLOSED),
        (date(2026, 5, 1), False, DeadlineStatus.CLOSED),
    ],
)
def test_how_a_year_stands(today: date, is_open: bool, status: DeadlineStatus) -> None:
    assert deadline_status(DAY, is_open=is_open, today=today) == status


@pytest.mark.parametrize("status", [*MilestoneStatus, *DeadlineStatus])
def test_each_status_has_a_sign_and_a_name(status: EntryStatus) -> None:
    assert len(sign(status)) == 1
    assert label(status)


def test_no_two_statuses_are_the_same_word() -> None:
    """Or they would be counted as one."""
    assert not {str(one) for one in MilestoneStatus} & {str(one) for one in DeadlineStatus}


def test_of_one_day_deadlines_come_first() -> None:
    early = EntryKey(date(2026, 1, 1), EntryKind.MILESTONE, MilestoneStatus.OVERDUE, 7)
    later = EntryKey(DAY, EntryKind.MILESTONE, MilestoneStatus.UPCOMING, 3)
    last = replace(later, pk=1)
    due = EntryKey(DAY, EntryKind.DEADLINE, DeadlineStatus.OPEN, 9)
    assert in_order([due], [early, later, last]) == [early, due, later, last]


def test_a_uid_stays_when_the_day_and_the_words_change() -> None:
    extended = replace(MILESTONE, day=date(2026, 9, 30), text="全部完成")
    assert extended.uid == MILESTONE.uid == "milestone.yangquan-2025.1.2"
    assert (extended.postponed_from, MILESTONE.postponed_from) == (DAY, None)
    year = DeadlineEntry(DAY, DeadlineStatus.OPEN, YANGQUAN, 2025)
    assert year.uid == replace(year, day=date(2026, 6, 1)).uid == "deadline.140300.2025"


def test_a_digest_changes_with_what_is_said() -> None:
    assert digest([MILESTONE]) == digest([replace(MILESTONE)])
    assert digest([MILESTONE]) != digest([replace(MILESTONE, status=MilestoneStatus.OVERDUE)])
    assert digest([MILESTONE]) != digest([])
