"""What of the work waits for a person."""

from datetime import date, timedelta
from enum import StrEnum

# No plan says how soon a question is answered or a report confirmed. A week is what offices grant.
REPLY_WITHIN = timedelta(days=7)


class MatterKind(StrEnum):
    """What the person is to do about it."""

    REPORT = "report"
    QUESTION = "question"
    URGING = "urging"
    CONFIRMATION = "confirmation"
    EXTENSION = "extension"


def reply_due(said_on: date) -> date:
    """The day by which somebody should have replied to what was said on a day."""
    return said_on + REPLY_WITHIN
