"""The words of actuals: is there a value, how far is it, what happened to it."""

from enum import StrEnum


class ObsStatus(StrEnum):
    """Whether there is a value, and if not, why. None of these is zero.

    A preliminary value (初步数) is one that is reported before the bulletin is out: it counts as
    any other, says so wherever it is shown, and the final one replaces it as a correction.
    """

    NORMAL = "normal"
    PRELIMINARY = "preliminary"
    MISSING = "missing"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        return self in VALUED

    @property
    def needs_reason(self) -> bool:
        """Whether the note has to say why there is no value."""
        return self in (ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)


# Those in which there is a value, and in no other.
VALUED = (ObsStatus.NORMAL, ObsStatus.PRELIMINARY)


class ActualState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can happen to an actual. `load` (from a plan) and `remove` are Siwei's own.

    `withdraw` is the clerk's, of a submission; `retract` the reviewer's, of what is published.
    """

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    RETRACT = "retract"
    ATTACH = "attach"
    DETACH = "detach"
    LOAD = "load"
    REMOVE = "remove"


# The changes that put a value before the public.
PUBLISHING = (Action.APPROVE, Action.LOAD)
# Those of which everybody knows.
PUBLIC = (*PUBLISHING, Action.RETRACT)
# The changes of the value itself, its texts or its evidence: not decisions on it.
CHANGING = (Action.SAVE, Action.ATTACH, Action.DETACH)
