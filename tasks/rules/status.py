"""How a milestone and a task stand on a day: from dates and from what was said, never stored."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tasks.rules.enums import StatementKind, WorkState


class MilestoneStatus(StrEnum):
    """How a milestone stands on a day. In the order of urgency.

    `unreportable`: past its day, but none of its departments has anybody in Siwei who could say
    so; nobody is accused of that. `reported`: said to be done, which waits for confirmation.
    """

    OVERDUE = "overdue"
    UNREPORTABLE = "unreportable"
    REPORTED = "reported"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    MET = "met"


class TaskStatus(StrEnum):
    """How a task stands on a day: as the most urgent of its milestones."""

    OVERDUE = "overdue"
    UNREPORTABLE = "unreportable"
    REPORTED = "reported"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    MET = "met"


class Standing(StrEnum):
    """What was said last about whether a milestone is met."""

    OPEN = "open"
    REPORTED = "reported"
    MET = "met"


def standing_after(kind: StatementKind, state: WorkState | None) -> Standing:
    """How a milestone stands by what one department that answers for it reported last, or by the
    decision on that: a later report that it isn't done after all takes a confirmation back."""
    if kind is StatementKind.CONFIRMATION:
        return Standing.MET
    if kind is StatementKind.REPORT and state is WorkState.DONE:
        return Standing.REPORTED
    return Standing.OPEN


def standing_of(departments: Iterable[Standing]) -> Standing:
    """How a milestone stands by all of its departments, each of which reports for itself: it is met
    once the report of one of them was confirmed."""
    found = set(departments)
    if Standing.MET in found:
        return Standing.MET
    return Standing.REPORTED if Standing.REPORTED in found else Standing.OPEN


def milestone_status(
    due: date | None,
    today: date,
    *,
    standing: Standing = Standing.OPEN,
    reportable: bool = True,
) -> MilestoneStatus:
    """A milestone is due until its day ends; one without a date never falls due.

    `due` is the day of a granted extension where there is one. `reportable`: whether anybody
    could report on it.
    """
    if standing is Standing.MET:
        return MilestoneStatus.MET
    if standing is Standing.REPORTED:
        return MilestoneStatus.REPORTED
    if due is None:
        return MilestoneStatus.UNDATED
    if due >= today:
        return MilestoneStatus.UPCOMING
    return MilestoneStatus.OVERDUE if reportable else MilestoneStatus.UNREPORTABLE


def task_status(milestones: Iterable[MilestoneStatus]) -> TaskStatus:
    """The most urgent of the statuses of a task's milestones; without any, it is undated."""
    found = set(milestones)
    for status in MilestoneStatus:
        if status in found:
            return TaskStatus(status.value)
    return TaskStatus.UNDATED
