"""Decimals as printed: 9.0 stays 9.0, though a database column pads it or forgets its zero."""

from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

DIGITS = 20
PLACES = 6


def places_of(value: Decimal) -> int:
    """How many decimals `value` prints: 2 for 2.27, 1 for 9.0, 0 for 30."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    return max(0, -exponent)


def at_places(value: Decimal | None, places: int | None) -> Decimal | None:
    """`value` with exactly `places` decimals; None stays None."""
    if value is None or places is None:
        return value
    return value.quantize(_step(places))


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def value_field(
    **options: Any,
) -> "models.DecimalField[Decimal | str | int | None, Decimal | None]":
    """The column of a value. Its printed decimals stand beside it in a `*_places` column."""
    return models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, **options
    )


def places_field() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(null=True, blank=True)


def with_places(value: str, places: str, name: str) -> models.CheckConstraint:
    """A check constraint that a value has its printed decimals, and nothing else has."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{value}__isnull": True, f"{places}__isnull": True})
        | models.Q(**{f"{value}__isnull": False, f"{places}__isnull": False}),
        name=name,
    )
