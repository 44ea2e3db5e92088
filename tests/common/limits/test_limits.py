"""How tries are counted, by the rule and in the table that all processes share."""

from datetime import UTC, datetime, timedelta

import pytest

from common.limits.models import Counter
from common.limits.rules import Count, Limit, counted, exceeded
from common.limits.services.tries import forget, give_back, spend

NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
LIMIT = Limit("test", 2, timedelta(minutes=15))
END = NOW + LIMIT.window


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, Count(1, END)),
        (Count(1, NOW + timedelta(minutes=5)), Count(2, NOW + timedelta(minutes=5))),
        (Count(7, NOW), Count(1, END)),
    ],
    ids=["the first", "the window doesn't move", "a window that is over"],
)
def test_a_try_more(before: Count | None, after: Count) -> None:
    assert counted(LIMIT, before, NOW) == after


@pytest.mark.parametrize(
    ("tries", "wait", "seconds", "first"),
    [
        (2, timedelta(minutes=1), None, False),
        (3, timedelta(minutes=1), 60, True),
        (4, timedelta(seconds=1, milliseconds=1), 2, False),
        (3, timedelta(milliseconds=1), 1, True),
    ],
)
def test_beyond_the_limit(tries: int, wait: timedelta, seconds: int | None, first: bool) -> None:
    found = exceeded(LIMIT, Count(tries, NOW + wait), NOW)
    assert (found and (found.seconds, found.first)) == (seconds and (seconds, first))


@pytest.mark.django_db
def test_subjects_and_limits_are_counted_apart() -> None:
    other = Limit("other", 2, LIMIT.window)
    said = [spend(LIMIT, "a", now=NOW) is None for _ in range(3)]
    assert said == [True, True, False]
    assert spend(LIMIT, "b", now=NOW) is None
    assert spend(other, "a", now=NOW) is None
    assert spend(LIMIT, "a", now=END) is None


@pytest.mark.django_db
def test_a_flood_is_said_once_and_written_no_further() -> None:
    found = [spend(LIMIT, "a", now=NOW) for _ in range(6)]
    assert [one.first for one in found if one] == [True, False, False, False]
    assert Counter.objects.get().tries == LIMIT.highest + 1


@pytest.mark.django_db
def test_what_was_no_failure_is_given_back_or_forgotten() -> None:
    spend(LIMIT, "a", now=NOW)
    give_back(LIMIT, "a")
    give_back(LIMIT, "a")  # never below none
    assert [spend(LIMIT, "a", now=NOW) is None for _ in range(3)] == [True, True, False]
    assert forget(LIMIT, "a") == 1
    assert spend(LIMIT, "a", now=NOW) is None


@pytest.mark.django_db
def test_what_is_counted_can_not_be_read() -> None:
    spend(LIMIT, "hunter2", now=NOW)
    assert "hunter2" not in str(list(Counter.objects.values()))
