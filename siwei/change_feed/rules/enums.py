"""What the change feed tells of."""

from enum import StrEnum


class PublicSubject(StrEnum):
    """Each is a row of the list of its name."""

    ACTUAL = "actual"
    TARGET = "target"
    TASK = "task"
    MILESTONE = "milestone"
    PLAN = "plan"
