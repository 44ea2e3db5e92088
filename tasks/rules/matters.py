"""What of the work waits for a person."""

from enum import StrEnum


class MatterKind(StrEnum):
    """What the person is to do about it."""

    REPORT = "report"
    QUESTION = "question"
    URGING = "urging"
    CONFIRMATION = "confirmation"
    EXTENSION = "extension"
