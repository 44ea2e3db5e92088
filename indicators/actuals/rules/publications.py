"""What was public of a value, from when to when, and what a publication changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from common.records.rules.publications import Ending
from indicators.actuals.rules.keys import ActualKey


class ValueChange(StrEnum):
    """What became of a value before the public."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """One publication: `value` as printed, in the catalogue's unit, or the reason (`note`) why
    there is none. It was public from `published_at` until `ended_at`; None: it still is."""

    pk: int
    record: int
    version: int
    key: ActualKey
    value: Decimal | None
    obs_status: str
    source: str
    note: str
    published_at: datetime
    ended_at: datetime | None
    ended_by: Ending | None

    def is_public(self, moment: datetime) -> bool:
        return self.published_at <= moment and (self.ended_at is None or moment < self.ended_at)


def public_at(values: Iterable[PublishedValue], moment: datetime) -> list[PublishedValue]:
    """Of each value the publication that was public at `moment`, or the last one before, where
    that was withdrawn: then it is known that there is none."""
    last: dict[int, PublishedValue] = {}
    for one in values:
        known = last.get(one.record)
        if one.published_at <= moment and (known is None or known.version < one.version):
            last[one.record] = one
    return [
        one for one in last.values() if one.is_public(moment) or one.ended_by is Ending.WITHDRAWN
    ]
