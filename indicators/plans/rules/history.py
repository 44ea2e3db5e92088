"""What the history of plans is made of: its kind, its actions, and the parts of a plan."""

from enum import StrEnum

KIND = "plan"
LOAD = "load"
# No service removes a plan yet; the history would say it like this.
REMOVE = "remove"


class PlanPart(StrEnum):
    """What a change is told by; the order is that in which a change is told."""

    DOCUMENT = "document"
    TEXT = "text"
    INDICATORS = "indicators"
    TARGETS = "targets"
    REPORTED = "reported"
    CITATIONS = "citations"
    DEPARTMENTS = "departments"
