"""How urgent something is, which comes first, and how often somebody is mailed."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from common.labels import label
from siwei.notifications.rules.digests import may_have_another
from siwei.notifications.rules.enums import Urgency, WaitingKind
from siwei.notifications.rules.urgency import days_late, is_soon, precedence, urgency
from siwei.notifications.wording import lateness

TODAY = date(2026, 11, 30)
EARLIER = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "how", "late", "soon", "words"),
    [
        (-400, Urgency.LATE, 400, True, "已逾期 400 天"),
        (-1, Urgency.LATE, 1, True, "已逾期 1 天"),
        (0, Urgency.WEEK, 0, True, "今天到期"),
        (1, Urgency.WEEK, 0, True, "还有 1 天"),
        (7, Urgency.WEEK, 0, True, "还有 7 天"),
        (8, Urgency.MONTH, 0, True, "还有 8 天"),
        (14, Urgency.MONTH, 0, True, "还有 14 天"),
        (15, Urgency.MONTH, 0, False, "还有 15 天"),
        (30, Urgency.MONTH, 0, False, "还有 30 天"),
        (31, Urgency.LATER, 0, False, "还有 31 天"),
        (None, Urgency.UNDATED, 0, False, ""),
    ],
)
def test_how_urgent_it_is(
    days: int | None, how: Urgency, late: int, soon: bool, words: str
) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert urgency(due_on, TODAY) == how
    assert days_late(due_on, TODAY) == late
    assert is_soon(due_on, TODAY) is soon
    assert lateness(due_on, TODAY) == words


def test_the_groups_are_called_as_their_days_say() -> None:
    names = ["已逾期", "7 天内", "30 天内", "以后", "未定期限"]
    assert [label(one) for one in Urgency] == names


# In the order in which they are shown: due day, since when somebody waits, kind.
ORDER = [
    (date(2025, 4, 30), None, WaitingKind.SUBMIT),
    (date(2026, 4, 30), EARLIER, WaitingKind.DECIDE),
    (date(2026, 4, 30), LATER, WaitingKind.DECIDE),
    (date(2026, 4, 30), None, WaitingKind.RETURNED),
    (date(2026, 4, 30), None, WaitingKind.FILL),
    (date(2026, 4, 30), None, WaitingKind.SUBMIT),
    (TODAY, None, WaitingKind.REPORT),
    (date(2027, 4, 30), None, WaitingKind.RETURNED),
    (None, EARLIER, WaitingKind.QUESTION),
    (None, LATER, WaitingKind.URGING),
    (None, None, WaitingKind.RETURNED),
    (None, None, WaitingKind.PRELIMINARY),
]


def test_the_most_urgent_comes_first() -> None:
    mixed = random.Random(4).sample(ORDER, len(ORDER))
    assert sorted(mixed, key=lambda one: precedence(*one)) == ORDER


@pytest.mark.parametrize(
    ("days", "another"), [(None, True), (0, False), (1, False), (6, False), (7, True), (30, True)]
)
def test_never_twice_in_a_week(days: int | None, another: bool) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    assert may_have_another(last, TODAY) is another
