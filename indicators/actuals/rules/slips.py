"""Does a value look as if it were typed in another unit than its own?

Which units those are is data of the indicator (`Slip`).
"""

from collections.abc import Sequence
from decimal import Decimal

from common.figures import rounded
from indicators.actuals.rules.findings import Amount, Finding, Value, warning
from indicators.plans.rules.slips import Slip
from indicators.plans.rules.units import UnitData

# 万 for 亿 is ten thousand times too much: asked about where the catalogue names no slip.
MAGNITUDE = Decimal(10_000)
SLACK = Decimal(3)  # a city's own change may add a factor of three
MOST_PLACES = 6


def wrong_magnitude(
    value: Decimal, reference: Decimal | None, slips: Sequence[Slip], unit: UnitData
) -> Finding | None:
    """The slip that explains how far `value` is from `reference`; None where none does.

    Where nothing is known to hold it against, a value that a pure number could have (0.25) is
    asked about if fractions are a slip of its unit.
    """
    if not value:
        return None
    if not reference:
        return next((_fraction(value, one, unit) for one in slips if _fits(value, one)), None)
    if (value < 0) != (reference < 0):
        return None
    times = value / reference
    found = _slipped(value, times, slips, unit) or _mixed(times, slips, unit)
    if found is None:
        return None
    return warning(
        "wrong_magnitude",
        reference=Amount(reference, unit),
        times=rounded(times, 0) if times >= 1 else Decimal(f"{times:.1g}"),
        unit=unit,
        **found,
    )


def _slipped(
    value: Decimal, times: Decimal, slips: Sequence[Slip], unit: UnitData
) -> dict[str, Value] | None:
    """The slip that makes a value so many times too large, and what was meant then."""
    slip = min(slips, key=lambda one: _off(times / one.times), default=None)
    if slip is None or _off(times / slip.times) > SLACK:
        return None
    return {"why": "slip", "slip": slip, "meant": Amount(_short(value / slip.times), unit)}


def _mixed(times: Decimal, slips: Sequence[Slip], unit: UnitData) -> dict[str, Value] | None:
    """The slip the other way round; of shares that is above 100 % as a rule."""
    if unit.is_share:
        return None
    slip = min(slips, key=lambda one: _off(times * one.times), default=None)
    if slip is not None and _off(times * slip.times) <= SLACK:
        return {"why": "mixed", "slip": slip}
    known = bool(slips) or _off(_off(times) / MAGNITUDE) > SLACK
    return None if known else {"why": "magnitude"}


def _off(times: Decimal) -> Decimal:
    """How far a ratio is from one, in either direction."""
    return times if times >= 1 else 1 / times


def _fits(value: Decimal, slip: Slip) -> bool:
    return slip.highest is not None and slip.times < 1 and 0 < value < slip.highest


def _fraction(value: Decimal, slip: Slip, unit: UnitData) -> Finding:
    meant = Amount(_short(value / slip.times), unit)
    return warning("wrong_magnitude", why="fraction", slip=slip, meant=meant, unit=unit)


def _short(value: Decimal) -> Decimal:
    return rounded(value, MOST_PLACES).normalize() + 0
