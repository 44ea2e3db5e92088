"""What people and programs ask for: a change of one value."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person or a program enters: a value, or the reason why there is none.

    `value` is text as typed or a Decimal, in the catalogue's unit; an empty one with
    `obs_status` missing takes a value back. A text that is None stays as it was; but an
    explanation belongs to its value, and goes with it. With `keeps_value` the value and its
    status stay too, where there are any; with `keeps_number` the value stays and takes
    `obs_status` (a preliminary one becomes final); with `keeps_status` a value takes the place of
    another in its status (a preliminary one stays so). `demo`: invented for a demonstration.
    """

    value: str | Decimal | None = None
    obs_status: ObsStatus = ObsStatus.NORMAL
    source: str | None = None
    note: str | None = None
    explanation: str | None = None
    keeps_value: bool = False
    keeps_number: bool = False
    keeps_status: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One action on one value, in the version that was seen; None where there was none.

    `entry` comes with saving and loading. `reason` is required to return, to reopen and to retract;
    with other actions it is a comment. `confirmed` comes with an approval: the codes of the
    warnings that whoever approves was asked about. Others are asked about; with None nobody is.
    """

    key: ActualKey
    action: Action
    seen_version: int | None
    entry: Entry | None = None
    reason: str = ""
    confirmed: Collection[str] | None = None
