"""How much of a limit is used, or of a goal reached: what cities of any size are ranked by."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from common.figures import rounded
from indicators.assessments.rules.assessment import Assessment
from indicators.plans.rules.enums import Direction

_PLACES = 1
# Fewer values have no middle that says anything.
_FEWEST = 3


def attainment(a: Assessment) -> Decimal | None:
    """The actual as a percentage of the year's limit, to one decimal: of its far edge, where
    左右 leaves some slack.

    Of a ceiling 100 % or less is good, of a floor 100 % or more. None where nothing is judged:
    no value, no limit, a limit that isn't positive, or an indicator without a direction.
    """
    return None if a.actual is None else attainment_of(a, a.actual)


def relative_gap(a: Assessment) -> Decimal | None:
    """The room to the limit as a share of it: the more, the better, for ceilings and floors.

    None as in `attainment`.
    """
    share = None if a.actual is None else _share(a, a.actual)
    if share is None or a.limit is None:
        return None
    return 1 - share if a.limit.is_ceiling else share - 1


def attainment_of(a: Assessment, value: Decimal) -> Decimal | None:
    """What another value, such as last year's, would be of this year's limit; as `attainment`."""
    share = _share(a, value)
    return None if share is None else rounded(share * 100, _PLACES)


def middle(values: Sequence[Decimal]) -> Decimal | None:
    """The median of values that compare; None of fewer than three."""
    return median(values) if len(values) >= _FEWEST else None


def _share(a: Assessment, value: Decimal) -> Decimal | None:
    if a.limit is None or a.limit.edge <= 0 or a.promise.direction is Direction.NONE:
        return None
    return value / a.limit.edge
