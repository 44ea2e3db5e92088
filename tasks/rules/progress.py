"""How far a task is, from the last reports of the departments that answer for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tasks.rules.enums import WorkState


@dataclass(frozen=True, slots=True)
class LastReport:
    """The last report of a department on a task (`item` None) or on one of its items."""

    department: int
    item: int | None
    state: WorkState
    at: datetime


def combined(states: Iterable[WorkState]) -> WorkState | None:
    """One state for several parts of a work: blocked where one of them is, done and not started
    only where all are; None where nobody has said anything."""
    found = set(states)
    if not found:
        return None
    if WorkState.BLOCKED in found:
        return WorkState.BLOCKED
    return found.pop() if len(found) == 1 else WorkState.IN_PROGRESS


def by_department(reports: Iterable[LastReport]) -> Mapping[int, WorkState]:
    """How far each department says that it is: what it said of the whole task, if that is its last
    word, else its items together."""
    of: dict[int, list[LastReport]] = {}
    for one in reports:
        of.setdefault(one.department, []).append(one)
    return {department: _state(said) for department, said in of.items()}


def _state(said: list[LastReport]) -> WorkState:
    last = max(said, key=lambda one: one.at)
    if last.item is None:
        return last.state
    state = combined(one.state for one in said if one.item is not None)
    assert state is not None, "there is a report"
    return state


def task_progress(reports: Iterable[LastReport], answering: frozenset[int]) -> WorkState | None:
    """How far the task is: every department of `answering` reports for itself, and one that hasn't
    yet keeps the task from being done. None where none of them has reported."""
    known = by_department(one for one in reports if one.department in answering)
    state = combined(known.values())
    if state is WorkState.DONE and known.keys() < answering:
        return WorkState.IN_PROGRESS
    return state
