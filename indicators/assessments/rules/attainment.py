"""How much of a limit is used, or of a goal reached: what cities of any size are ranked by."""

from decimal import Decimal

from common.figures import rounded
from indicators.assessments.rules.assessment import Assessment
from indicators.plans.rules.enums import Direction

_PLACES = 1


def attainment(a: Assessment) -> Decimal | None:
    """The actual as a percentage of the year's limit, to one decimal: of its far edge, where
    左右 leaves some slack.

    Of a ceiling 100 % or less is good, of a floor 100 % or more. None where nothing is judged:
    no value, no limit, a limit that isn't positive, or an indicator without a direction.
    """
    share = _share(a)
    return None if share is None else rounded(share * 100, _PLACES)


def relative_gap(a: Assessment) -> Decimal | None:
    """The room to the limit as a share of it: the more, the better, for ceilings and floors.

    None as in `attainment`.
    """
    share = _share(a)
    if share is None or a.limit is None:
        return None
    return 1 - share if a.limit.is_ceiling else share - 1


def _share(a: Assessment) -> Decimal | None:
    if a.limit is None or a.actual is None or a.limit.edge <= 0:
        return None
    return None if a.promise.direction is Direction.NONE else a.actual / a.limit.edge
