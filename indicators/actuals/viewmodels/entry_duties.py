"""Who answers for a row of the grid: in short beside it, in full where somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from departments.rules.organs import short_organ_name
from indicators.plans.rules.enums import DepartmentRole
from indicators.plans.viewmodels.table import duties

if TYPE_CHECKING:
    from indicators.plans.models import PlanIndicator
    from indicators.plans.viewmodels.duties import Duty

_ORDER = list(DepartmentRole)


@dataclass(frozen=True, slots=True)
class DutyWords:
    """The departments of one role: `牵头`, `水利`, `市水利局`."""

    role: str
    short: str
    full: str


def duties_of(promise: PlanIndicator | None) -> list[DutyWords]:
    """The departments that answer for a promise, who leads first; none where nothing is promised.
    Within a role they stand in the order of the plan."""
    if promise is None:
        return []
    by_role = sorted(duties(promise), key=lambda one: _ORDER.index(DepartmentRole(one.role)))
    return [_words(one) for one in by_role]


def _words(duty: Duty) -> DutyWords:
    names = [one.name for one in duty.departments]
    return DutyWords(
        label(DepartmentRole(duty.role)),
        _("、").join(short_organ_name(name) for name in names),
        _("、").join(names),
    )
