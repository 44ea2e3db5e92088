"""What a row of an uploaded table would do, and how far a batch of them is."""

from enum import StrEnum


class RowKind(StrEnum):
    """What comes of one row of a file; each row is one of these."""

    NEW = "new"  # a value where there is none
    CHANGED = "changed"  # another value, or another text beside it
    UNCHANGED = "unchanged"  # says what is stored already
    LOCKED = "locked"  # the value takes no change now: submitted, approved, its year closed
    WARNING = "warning"  # would be written, but looks implausible: an explanation is asked for
    ERROR = "error"  # can't be written as it stands


class BatchState(StrEnum):
    """How far an uploaded file is."""

    PREVIEWED = "previewed"  # read, nothing written
    COMMITTED = "committed"
    TAKEN_BACK = "taken_back"  # what it wrote was undone
    DISCARDED = "discarded"  # nothing was written, and nothing will be


# What a commit writes.
WRITES = frozenset({RowKind.NEW, RowKind.CHANGED, RowKind.WARNING})
