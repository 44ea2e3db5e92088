"""What may happen to an actual in which state, and what follows."""

from departments.rules.permissions import EDIT, REVIEW
from indicators.rules.words import Action, ActualState

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
}

# Which permission an action asks for (departments.rules.permissions).
PERMISSION: dict[Action, str] = {
    Action.SAVE: EDIT,
    Action.SUBMIT: EDIT,
    Action.WITHDRAW: EDIT,
    Action.APPROVE: REVIEW,
    Action.RETURN: REVIEW,
    Action.REOPEN: REVIEW,
}

REASON_REQUIRED = frozenset({Action.RETURN, Action.REOPEN})

# A decision on what was submitted in time may come after the year was closed.
_DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REOPEN})


def next_state(state: ActualState | None, action: Action) -> ActualState | None:
    """The state that `action` leads to, or None where `state` doesn't allow it."""
    return _NEXT.get((state, action))


def open_for(action: Action, *, year_is_open: bool, is_correction: bool) -> bool:
    """Whether the year lets `action` through.

    A closed year takes no change, except in a value that was approved once and that a
    reviewer reopened (`is_correction`), and the reviewer's own decisions.
    """
    return year_is_open or is_correction or action in _DECISIONS
