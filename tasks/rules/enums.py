"""What is said about the work, as plain enumerations."""

from enum import StrEnum


class WorkState(StrEnum):
    """How far a department says that it is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    BLOCKED = "blocked"


class StatementKind(StrEnum):
    """What somebody says about a task.

    A department reports, comments, answers, and asks for an extension; the water bureau and the
    reviewer ask, urge, and decide: on an extension (`grant`, `refusal`), and on a report that a
    milestone is met (`confirmation`, `rejection`).
    """

    REPORT = "report"
    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    URGING = "urging"
    EXTENSION = "extension"
    GRANT = "grant"
    REFUSAL = "refusal"
    CONFIRMATION = "confirmation"
    REJECTION = "rejection"


# Said by a department, on its own part of the work; whoever oversees the work says the rest. A
# question may be about any of it, or stand alone.
OF_DEPARTMENTS = frozenset(
    {
        StatementKind.REPORT,
        StatementKind.COMMENT,
        StatementKind.ANSWER,
        StatementKind.EXTENSION,
    }
)
# Decides on what somebody else said, once.
DECISIONS = frozenset(
    {
        StatementKind.GRANT,
        StatementKind.REFUSAL,
        StatementKind.CONFIRMATION,
        StatementKind.REJECTION,
    }
)
# What each kind replies to. What isn't here is no reply to anything.
REPLIES_TO = {
    StatementKind.ANSWER: frozenset({StatementKind.QUESTION, StatementKind.URGING}),
    StatementKind.GRANT: frozenset({StatementKind.EXTENSION}),
    StatementKind.REFUSAL: frozenset({StatementKind.EXTENSION}),
    StatementKind.CONFIRMATION: frozenset({StatementKind.REPORT}),
    StatementKind.REJECTION: frozenset({StatementKind.REPORT}),
}
