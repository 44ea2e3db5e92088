"""Who answers for a row of the grid: in short beside it, in full where somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from departments.rules.organs import short_organ_name
from indicators.plans.rules.enums import DepartmentRole

if TYPE_CHECKING:
    from indicators.plans.models import PlanIndicator
    from indicators.plans.models.promises import PlanIndicatorDepartment

_ORDER = list(DepartmentRole)


@dataclass(frozen=True, slots=True)
class Duty:
    """The departments of one role: `牵头`, `水利`, `市水利局`."""

    role: str
    short: str
    full: str


def duties_of(promise: PlanIndicator | None) -> list[Duty]:
    """The departments that answer for a promise, who leads first; none where nothing is promised.
    Within a role they stand in the order of the plan."""
    if promise is None:
        return []
    named = [(DepartmentRole(one.role), one.department.name) for one in _answering(promise)]
    return [
        _duty(role, [name for _role, name in group])
        for role, group in groupby(named, key=lambda one: one[0])
    ]


def _answering(promise: PlanIndicator) -> list[PlanIndicatorDepartment]:
    return sorted(
        promise.responsibilities.all(), key=lambda one: _ORDER.index(DepartmentRole(one.role))
    )


def _duty(role: DepartmentRole, names: list[str]) -> Duty:
    return Duty(
        label(role), _("、").join(short_organ_name(name) for name in names), _("、").join(names)
    )
