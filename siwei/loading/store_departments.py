"""Stores the departments of a plan with their other spellings."""

from collections.abc import Iterable

from departments.models import Department, DepartmentAlias
from indicators.plans.models import Clause, Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.sync import Tally


def store_departments(plan: Plan, checked: CheckedPlan, tally: Tally) -> dict[str, Department]:
    """The departments of the plan by name. Those of the region's other plans stay as they are."""
    entries = checked.file.departments
    stored = tally.sync(
        Department.objects.filter(region=plan.region_id, name__in=[e.name for e in entries]),
        ["region_id", "name"],
        [
            {
                "region_id": plan.region_id,
                "name": entry.name,
                "function": entry.function,
                "note": entry.note.strip(),
            }
            for entry in entries
        ],
    )
    departments = {name: department for (_region, name), department in stored.items()}
    tally.sync(
        DepartmentAlias.objects.filter(department__in=departments.values()),
        ["department_id", "name"],
        [
            {"department_id": departments[entry.name].pk, "name": alias}
            for entry in entries
            for alias in entry.aliases
        ],
    )
    return departments


def text_of(clauses: Iterable[Clause]) -> str:
    """All the words of `clauses`, in which a department may be named."""
    return "\n".join(f"{clause.heading}\n{clause.text}" for clause in clauses)


def remove_departments(plan: Plan, kept: list[Department], named_before: str, tally: Tally) -> None:
    """A department that this plan named and no plan names any more goes, unless people work in it.

    What an administrator set up and no plan ever named stays.
    """
    orphans = (
        Department.objects.filter(
            region=plan.region_id,
            indicator_responsibilities__isnull=True,
            assignments__isnull=True,
            memberships__isnull=True,
        )
        .exclude(pk__in=[department.pk for department in kept])
        .prefetch_related("aliases")
    )
    elsewhere = text_of(Clause.objects.filter(plan__region=plan.region_id).exclude(plan=plan))
    for department in orphans:
        names = [department.name, *(alias.name for alias in department.aliases.all())]
        if any(name in named_before for name in names) and not any(
            name in elsewhere for name in names
        ):
            tally.removed += 1 + len(names[1:])
            department.delete()
