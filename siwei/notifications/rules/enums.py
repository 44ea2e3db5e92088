"""What can wait for somebody, how urgent it is, and what became of a mail about it."""

from enum import StrEnum


class WaitingKind(StrEnum):
    """What somebody owes. Of what is due on the same day, the first here comes first."""

    RETURNED = "returned"
    FILL = "fill"
    SUBMIT = "submit"
    DECIDE = "decide"
    REPORT = "report"
    URGING = "urging"
    QUESTION = "question"
    CONFIRMATION = "confirmation"
    EXTENSION = "extension"
    PRELIMINARY = "preliminary"


class Urgency(StrEnum):
    """How soon something is due, the most urgent first."""

    LATE = "late"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    UNDATED = "undated"


class DigestState(StrEnum):
    """What became of a digest: waits to be sent, sent, not sent as nothing waited any more, or
    failed."""

    QUEUED = "queued"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
