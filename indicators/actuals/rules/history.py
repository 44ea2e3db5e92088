"""One change of an actual, as its history shows it to the public and to who may read it all."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChange:
    """A change as everybody may see it: without who made it, and what was said beside it.

    The public gets only those that published a value, or withdrew one: of these also why.
    Values are in the catalogue's unit.
    """

    number: int
    at: datetime
    action: str
    from_state: str
    to_state: str
    from_value: Decimal | None
    to_value: Decimal | None
    from_obs_status: str
    to_obs_status: str
    source: str
    hash: str
    withdrawn_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingChange(PublishedChange):
    """A change with what only those see who may read the working value.

    `by` is the name of who made it, as it was then; None for the system itself. `door` says
    through what it came (`common.records.rules.doors`): empty for a row of before there were doors.
    """

    by: str | None
    door: str
    door_name: str
    note: str
    explanation: str
    reason: str
