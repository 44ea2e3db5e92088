"""A reduction computed from the levels behind it."""

from collections.abc import Mapping
from decimal import Decimal

from indicators.actuals.rules.keys import ActualKey
from indicators.plans.rules.rates import derived_reduction


def derived_between(
    key: ActualKey, level: str | None, values: Mapping[ActualKey, Decimal]
) -> Decimal | None:
    """推算: what `values` of the indicator's `level` make of the reduction that `key` names.

    None for anything but a reduction, and where one of the two levels isn't known.
    """
    if level is None or key.base_year is None:
        return None
    base = values.get(ActualKey(key.region, level, key.base_year))
    now = values.get(ActualKey(key.region, level, key.year))
    return None if base is None or now is None else derived_reduction(base, now)
