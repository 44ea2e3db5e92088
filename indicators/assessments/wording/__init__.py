"""Verdicts and comparisons in the words of the reader's language."""

from indicators.assessments.wording import labels  # noqa: F401  registers what statuses are called
from indicators.assessments.wording.goals import target_phrase
from indicators.assessments.wording.grounds import ground_note
from indicators.assessments.wording.limits import changed_by, limit_phrase
from indicators.assessments.wording.outlook import outlook_short, outlook_words
from indicators.assessments.wording.reasons import explain
from indicators.assessments.wording.turns import turn_words

__all__ = [
    "changed_by",
    "explain",
    "ground_note",
    "limit_phrase",
    "outlook_short",
    "outlook_words",
    "target_phrase",
    "turn_words",
]
