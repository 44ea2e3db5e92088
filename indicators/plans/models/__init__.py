"""What is promised: the catalogue, plans with their text, and what they say."""

from indicators.plans.models.catalogue import Indicator
from indicators.plans.models.plans import Clause, Plan
from indicators.plans.models.promises import (
    Citation,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    Target,
)

__all__ = [
    "Citation",
    "Clause",
    "Indicator",
    "Plan",
    "PlanIndicator",
    "PlanIndicatorDepartment",
    "Reported",
    "Target",
]
