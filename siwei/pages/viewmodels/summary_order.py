"""What the list of cities can be ordered by (`siwei.pages.filters.CityListFilter`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from common.collation import sound
from indicators.plans.rules.enums import PlanStatus

if TYPE_CHECKING:
    from siwei.pages.selectors.summaries import PlanSummary


SUMMARY_ORDER: Mapping[str, Callable[[PlanSummary], Any]] = {
    "region": lambda row: row.plan.region_id,
    "plan": lambda row: sound(row.plan.title),
    "status": lambda row: list(PlanStatus).index(PlanStatus(row.plan.status)),
    "constraint": lambda row: row.constraint,
    "expected": lambda row: row.expected,
    "unstated": lambda row: row.unstated,
    "years": lambda row: row.years[-1] if row.years else None,
    "tasks": lambda row: row.tasks,
    "conflicts": lambda row: row.conflicts,
}
