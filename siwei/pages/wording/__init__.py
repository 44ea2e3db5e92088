"""The pages that bring several subjects together, in words: changes, and the briefing."""

from siwei.pages.wording import labels  # noqa: F401  registers what changes are called
from siwei.pages.wording.briefing import briefing_sentence, missing_words
from siwei.pages.wording.questions import question_words

__all__ = ["briefing_sentence", "missing_words", "question_words"]
