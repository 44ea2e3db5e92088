"""Counts requests: in this process at once, and for all processes now and then.

A row of the database for each request would cost more than many an answer. So a process counts by
itself, and tells the others of a subject only when that has used another tenth of its quota: who
asks a little writes nothing, and nobody more than ten rows a window and process. What a process
hasn't told yet the others don't know, so that a subject may get a tenth of its quota more for each
further process, at the most. Where the table is away each process counts alone for a while:
nothing waits for it, and nothing is refused for it.
"""

import heapq
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from logging import getLogger
from threading import Lock

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from common.limits.models import Counter
from common.limits.rules import WHOLE, Rate, Standing

# How many subjects a process knows of in one window; beyond, it forgets who asked least.
MOST_SUBJECTS = 100_000
SHARES = 10
# How long a process counts alone where the table didn't answer.
ALONE_FOR = timedelta(seconds=30)
# How many rows of windows that are over are cleared away at once.
CLEARED = 500


@dataclass(slots=True)
class Tally:
    """What a subject has used in a window, in fifths of a request: as far as this process knows,
    and of that what it hasn't told the others."""

    used: int = 0
    untold: int = 0


class Tallies:
    """The counts of one process, for all of its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[Rate, tuple[int, dict[str, Tally]]] = {}
        self._alone_until = datetime.min.replace(tzinfo=UTC)

    def spend(self, rate: Rate, subject: str, *, now: datetime) -> Standing:
        """Count one request, unless the quota is used up: a flood is counted no further."""
        with self._lock:
            tally = self._tally(rate, subject, now)
            if tally.used + WHOLE > rate.most:
                return Standing(rate, rate.most, rate.left(now), is_over=True)
            tally.used += WHOLE
            tally.untold += WHOLE
            telling = tally.untold if tally.untold * SHARES >= rate.most else 0
            tally.untold -= telling
        if telling and now >= self._alone_until:
            self._tell(rate, subject, telling, now)
        return Standing(rate, tally.used, rate.left(now), is_over=tally.used > rate.most)

    def give_back(self, rate: Rate, subject: str, cost: int, *, now: datetime) -> Standing:
        """The standing after a request that turned out to cost so much less."""
        with self._lock:
            tally = self._tally(rate, subject, now)
            back = min(cost, tally.used)
            tally.used -= back
            tally.untold -= back
        return Standing(rate, tally.used, rate.left(now))

    def _tally(self, rate: Rate, subject: str, now: datetime) -> Tally:
        window, tallies = self._windows.get(rate, (-1, {}))
        if window != rate.window(now):
            tallies = {}
            self._windows[rate] = (rate.window(now), tallies)
        elif len(tallies) >= MOST_SUBJECTS and subject not in tallies:
            busiest = heapq.nlargest(
                MOST_SUBJECTS // 2, tallies.items(), key=lambda one: one[1].used
            )
            tallies = dict(busiest)
            self._windows[rate] = (window, tallies)
        return tallies.setdefault(subject, Tally())

    def _tell(self, rate: Rate, subject: str, cost: int, now: datetime) -> None:
        """Add what this process has counted to what all have, and learn what that comes to."""
        try:
            known = _shared(rate, subject, cost, now)
        except (DatabaseError, InterfaceError) as error:
            getLogger("siwei.limits").warning("Counts are not shared now: %s", error)
            self._alone_until = now + ALONE_FOR
            return
        with self._lock:
            tally = self._tally(rate, subject, now)
            tally.used = max(tally.used, known + tally.untold)


TALLIES = Tallies()


def _shared(rate: Rate, subject: str, cost: int, now: datetime) -> int:
    """What all processes have told of a subject in this window, with `cost` more."""
    key = _key(rate, subject, now)
    rows = Counter.objects.filter(pk=key)
    if not rows.update(tries=F("tries") + cost):
        _clear(now)
        ends_at = now + timedelta(seconds=rate.left(now))
        # Another process may begin it in this moment: then both add to the same row.
        Counter.objects.bulk_create(
            [Counter(pk=key, tries=0, ends_at=ends_at)], ignore_conflicts=True
        )
        rows.update(tries=F("tries") + cost)
    return rows.values_list("tries", flat=True).get()


def _clear(now: datetime) -> None:
    """Delete counts of windows that are over, but for those that another process is deleting."""
    with transaction.atomic():
        over = Counter.objects.select_for_update(skip_locked=True).filter(ends_at__lt=now)
        keys = list(over.values_list("pk", flat=True)[:CLEARED])
        Counter.objects.filter(pk__in=keys).delete()


def _key(rate: Rate, subject: str, now: datetime) -> str:
    named = f"{rate.name} {rate.quota}/{rate.seconds} {rate.window(now)}:{subject}"
    return salted_hmac("common.limits.rates", named, algorithm="sha256").hexdigest()
