"""What is promised: the catalogue, plans with their text, and what they say."""

from indicators.plans.models.catalogue import (
    Indicator,
    IndicatorDivision,
    IndicatorPart,
    SeriesBreak,
)
from indicators.plans.models.loads import LoadedFile
from indicators.plans.models.plans import Clause, Plan
from indicators.plans.models.promises import (
    Citation,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reading,
    Reported,
    Target,
)
from indicators.plans.models.units import Unit, UnitSpelling

__all__ = [
    "Citation",
    "Clause",
    "Indicator",
    "IndicatorDivision",
    "IndicatorPart",
    "LoadedFile",
    "Plan",
    "PlanIndicator",
    "PlanIndicatorDepartment",
    "Reading",
    "Reported",
    "SeriesBreak",
    "Target",
    "Unit",
    "UnitSpelling",
]
