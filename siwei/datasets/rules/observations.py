"""A row of a data set as one observation: where it stands, its number, and what is said of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from indicators.actuals.rules.enums import ObsStatus
from indicators.plans.rules.enums import Comparator, TargetForm
from siwei.datasets.rules.codes import CHANGES, COMPARATORS, STATUSES
from siwei.datasets.rules.designs import NONE, Design

# What SDMX writes for a number that is missing: an empty cell would be no observation.
NOT_A_NUMBER = "NaN"


@dataclass(frozen=True, slots=True)
class Observation:
    """`key` has a code for each dimension of its design, `attributes` one for each attribute.

    `unit` is a code as SDMX has it. `updated_at`: ISO 8601; None where nothing says it.
    """

    key: tuple[str, ...]
    value: Decimal | None
    status: ObsStatus
    unit: str
    attributes: tuple[str, ...]
    state: str = ""
    demo: bool = False
    updated_at: str | None = None


# A row of a list by its columns, and the code of its unit.
Row: TypeAlias = Mapping[str, Any]
Reader: TypeAlias = Callable[[Row, str], Observation]


def of_actual(row: Row, unit: str) -> Observation:
    status = ObsStatus(row["obs_status"])
    value: Decimal | None = row["value"]
    return Observation(
        key=(row["region"], row["indicator"], or_none(row["base_year"]), str(row["year"])),
        value=value,
        status=status,
        unit=unit,
        attributes=(
            STATUSES[status],
            unit,
            str(decimals_of(value)),
            row["state"],
            boolean(row["demo"]),
        ),
        state=row["state"],
        demo=row["demo"],
        updated_at=row["updated_at"],
    )


def of_target(row: Row, unit: str) -> Observation:
    """`unit` is that of the printed number; a target that says a change has one of its own."""
    value: Decimal | None = row["value"]
    status = status_of_target(row["form"], value)
    counts_in = CHANGES.get(row["form"], unit)
    return Observation(
        key=(
            row["plan"],
            row["region"],
            row["indicator"],
            row["form"],
            or_none(row["base_year"]),
            row["goal_kind"] if row["year"] is None else str(row["year"]),
        ),
        value=value,
        status=status,
        unit=counts_in,
        attributes=(
            STATUSES[status],
            counts_in,
            str(decimals_of(value)),
            COMPARATORS[Comparator(row["comparator"])],
            row["nature"],
            number(row["value_to"]),
            number(row["aim"]),
            or_none(row["counts_from"]),
            boolean(row["conflict"]),
            or_none(row["amended_by.plan"]),
        ),
    )


READERS: Mapping[str, Reader] = {"actuals": of_actual, "targets": of_target}


def status_of_target(form: str, value: Decimal | None) -> ObsStatus:
    """A number that another document sets isn't there yet; mere words never have one."""
    if value is not None:
        return ObsStatus.NORMAL
    if form == TargetForm.SET_ELSEWHERE:
        return ObsStatus.NOT_AVAILABLE
    return ObsStatus.NOT_APPLICABLE


def number(value: Decimal | None) -> str:
    """With the digits that it has, never as a power of ten."""
    return NOT_A_NUMBER if value is None else f"{value:f}"


def decimals_of(value: Decimal | None) -> int:
    """How many digits stand behind the point; none of a number that is missing."""
    if value is None:
        return 0
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def or_none(value: object) -> str:
    return NONE if value is None else str(value)


def boolean(value: bool) -> str:
    return "true" if value else "false"


def columns_of(design: Design) -> Sequence[str]:
    """The columns of a table of observations, as SDMX-CSV orders them."""
    return (
        *(one.id for one in design.dimensions),
        "OBS_VALUE",
        *(one.id for one in design.attributes),
    )
