"""What happens to actuals in words: states, actions, what may follow a refusal, findings."""

from indicators.actuals.wording import labels, pasted  # noqa: F401  register what is called how
from indicators.actuals.wording.evidence import attach_not_yet, attached_words
from indicators.actuals.wording.findings import (
    finding_message,
    finding_messages,
    finding_statement,
    finding_statements,
)
from indicators.actuals.wording.labels import organ_words, preliminary_mark
from indicators.actuals.wording.refusals import field_name, next_step_message, own_work_message

__all__ = [
    "attach_not_yet",
    "attached_words",
    "field_name",
    "finding_message",
    "finding_messages",
    "finding_statement",
    "finding_statements",
    "next_step_message",
    "organ_words",
    "own_work_message",
    "preliminary_mark",
]
