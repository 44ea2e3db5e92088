"""What a director is told first: how severe a broken promise is, and since when a value is missing.

The briefing in Word and the page of it go by the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar


class Judged(Protocol):
    """A verdict as far as its severity goes: the gap to its limit, negative on the bad side."""

    @property
    def gap(self) -> Decimal | None: ...
    @property
    def limit(self) -> Decimal | None: ...


T = TypeVar("T", bound=Judged)


def excess(gap: Decimal | None, limit: Decimal | None) -> Decimal | None:
    """By which share of its limit a value is on the bad side: 0.05 is 5 %.

    None where it isn't, or where no share can be told: of a limit of zero or below.
    """
    if gap is None or limit is None or gap >= 0 or limit <= 0:
        return None
    return -gap / limit


def worst_first(verdicts: Iterable[T]) -> list[T]:
    """By the share of the limit by which each is beyond it, the largest first; those of which no
    share can be told come last, and what is alike stays in its order."""
    return sorted(verdicts, key=lambda one: -(excess(one.gap, one.limit) or Decimal(0)))


class MissingCode(StrEnum):
    """Why there is no value to judge."""

    WITHDRAWN = "withdrawn"  # it was published, and withdrawn on `since`
    NOT_AVAILABLE = "not_available"  # it was said why there is none, on `since`
    OVERDUE = "overdue"  # it was due on `since`
    DUE = "due"  # it is due on `since`, which isn't over
    UNDATED = "undated"  # the province has set no day


@dataclass(frozen=True, slots=True)
class Missing:
    """Why and since when a value is missing; `days` are those since then, 0 for what isn't over."""

    code: MissingCode
    since: date | None = None
    days: int = 0


def missing(
    *,
    due_on: date | None,
    today: date,
    withdrawn_on: date | None = None,
    explained_on: date | None = None,
) -> Missing:
    """What is said of a value that isn't there: what happened to it counts before the due day."""
    if withdrawn_on is not None:
        return Missing(MissingCode.WITHDRAWN, withdrawn_on, (today - withdrawn_on).days)
    if explained_on is not None:
        return Missing(MissingCode.NOT_AVAILABLE, explained_on, (today - explained_on).days)
    if due_on is None:
        return Missing(MissingCode.UNDATED)
    if due_on < today:
        return Missing(MissingCode.OVERDUE, due_on, (today - due_on).days)
    return Missing(MissingCode.DUE, due_on)
