"""Reads what of a region's work is late, and what was said of it last: the reason, where one was
given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, Q

from tasks.models import Assignment, Milestone, Statement
from tasks.rules.enums import StatementKind
from tasks.rules.status import MilestoneStatus
from tasks.selectors.statements import statements
from tasks.selectors.tasks import milestones

# What a department says of its own work, and what was decided against that.
_SAID = (
    StatementKind.REPORT.value,
    StatementKind.EXTENSION.value,
    StatementKind.REJECTION.value,
    StatementKind.REFUSAL.value,
)


@dataclass(frozen=True, slots=True)
class LateMilestone:
    """A milestone that is late, with the foremost of its task (`answering`); `said`: the last
    report or request for an extension on it, or the decision against that, else the last report on
    its task, of those that the reader may see."""

    milestone: Milestone
    answering: list[Assignment]
    said: Statement | None


def late_milestones(
    codes: Collection[str], user: AbstractBaseUser | AnonymousUser | None, *, today: date
) -> list[LateMilestone]:
    """Those of the plans of these regions, the longest late first. Six queries at most."""
    assignments = Assignment.objects.select_related("department").order_by("order", "pk")
    late = list(
        milestones(today=today)
        .filter(Q(status=MilestoneStatus.OVERDUE.value), task__plan__region__in=codes)
        .prefetch_related(Prefetch("task__assignments", assignments))
    )
    late.sort(key=_due)
    last = _last_said({one.task_id for one in late}, user)
    return [
        LateMilestone(
            milestone=one,
            answering=one.task.foremost(),
            said=last.get((one.task_id, one.pk)) or last.get((one.task_id, None)),
        )
        for one in late
    ]


def _due(one: Milestone) -> date:
    due: date = one.due  # type: ignore[attr-defined]
    return due


def _last_said(
    tasks: Collection[int], user: AbstractBaseUser | AnonymousUser | None
) -> dict[tuple[int, int | None], Statement]:
    """The last word of a department by task and milestone (None: the task or an item of it)."""
    if not tasks:
        return {}
    rows = statements(user).filter(task__in=tasks, kind__in=_SAID).prefetch_related(None)
    return {(one.task_id, one.milestone_id): one for one in rows}
