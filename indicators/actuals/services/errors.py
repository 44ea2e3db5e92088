"""Why some of several values were refused (`common.refusals` says why one is)."""

from typing import TYPE_CHECKING

from common.refusals import Refused

if TYPE_CHECKING:
    from indicators.actuals.rules.keys import ActualKey


class BatchRefused(Refused):
    """Some of several values stood in the way, so none was written; `refusals` by key."""

    def __init__(self, refusals: "dict[ActualKey, Refused]") -> None:
        super().__init__("；".join(f"{key}：{why.message}" for key, why in refusals.items()))
        self.refusals = refusals


def refusals_by_key(refusal: Refused, key: "ActualKey") -> "dict[ActualKey, Refused]":
    """The refusals of a batch by key; `key` is that of a single value that was refused."""
    return refusal.refusals if isinstance(refusal, BatchRefused) else {key: refusal}
