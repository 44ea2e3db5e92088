"""How often something may be tried: a number of tries in a window of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `highest` tries in `window`, counted for each subject by itself.

    The window begins with the first try and doesn't move, so that whoever goes on trying can't
    keep somebody else out for longer than one window at a time.
    """

    name: str
    highest: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Count:
    """How many tries were counted in the window that ends at `ends_at`."""

    tries: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A try beyond the limit: how long to wait, whether it is the first beyond it, and when the
    window began."""

    limit: Limit
    seconds: int
    first: bool
    began: datetime


def counted(limit: Limit, before: Count | None, now: datetime) -> Count:
    """The count with one try more; a window that is over begins anew."""
    if before is None or before.ends_at <= now:
        return Count(1, now + limit.window)
    return Count(before.tries + 1, before.ends_at)


def exceeded(limit: Limit, count: Count, now: datetime) -> Exceeded | None:
    """What the last try of `count` comes to; None while it is within the limit."""
    if count.tries <= limit.highest:
        return None
    seconds = max(1, -int((now - count.ends_at).total_seconds() // 1))
    first = count.tries == limit.highest + 1
    return Exceeded(limit, seconds, first, began=count.ends_at - limit.window)
