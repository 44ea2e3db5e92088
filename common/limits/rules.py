"""How often something may be tried, and how much may be asked for: a number in a window of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# What a request costs, in fifths of one: an answer that nothing changed (304) is a fifth of the
# work of any other.
WHOLE, UNCHANGED = 5, 1
WINDOWS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


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


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `quota` requests in a window of so many seconds, counted for each subject by itself.

    Windows follow one another by the clock, the same for all processes. `name` is that of the
    policy in the headers of the answer.
    """

    name: str
    quota: int
    seconds: int

    @property
    def most(self) -> int:
        """The quota in fifths of a request."""
        return self.quota * WHOLE

    def window(self, now: datetime) -> int:
        """Which window it is, counted from the beginning of time."""
        return int(now.timestamp()) // self.seconds

    def left(self, now: datetime) -> int:
        """The seconds until the next window; never 0."""
        return self.seconds - int(now.timestamp()) % self.seconds


def rate_of(name: str, text: str) -> Rate | None:
    """What a setting says, `600/minute`; None for `none` or `0`. Raises `ValueError`."""
    words = text.strip().lower()
    if words in ("none", "0"):
        return None
    number, _slash, unit = words.partition("/")
    quota = int(number) if number.isascii() and number.isdigit() else 0
    if not quota or unit not in WINDOWS:
        raise ValueError(f"600/minute (second, hour, day) or none, not {text}")
    return Rate(name, quota, WINDOWS[unit])


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subject stands with a rate after a request, which was refused where `is_over`."""

    rate: Rate
    used: int  # fifths of a request
    seconds: int  # until the next window
    is_over: bool = False

    @property
    def left(self) -> int:
        """How many more requests are answered in this window."""
        return max(0, self.rate.most - self.used) // WHOLE


def rate_headers(standings: Sequence[Standing]) -> dict[str, str]:
    """The headers of draft-ietf-httpapi-ratelimit-headers-10: what is allowed, and what is left."""
    policies = (f'"{one.rate.name}";q={one.rate.quota};w={one.rate.seconds}' for one in standings)
    rest = (f'"{one.rate.name}";r={one.left};t={one.seconds}' for one in standings)
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(rest)}
