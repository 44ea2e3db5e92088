"""What the history of plans is made of: its kind, its one action, and the parts of a plan."""

from enum import StrEnum

KIND = "plan"
LOAD = "load"


class PlanPart(StrEnum):
    """What the history keeps a digest of; the order is that in which a change is told."""

    DOCUMENT = "document"
    TEXT = "text"
    INDICATORS = "indicators"
    TARGETS = "targets"
    REPORTED = "reported"
    CITATIONS = "citations"
