"""Who answers for something, gathered by role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from departments.models import Department


@dataclass(frozen=True, slots=True)
class Duty:
    """The departments that share one role, in the printed order."""

    role: str
    departments: list[Department]


def by_role(pairs: Iterable[tuple[str, Department]]) -> list[Duty]:
    """(role, department) in the printed order, gathered by role; nobody is named twice in one."""
    found: dict[str, dict[int, Department]] = {}
    for role, department in pairs:
        found.setdefault(role, {}).setdefault(department.pk, department)
    return [Duty(role, list(members.values())) for role, members in found.items()]
