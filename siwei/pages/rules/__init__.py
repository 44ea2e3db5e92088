"""The words of the page of changes."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What can happen; the order is that of the page's filter.

    `breached` and `mended` are what a publication did to a verdict.
    """

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    BREACHED = "breached"
    MENDED = "mended"
    AMENDED = "amended"
    LOADED = "loaded"


VERDICT_KINDS = frozenset({ChangeKind.BREACHED, ChangeKind.MENDED})
