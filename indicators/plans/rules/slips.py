"""Slips: a value typed in another unit than its own, as it typically happens to an indicator."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Slip:
    """A unit that is taken for the indicator's own, by its names.

    `times`: how many times too large the value is then; less than one where it is too small
    (0.25 for 25 %: 0.01). `highest`: the most that a value in that unit can be. `is_bare`: it is
    a pure number, a fraction for a percentage.
    """

    times: Decimal
    name: str
    name_en: str
    highest: Decimal | None = None
    is_bare: bool = False
