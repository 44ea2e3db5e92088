"""The moment that an answer is of: now, or as it was on a day before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

from django.utils import timezone
from django.utils.dateparse import parse_datetime

AS_OF = "as_of"
FIRST = date(1900, 1, 1)
_LEAST = timedelta(microseconds=1)
# The one notation of ISO 8601 that is taken: Python reads 20260331 and 2026-W14-2 too.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(rf"{_DAY.pattern}[T ][0-9]{{2}}:[0-9]{{2}}[0-9:.,Zz+ -]*")


class NotYetError(ValueError):
    """A moment that is still to come."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`today`: the day on which one stands. `at`: everything up to that instant is known; None
    for now. `asked`: how the address says it."""

    today: date
    at: datetime | None = None
    asked: str = ""

    @property
    def instant(self) -> datetime:
        """Up to when everything is known: `at`, or this instant."""
        return self.at or timezone.now()

    @property
    def query(self) -> str:
        """`asked` as an address carries it."""
        return quote(self.asked, safe=":")


def now() -> Moment:
    return Moment(timezone.localdate())


def moment(text: str) -> Moment:
    """The moment that `2026-03-31` (the end of that day here) or a time of ISO 8601 names.

    A time without an offset is one here; blanks around it say nothing. Raises `NotYetError` for
    one that is still to come, `ValueError` for what is no moment.
    """
    text = text.strip(" ")
    here = timezone.get_current_timezone()
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        if day < FIRST:
            raise ValueError("before all")
        if day > timezone.localdate():
            raise NotYetError(text)
        end = datetime.combine(day + timedelta(days=1), time.min, here) - _LEAST
        return Moment(day, end, text)
    at = parse_datetime(text) if _TIME.fullmatch(text) else None
    if at is None or not FIRST.year < at.year < 9000:
        raise ValueError("no time")
    # By the time here: PostgreSQL takes no offset beyond 15:59, which nobody has.
    at = at.astimezone(here) if timezone.is_aware(at) else at.replace(tzinfo=here)
    if at > timezone.now():
        raise NotYetError(text)
    return Moment(timezone.localdate(at), at, text)


def asked_moment(address: Mapping[str, str]) -> Moment:
    """The moment that the parameters of an address ask for; now where they ask for none, or for
    one that the filter refuses."""
    try:
        return moment(address[AS_OF]) if address.get(AS_OF) else now()
    except ValueError:
        return now()
