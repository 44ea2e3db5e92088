"""What may happen to an actual in which state, and what follows."""

from enum import StrEnum

from departments.rules.permissions import EDIT, IMPORT, REVIEW, Permission
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus

# The state that an action leads to; None stands for an actual that isn't there yet.
_NEXT: dict[tuple[ActualState | None, Action], ActualState] = {
    (None, Action.SAVE): ActualState.DRAFT,
    (ActualState.DRAFT, Action.SAVE): ActualState.DRAFT,
    (ActualState.RETURNED, Action.SAVE): ActualState.DRAFT,
    (ActualState.REOPENED, Action.SAVE): ActualState.REOPENED,
    (ActualState.DRAFT, Action.SUBMIT): ActualState.SUBMITTED,
    (ActualState.REOPENED, Action.SUBMIT): ActualState.SUBMITTED,
    (ActualState.SUBMITTED, Action.WITHDRAW): ActualState.DRAFT,
    (ActualState.SUBMITTED, Action.APPROVE): ActualState.APPROVED,
    (ActualState.SUBMITTED, Action.RETURN): ActualState.RETURNED,
    (ActualState.APPROVED, Action.REOPEN): ActualState.REOPENED,
    (ActualState.WITHDRAWN, Action.SAVE): ActualState.WITHDRAWN,
    (ActualState.WITHDRAWN, Action.SUBMIT): ActualState.SUBMITTED,
    # What is published is withdrawn; a correction that is under way goes on.
    (ActualState.APPROVED, Action.RETRACT): ActualState.WITHDRAWN,
    (ActualState.REOPENED, Action.RETRACT): ActualState.WITHDRAWN,
    (ActualState.DRAFT, Action.RETRACT): ActualState.DRAFT,
    (ActualState.SUBMITTED, Action.RETRACT): ActualState.SUBMITTED,
    (ActualState.RETURNED, Action.RETRACT): ActualState.RETURNED,
}

# Which permission an action asks for (departments.rules.permissions).
PERMISSION: dict[Action, Permission] = {
    Action.SAVE: EDIT,
    Action.SUBMIT: EDIT,
    Action.WITHDRAW: EDIT,
    Action.APPROVE: REVIEW,
    Action.RETURN: REVIEW,
    Action.REOPEN: REVIEW,
    Action.RETRACT: REVIEW,
}

# Back to whoever entered it, who has to be told why.
SENDS_BACK = frozenset({Action.RETURN, Action.REOPEN, Action.RETRACT})

# Decisions on a submission: not for who submitted the value, or was the last to change it. Who
# takes a published value off the page publishes nothing.
FOUR_EYES = frozenset({Action.APPROVE, Action.RETURN})

# A decision on what was submitted in time may come after the year was closed.
_DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REOPEN, Action.RETRACT})


def permission_for(action: Action, *, by_import: bool) -> Permission:
    """Which permission an action asks for. A file may bring values of several cities, from somebody
    who oversees them: as drafts, which their city submits."""
    return IMPORT if by_import and action is Action.SAVE else PERMISSION[action]


def next_state(state: ActualState | None, action: Action, *, published: bool) -> ActualState | None:
    """The state that `action` leads to, or None where `state` doesn't allow it.

    `published`: something is public of it. Only that can be withdrawn.
    """
    if action is Action.RETRACT and not published:
        return None
    return _NEXT.get((state, action))


def wrong_state(state: ActualState | None, action: Action) -> str:
    """Why `state` doesn't allow `action`, as a code: a program that repeats a request can tell
    what is done already from what is in the way."""
    if action is Action.RETRACT:
        return "not_published"
    if (state, action) == (ActualState.RETURNED, Action.SUBMIT):
        return "unchanged_since_return"
    if state is ActualState.APPROVED:
        return "already_approved"
    if state is ActualState.SUBMITTED:
        return "already_submitted"
    return "not_submitted" if action in FOUR_EYES else "wrong_state"


def open_for(action: Action, *, year_is_open: bool, sent_back: bool) -> bool:
    """Whether the year lets `action` through.

    A closed year takes no change, except in the one value that a reviewer returned or reopened
    and that isn't approved since (`sent_back`), and the reviewer's own decisions.
    """
    return year_is_open or sent_back or action in _DECISIONS


def published_note(obs_status: str, note: str) -> str:
    """What an approval publishes of the note: the reason why there is no value.

    The note of a value stays between its editors and the reviewer, who may answer each other in it.
    """
    return note if ObsStatus(obs_status).needs_reason else ""


class NextStep(StrEnum):
    """Who can act where an action is refused, and how."""

    REOPEN = "reopen"  # a reviewer reopens the value
    WITHDRAW = "withdraw"  # whoever submitted it takes it back
    RETURN = "return"  # a reviewer returns it
    OPEN = "open"  # a reviewer of the province opens the year
    CORRECT = "correct"  # its editors change it, and submit it


def next_step(state: ActualState | None, action: Action, *, unlocked: bool) -> NextStep | None:
    """What can be done where `action` is refused; None where nothing is left to do.

    `unlocked`: the year is open, or this one value was sent back. Whoever it names can do it.
    """
    if action is Action.RETRACT:
        return None  # nothing is published
    if state is ActualState.APPROVED:
        return None if action is Action.APPROVE else NextStep.REOPEN
    if state is ActualState.SUBMITTED:
        return NextStep.WITHDRAW if unlocked and PERMISSION[action] == EDIT else NextStep.RETURN
    return NextStep.CORRECT if unlocked else NextStep.OPEN
