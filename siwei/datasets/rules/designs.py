"""How the data sets of numbers are cut into dimensions and attributes, for statistical formats.

SDMX knows a component by its `id`; JSON-stat by its `name`, the name that the API has for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

AGENCY = "SIWEI"
VERSION = "1.0.0"
TIME = "TIME_PERIOD"
MEASURE = "OBS_VALUE"
# What stands where there is none, such as the base year of what is no reduction: the code that SDMX
# has for "not applicable".
NONE = "_Z"
YEAR_PATTERN = "[1-9][0-9]{3}|_Z"
GOAL_PATTERN = "[1-9][0-9]{3}|standing|undated"


class DataType(StrEnum):
    """What SDMX calls what stands in a component without a code list."""

    STRING = "String"
    INTEGER = "Integer"
    DOUBLE = "Double"
    BOOLEAN = "Boolean"
    YEAR = "GregorianYear"


class Lists(StrEnum):
    """The code lists."""

    AREA = "CL_AREA"
    INDICATOR = "CL_INDICATOR"
    UNIT = "CL_UNIT"
    PLAN = "CL_PLAN"
    OBS_STATUS = "CL_OBS_STATUS"
    REVIEW_STATE = "CL_REVIEW_STATE"
    FORM = "CL_FORM"
    COMPARATOR = "CL_COMPARATOR"
    NATURE = "CL_NATURE"


@dataclass(frozen=True, slots=True)
class Component:
    """One dimension or attribute. Without `codes`, what it holds is of `kind`."""

    id: str
    name: str
    codes: Lists | None = None
    kind: DataType = DataType.STRING
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """The dimensions and attributes of one data set; its id is that of the dataflow, too.

    `metric`, `geo` and `time` name dimensions by their role.
    """

    id: str
    dimensions: tuple[Component, ...]
    attributes: tuple[Component, ...]
    metric: str = "indicator"
    geo: str = "region"
    time: str = "year"

    @property
    def has_time(self) -> bool:
        """Whether every observation has a year, so that it is SDMX's time dimension."""
        return self.dimensions[-1].id == TIME

    def components(self) -> Iterator[Component]:
        yield from self.dimensions
        yield from self.attributes

    def position(self, name: str) -> int:
        """Where a dimension stands in the key of an observation."""
        return next(at for at, one in enumerate(self.dimensions) if one.name == name)

    def dimension(self, id: str) -> Component | None:
        return next((one for one in self.dimensions if one.id == id), None)


AREA = Component("REF_AREA", "region", Lists.AREA)
INDICATOR = Component("INDICATOR", "indicator", Lists.INDICATOR)
BASE_YEAR = Component("BASE_YEAR", "base_year", pattern=YEAR_PATTERN)
STATUS = Component("OBS_STATUS", "obs_status", Lists.OBS_STATUS)
UNIT = Component("UNIT_MEASURE", "unit", Lists.UNIT)
DECIMALS = Component("DECIMALS", "decimals", kind=DataType.INTEGER)

ACTUALS = Design(
    "ACTUALS",
    dimensions=(AREA, INDICATOR, BASE_YEAR, Component(TIME, "year", kind=DataType.YEAR)),
    attributes=(
        STATUS,
        UNIT,
        DECIMALS,
        Component("REVIEW_STATE", "state", Lists.REVIEW_STATE),
        Component("DEMO", "demo", kind=DataType.BOOLEAN),
    ),
)
# A standing limit has no year, and SDMX's time dimension no code for that: for when a target is, is
# a dimension like any other, a year or what kind of goal has none.
TARGETS = Design(
    "TARGETS",
    dimensions=(
        Component("PLAN", "plan", Lists.PLAN),
        AREA,
        INDICATOR,
        Component("FORM", "form", Lists.FORM),
        BASE_YEAR,
        Component("TARGET_YEAR", "year", pattern=GOAL_PATTERN),
    ),
    attributes=(
        STATUS,
        UNIT,
        DECIMALS,
        Component("COMPARATOR", "comparator", Lists.COMPARATOR),
        Component("NATURE", "nature", Lists.NATURE),
        Component("VALUE_TO", "value_to", kind=DataType.DOUBLE),
        Component("AIM", "aim", kind=DataType.DOUBLE),
        Component("COUNTS_FROM", "counts_from", pattern=YEAR_PATTERN),
        Component("CONFLICT", "conflict", kind=DataType.BOOLEAN),
        Component("AMENDED_BY", "amended_by", pattern="[A-Za-z0-9_@$-]+"),
    ),
)
# By the name of the data set.
DESIGNS = {"actuals": ACTUALS, "targets": TARGETS}
