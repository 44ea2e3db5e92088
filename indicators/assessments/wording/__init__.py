"""Verdicts and comparisons in the words of the reader's language."""

from indicators.assessments.wording import labels  # noqa: F401  registers what statuses are called
from indicators.assessments.wording.grounds import ground_note
from indicators.assessments.wording.limits import changed_by, goal_phrase, limit_phrase
from indicators.assessments.wording.reasons import explain

__all__ = ["changed_by", "explain", "goal_phrase", "ground_note", "limit_phrase"]
