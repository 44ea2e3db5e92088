"""The arithmetic of percentage reductions. Everything is in per cent: 9.5 means 9.5 %.

A reduction r leaves the share 1 − r; shares multiply, reductions don't add up.
"""

from decimal import Decimal
from functools import lru_cache

from common.figures import rounded

_HUNDRED = Decimal(100)
_ONE = Decimal(1)
_PLACES = 6
# A power takes as long as the rest of a verdict, and cities promise the same for the same years.
_KEPT = 4096


@lru_cache(_KEPT)
def annual_rate(reduction: Decimal, years: int) -> Decimal | None:
    """What a reduction over `years` asks per year: 1 − (1 − r)^(1/n), to six decimals.

    None where it is undefined: no years, or a reduction of more than everything.
    """
    left = _left(reduction)
    if years <= 0 or left < 0:
        return None
    return _back(left ** (_ONE / years))


def chain(first: Decimal, second: Decimal) -> Decimal:
    """Two reductions, one after the other: 1 − (1 − a)(1 − b)."""
    return _back(_left(first) * _left(second))


def unchain(whole: Decimal, first: Decimal) -> Decimal | None:
    """The second of two reductions, from the whole and the first; None after a fall to zero."""
    left = _left(first)
    return None if left <= 0 else _back(_left(whole) / left)


def derived_reduction(level_base: Decimal, level_now: Decimal) -> Decimal | None:
    """The reduction between two levels; None where the level of the base year isn't positive.

    An estimate: official reductions are at constant prices, levels at current ones.
    """
    return None if level_base <= 0 else _back(level_now / level_base)


def reduction_after(start: Decimal, end: Decimal, years: int, of_years: int) -> Decimal:
    """The reduction after `years` of `of_years` years on the way from `start` to `end`.

    At a constant yearly rate: from zero it is 1 − (1 − r)^(t/n). A rate that ends at nothing
    left is not constant: that road is straight.
    """
    here, there = _left(start), _left(end)
    share = Decimal(years) / of_years
    if here <= 0 or there <= 0:
        return start + (end - start) * share
    return _at_constant_rate(here, there, share)


@lru_cache(_KEPT)
def _at_constant_rate(here: Decimal, there: Decimal, share: Decimal) -> Decimal:
    return _back(here * (there / here) ** share)


def compound_reduction(rate: Decimal, years: int) -> Decimal:
    """What `rate` per cent a year come to over `years`: 1 − (1 − r)^n, to six decimals."""
    return _back(_left(rate) ** years)


def after_years(level: Decimal, rate: Decimal, years: int) -> Decimal:
    """A level that grows by `rate` per cent a year (falls, where it is negative): L · (1 + r)^n."""
    return level * (_ONE + rate / _HUNDRED) ** years


def level_between(start: Decimal, end: Decimal, years: int, of_years: int) -> Decimal:
    """The level after `years` of `of_years` years on the way from `start` to `end`, at a constant
    yearly rate; straight where none leads there."""
    share = Decimal(years) / of_years
    if start <= 0 or end <= 0:
        return start + (end - start) * share
    return start * (end / start) ** share


def _left(reduction: Decimal) -> Decimal:
    return _ONE - reduction / _HUNDRED


def _back(left: Decimal) -> Decimal:
    """As a plain number without trailing zeros: 20, never 2E+1."""
    value = rounded((_ONE - left) * _HUNDRED, _PLACES)
    return value.normalize() + 0 if value else Decimal(0)
