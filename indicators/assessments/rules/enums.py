"""The words of comparisons."""

from enum import StrEnum


class ComparabilityLevel(StrEnum):
    DIRECT = "direct"
    REBASED = "rebased"
    DERIVED = "derived"
    CAVEAT = "caveat"
    NONE = "none"


# What the table of a comparison can be ordered by, as an address names it.
COMPARED_COLUMNS = ("region", "status", "value", "change", "limit", "share", "rate")
