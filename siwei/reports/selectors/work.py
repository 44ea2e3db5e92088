"""How far the work of some plans is, for a report."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.models import Milestone, Task
from tasks.rules.status import MilestoneStatus
from tasks.selectors.tasks import milestones


@dataclass(frozen=True, slots=True)
class Work:
    """The tasks of the plans, their milestones by status, and those that are due in the year."""

    tasks: int
    milestones: Mapping[MilestoneStatus, int]
    due: list[Milestone]


def work_of(codes: Collection[str], year: int, *, today: date) -> Work:
    """The work of the plans of these regions. Two queries."""
    mine = milestones(today=today).filter(task__plan__region__in=codes).prefetch_related(None)
    rows = [(MilestoneStatus(one.status), one.due, one) for one in mine]  # type: ignore[attr-defined]
    return Work(
        Task.objects.filter(plan__region__in=codes).count(),
        Counter(status for status, _due, _one in rows),
        [one for _status, due, one in rows if due is not None and due.year == year],
    )
