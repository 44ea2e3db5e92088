"""How urgent something is, and which comes first."""

from datetime import date, datetime, timedelta
from typing import TypeAlias

from siwei.notifications.rules.enums import Urgency, WaitingKind

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
# What is due within these days is mailed about.
SOON = timedelta(days=14)

Precedence: TypeAlias = tuple[bool, date, bool, float, int]


def urgency(due_on: date | None, today: date) -> Urgency:
    """Something is due until its day ends; without a day it is never late."""
    if due_on is None:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.LATE
    if due_on <= today + WEEK:
        return Urgency.WEEK
    return Urgency.MONTH if due_on <= today + MONTH else Urgency.LATER


def days_late(due_on: date | None, today: date) -> int:
    """Since how many days something is late; 0 if it isn't."""
    return max((today - due_on).days, 0) if due_on else 0


def is_soon(due_on: date | None, today: date) -> bool:
    """Whether it is late or due so soon that its owner is mailed about it."""
    return due_on is not None and due_on <= today + SOON


def precedence(due_on: date | None, since: datetime | None, kind: WaitingKind) -> Precedence:
    """Sorts what is most urgent first: by due day, so that what is late comes first and of that the
    oldest; what has none last. Of the same day, who waits longest; else in the order of the kinds.
    """
    rank = list(WaitingKind).index(kind)
    waits = since.timestamp() if since else 0.0
    return (due_on is None, due_on or date.max, since is None, waits, rank)
