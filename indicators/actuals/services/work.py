"""One change of a value under way, from its locked row to its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from common.records.models import Record
from common.refusals import Refused
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.entering import Columns
from indicators.plans.models import Indicator


@dataclass(slots=True)
class Work:
    """A change with the locked rows that it is about, and what the checks made of it.

    `record` is None where the value never was and the change wouldn't make it; `actual` where
    there is none now. `indicator`: what it measures, once it is admitted. `following` is the state
    that it leads to: None where the value goes.
    """

    change: Change
    record: Record | None
    actual: Actual | None
    indicator: Indicator | None = None
    following: ActualState | None = None
    columns: Columns = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    changed: bool = True
    refusal: Refused | None = None

    @property
    def key(self) -> ActualKey:
        return self.change.key


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one change: the value as it is stored now, or why it was refused.

    `findings` are what looks implausible about it (warnings and remarks). What was stored already
    isn't written again: then it isn't `changed`. `actual` is None where it was refused or removed.
    """

    key: ActualKey
    actual: Actual | None
    findings: Sequence[Finding] = ()
    changed: bool = False
    refusal: Refused | None = None

    @property
    def stored(self) -> Actual:
        """The value as it is stored now. Raises the refusal where it was refused."""
        if self.refusal is not None:
            raise self.refusal
        assert self.actual is not None, "it was removed"
        return self.actual


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would come of a change, of which nothing is done yet.

    `columns` is what would be stored; empty where nothing can be made of what was entered.
    """

    key: ActualKey
    columns: Columns
    findings: Sequence[Finding]
    changed: bool
    refusal: Refused | None
