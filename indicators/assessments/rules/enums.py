"""The words of comparisons."""

from enum import StrEnum


class ComparabilityLevel(StrEnum):
    DIRECT = "direct"
    REBASED = "rebased"
    DERIVED = "derived"
    CAVEAT = "caveat"
    NONE = "none"
