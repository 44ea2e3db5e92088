"""What is promised (catalogue, plans) and what happened (actuals)."""

from indicators.models.actuals import Actual, Evidence, ReportingYear, Revision
from indicators.models.catalogue import Indicator
from indicators.models.plans import Clause, Plan
from indicators.models.promises import (
    Citation,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    Target,
)

__all__ = [
    "Actual",
    "Citation",
    "Clause",
    "Evidence",
    "Indicator",
    "Plan",
    "PlanIndicator",
    "PlanIndicatorDepartment",
    "Reported",
    "ReportingYear",
    "Revision",
    "Target",
]
