"""Which number formats show a number as percent (ECMA-376, 18.8.30 and 18.8.31)."""

import re

# Formats that every program knows without being told: 0% and 0.00%.
BUILTIN_PERCENTS = frozenset({9, 10})
# Signs that are only shown, or take room: in quotes, after \\ _ and *, and in brackets.
_SHOWN = re.compile(r"\"[^\"]*\"|[\\_*].|\[[^\]]*\]", re.DOTALL)
_LONGEST = 255  # as Excel allows


def is_percent(code: str) -> bool:
    """Whether a format multiplies by a hundred: `0.0%` does, `0.0"%"` and `0.0\\%` don't."""
    return "%" in _SHOWN.sub("", code[:_LONGEST])
