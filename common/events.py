"""Lists of what happened, the newest first, merged from several tables and read page by page.

An event is found again by its key: when it happened, the table that it comes from, and its row
there. The key of a page's last event is where the next page goes on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from common.numbers import ID_DIGITS, whole_number

SEPARATOR = "~"  # stands in an address as it is
_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, order=True)
class EventKey:
    """Of two events of the same moment the one of the later `source`, then of the later row, is
    the newer one."""

    at: datetime
    source: str
    pk: int

    def __str__(self) -> str:
        return SEPARATOR.join(
            [self.at.astimezone(UTC).strftime(_FORMAT), self.source, str(self.pk)]
        )


def parse_event_key(text: str, sources: Collection[str]) -> EventKey:
    """The key that `text` spells, of one of `sources`. Raises `ValueError` for anything else."""
    at, source, pk = text.split(SEPARATOR)
    number = whole_number(pk, digits=ID_DIGITS)
    if source not in sources or number is None:
        raise ValueError(text)
    moment = datetime.strptime(at, _FORMAT).replace(tzinfo=UTC)
    if not 1900 < moment.year < 9000:  # the ends of the calendar overflow in another time zone
        raise ValueError(text)
    return EventKey(moment, source, number)


@dataclass(frozen=True, slots=True)
class EventScope:
    """Of which regions (a subquery of their codes; None: of all) and indicators (none: all)."""

    regions: "QuerySet[Any] | None" = None
    indicators: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """From which moment to which; `before`: only what comes after that event in the list."""

    since: datetime
    until: datetime
    before: EventKey | None = None

    def rows(self, rows: QuerySet[M], column: str, source: str) -> QuerySet[M]:
        """The rows whose `column` (a time) is in it, the newest first."""
        last = Q() if self.before is None else self._earlier(self.before, column, source)
        inside = Q(**{f"{column}__gte": self.since, f"{column}__lte": self.until})
        return rows.filter(inside & last).order_by(f"-{column}", "-pk")

    def days(self, rows: QuerySet[M], column: str, source: str) -> QuerySet[M]:
        """The rows whose `column` (a day, which begins at midnight) is in it, the newest first."""
        first = timezone.localdate(self.since)
        if midnight(first) < self.since:
            rows = rows.exclude(**{column: first})
        last = Q() if self.before is None else self._earlier_day(self.before, column, source)
        inside = Q(**{f"{column}__gte": first, f"{column}__lte": timezone.localdate(self.until)})
        return rows.filter(inside & last).order_by(f"-{column}", "-pk")

    def _earlier(self, key: EventKey, column: str, source: str) -> Q:
        return _before(key, column, source, key.at)

    def _earlier_day(self, key: EventKey, column: str, source: str) -> Q:
        day = timezone.localdate(key.at)
        if midnight(day) < key.at:
            return Q(**{f"{column}__lte": day})
        return _before(key, column, source, day)


def _before(key: EventKey, column: str, source: str, value: Any) -> Q:
    """The rows of `source` that stand after `key` in the list, whose `column` is `value`."""
    if source < key.source:
        return Q(**{f"{column}__lte": value})
    earlier = Q(**{f"{column}__lt": value})
    return earlier | Q(**{column: value, "pk__lt": key.pk}) if source == key.source else earlier


def midnight(day: date) -> datetime:
    """When `day` begins, in Chinese time."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())
