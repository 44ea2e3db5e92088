"""What somebody owes a task: a report, an answer, a decision."""

from enum import StrEnum


class MatterKind(StrEnum):
    """进展待报, 询问待答, 催办待办, 完成待确认, 延期待审批."""

    REPORT = "report"
    QUESTION = "question"
    URGING = "urging"
    CONFIRMATION = "confirmation"
    EXTENSION = "extension"
