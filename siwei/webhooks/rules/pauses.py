"""When a message that wasn't taken is sent again, and when nobody tries any more."""

from datetime import datetime, timedelta

# After the first failure, the second, and so on; after more of them, the last.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)
LONGEST = timedelta(days=1)
JITTER = 0.2


def next_try(*, failures: int, since: datetime, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many failures in a row, the first of which was at `since`.

    None once a day has passed and every pause was kept: where Siwei's own worker stood still for
    a day, few failures are no reason to give up. The last try is at the end of that day.

    `chance` (0 to 1) makes a pause up to a fifth longer, so that receivers which failed together
    aren't called together.
    """
    end = since + LONGEST
    if failures > len(PAUSES) and now >= end:
        return None
    pause = PAUSES[min(failures, len(PAUSES)) - 1]
    after = now + pause * (1 + JITTER * chance)
    return end if now < end <= after else after
