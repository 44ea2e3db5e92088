"""What the checks find in a value: codes with their numbers. `actuals.wording` says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from indicators.plans.rules.slips import Slip
from indicators.plans.rules.units import UnitData


class Severity(StrEnum):
    """An error blocks; a warning asks, mostly for an explanation that the reviewer then reads; a
    remark is only said."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit."""

    value: Decimal
    unit: UnitData


@dataclass(frozen=True, slots=True)
class Fall:
    """A reduction since a base year, to be said with its direction: below zero it is a rise."""

    value: Decimal
    unit: UnitData


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two values of a unit; `signed` where its direction matters."""

    value: Decimal
    unit: UnitData
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one, to be said in per cent with so many decimals."""

    value: Decimal
    places: int = 1
    signed: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """What an indicator is called in both languages."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a whole, each with its value."""

    parts: tuple[tuple[IndicatorName, Amount], ...]


Value: TypeAlias = (
    str
    | int
    | Decimal
    | UnitData
    | Slip
    | Amount
    | Fall
    | Difference
    | Share
    | IndicatorName
    | Parts
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in one value; `values` are what its sentence names.

    Without `explicable` no explanation mends it: it is submitted with the warning.
    """

    code: str
    severity: Severity
    values: Mapping[str, Value] = field(default_factory=dict)
    explicable: bool = True

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def warns(self) -> bool:
        return self.severity is Severity.WARNING

    @property
    def asks(self) -> bool:
        """Whether it must be explained before the value is submitted."""
        return self.warns and self.explicable


def error(code: str, **values: Value) -> Finding:
    """What can't be stored."""
    return Finding(code, Severity.ERROR, values)


def warning(code: str, **values: Value) -> Finding:
    """What is stored, but must be explained before it is submitted."""
    return Finding(code, Severity.WARNING, values)


def remark(code: str, **values: Value) -> Finding:
    """What is worth knowing, and needs no explanation."""
    return Finding(code, Severity.REMARK, values)
