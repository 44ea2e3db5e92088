"""How the statuses of tasks and milestones are shown: a symbol that reads the same on a grey print,
and one of the colours that assessments have."""

from dataclasses import dataclass

from tasks.rules.enums import WorkState
from tasks.rules.status import MilestoneStatus, TaskStatus


@dataclass(frozen=True, slots=True)
class StatusSign:
    """`token` is the colour of the style sheet: `behind` for `--behind`."""

    symbol: str
    token: str


# By value, as a task has the statuses of its milestones.
_SIGNS = {
    "overdue": StatusSign("▽", "behind"),
    "unreportable": StatusSign("○", "no-data"),
    "reported": StatusSign("→", "on-track"),
    "upcoming": StatusSign("–", "not-due"),
    "undated": StatusSign("·", "not-assessable"),
    "met": StatusSign("✓", "met"),
}

_STATES = {
    WorkState.NOT_STARTED: StatusSign("○", "no-data"),
    WorkState.IN_PROGRESS: StatusSign("→", "on-track"),
    WorkState.DONE: StatusSign("✓", "met"),
    WorkState.BLOCKED: StatusSign("■", "breached"),
}


def sign_of_state(state: WorkState) -> StatusSign:
    return _STATES[state]


def sign_of(status: MilestoneStatus | TaskStatus) -> StatusSign:
    return _SIGNS[status.value]
