"""When a message is sent again, and when nobody tries any more."""

from datetime import UTC, datetime, timedelta

import pytest

from siwei.webhooks.rules.pauses import next_try

BEGAN = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
S, M, H = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("failures", "after", "expected"),
    [
        (1, 0 * S, 5 * S),
        (2, 5 * S, 5 * S + 5 * M),
        (3, 5 * M, 35 * M),
        (4, 35 * M, 2 * H + 35 * M),
        (5, 3 * H, 8 * H),
        (6, 8 * H, 18 * H),
        (7, 18 * H, 24 * H),  # the last try is at the end of the day
        (8, 24 * H, None),
        (7, 24 * H, None),
        (20, 30 * H, None),
        (6, 24 * H, 34 * H),  # Siwei's own worker stood still: not its receiver's fault
        (1, 0 * S, 5 * S),
        (2, 50 * H, 50 * H + 5 * M),
        (9, 20 * H, 24 * H),
    ],
)
def test_pauses_grow_until_the_day_is_over(
    failures: int, after: timedelta, expected: timedelta | None
) -> None:
    at = next_try(failures=failures, since=BEGAN, now=BEGAN + after, chance=0)
    assert at == (None if expected is None else BEGAN + expected)


def test_receivers_that_failed_together_are_not_called_together() -> None:
    def at(chance: float) -> datetime | None:
        return next_try(failures=4, since=BEGAN, now=BEGAN, chance=chance)

    assert at(0) == BEGAN + 2 * H
    assert at(0.5) == BEGAN + 2 * H + 12 * M
    assert at(1) == BEGAN + 2 * H + 24 * M
