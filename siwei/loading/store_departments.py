"""Stores the departments of a plan with their other spellings.

A department belongs to the file that brought it first; other plans of the region that name it
only refer to it. It goes with the last plan that names it, unless people work in it: then it
is handed to the administration.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from departments.models import Department, DepartmentAlias
from indicators.plans.models import Clause, Plan
from siwei.loading.check import CheckedPlan, plan_file
from siwei.loading.problems import FixtureError
from siwei.loading.schema import DepartmentEntry
from siwei.loading.sync import SyncCounts


def store_departments(plan: Plan, checked: CheckedPlan, tally: SyncCounts) -> dict[str, Department]:
    """The departments of the plan by name. Those of the region's other plans stay as they are."""
    entries = checked.file.departments
    tally.updated += _rename(plan, checked)
    stored = Department.objects.filter(region=plan.region_id, name__in=[e.name for e in entries])
    masters = dict(stored.values_list("name", "managed_by_file"))
    synced = tally.sync(
        stored,
        ["region_id", "name"],
        [
            {
                "region_id": plan.region_id,
                "name": entry.name,
                "function_id": entry.function,
                "note": entry.note.strip(),
                "managed_by_file": masters.get(entry.name) or checked.name,
            }
            for entry in entries
        ],
    )
    departments = {name: department for (_region, name), department in synced.items()}
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


def _rename(plan: Plan, checked: CheckedPlan) -> int:
    """Give departments that the file renames their new names, so that they stay the same rows.

    Returns how many. Raises `FixtureError` where a department of the new name is there already
    and people work in that of the old one: which of the two they belong to, no file can say.
    """
    known = {row.name: row for row in Department.objects.filter(region=plan.region_id)}
    renamed = 0
    for i, entry in enumerate(checked.file.departments):
        former = _former(entry, known, checked.name)
        if former is None:
            continue
        if entry.name not in known:
            known[entry.name] = known.pop(former.name)
            former.name = entry.name
            former.save(update_fields=["name"])
            renamed += 1
        elif former.memberships.exists():
            words = _(
                "“%(old)s”和“%(new)s”都已在库中，且“%(old)s”还有人员；"
                "请先在系统管理中把人员移到“%(new)s”"
            ) % {"old": former.name, "new": entry.name}
            raise FixtureError([checked.source.problem(("departments", i, "formerly"), words)])
    return renamed


def _former(
    entry: DepartmentEntry, known: Mapping[str, Department], file: str
) -> Department | None:
    """The department that `entry` was, if it is still there under a former name.

    Where the new name is there, too, an old one that another file brings is another department.
    """
    rows = (known[name] for name in entry.formerly if name in known)
    mine = (row for row in rows if entry.name not in known or row.managed_by_file == file)
    return next(mine, None)


def text_of(clauses: Iterable[Clause]) -> str:
    """All the words of `clauses`, in which a department may be named."""
    return "\n".join(f"{clause.heading}\n{clause.text}" for clause in clauses)


def leave_departments(plan: Plan, kept: Iterable[Department], tally: SyncCounts) -> None:
    """What this plan's file brought and doesn't name any more goes, or finds another master.

    Another plan of the region that names it becomes its master; where people work in it, the
    administration does; else it is removed.
    """
    left = (
        Department.objects.filter(region=plan.region_id, managed_by_file=plan_file(plan.slug))
        .exclude(pk__in=[department.pk for department in kept])
        .prefetch_related("aliases")
    )
    others = {
        other.slug: text_of(other.clauses.all())
        for other in Plan.objects.filter(region=plan.region_id)
        .exclude(pk=plan.pk)
        .prefetch_related("clauses")
    }
    for department in left:
        names = [department.name, *(alias.name for alias in department.aliases.all())]
        naming = (slug for slug, text in others.items() if any(name in text for name in names))
        slug = next(naming, None)
        if slug is not None or department.memberships.exists():
            department.managed_by_file = plan_file(slug) if slug is not None else ""
            department.save(update_fields=["managed_by_file"])
            tally.updated += 1
        else:
            tally.removed += 1 + len(names[1:])
            department.delete()
