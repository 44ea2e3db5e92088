"""Stores the departments of a plan with their other spellings.

A department belongs to the file that brought it first; other plans of the region that name it
only refer to it. It goes with the last plan that names it, unless people work in it: then it
is handed to the administration.
"""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from departments.models import Department, DepartmentAlias
from indicators.plans.models import Clause, Plan
from siwei.loading.check import CheckedPlan, plan_file
from siwei.loading.problems import FixtureError
from siwei.loading.said import refuse_to_lose_department
from siwei.loading.schema import DepartmentEntry
from siwei.loading.sync import SyncCounts


def store_departments(plan: Plan, checked: CheckedPlan, tally: SyncCounts) -> dict[str, Department]:
    """The departments of the plan by their name in its file. Those of the region's other plans
    stay as they are."""
    entries = checked.file.departments
    names = [entry.name for entry in entries]
    tally.updated += _rename(plan, checked)
    region = Department.objects.filter(region=plan.region_id)
    stored = region.filter(name_in_file__in=names)
    masters = dict(stored.values_list("name_in_file", "managed_by_file"))
    synced = tally.sync(
        stored,
        ["region_id", "name_in_file"],
        [
            {
                "region_id": plan.region_id,
                "name_in_file": entry.name,
                "name": entry.name,
                "function_id": entry.function,
                "note": entry.note.strip(),
                "managed_by_file": masters.get(entry.name) or checked.name,
            }
            for entry in entries
        ],
    )
    departments = {name: department for (_region, name), department in synced.items()}
    _store_aliases(departments, checked, tally)
    return departments


def _store_aliases(
    departments: Mapping[str, Department], checked: CheckedPlan, tally: SyncCounts
) -> None:
    """The spellings of the file; those of administrators and of other plans stay."""
    known = DepartmentAlias.objects.filter(department__in=departments.values())
    others = set(known.exclude(managed_by_file=checked.name).values_list("department", "name"))
    wanted = [
        (departments[entry.name].pk, alias)
        for entry in checked.file.departments
        for alias in entry.aliases
    ]
    tally.sync(
        known.filter(managed_by_file=checked.name),
        ["department_id", "name"],
        [
            {"department_id": department, "name": alias, "managed_by_file": checked.name}
            for department, alias in wanted
            if (department, alias) not in others
        ],
    )


def _rename(plan: Plan, checked: CheckedPlan) -> int:
    """Give departments that the file renames their new names, so that they stay the same rows.

    A name that an administrator has given stays, and where the file comes to say the same name
    it is the same department. Returns how many rows changed. Raises `FixtureError` where a
    department of the new name is there already and people work in that of the old one, or where
    the file brings both: which of the two is meant, no file can say.
    """
    rows = list(Department.objects.filter(region=plan.region_id))
    known = {row.name_in_file or row.name: row for row in rows}
    by_name = {row.name: row for row in rows}
    listed = {entry.name for entry in checked.file.departments}
    renamed = 0
    for i, entry in enumerate(checked.file.departments):
        former = _former(entry, known, checked.name)
        same = by_name.get(entry.name)
        if former is None and entry.name not in known and same is not None:
            if same.name_in_file in listed:
                words = _(
                    "系统管理中已把“%(old)s”改名为“%(new)s”，文件里却两个都有；"
                    "请先在系统管理中改回，或从文件中删去一个"
                ) % {"old": same.name_in_file, "new": entry.name}
                raise FixtureError([checked.source.problem(("departments", i), words)])
            former = same
        if former is not None and entry.name not in known:
            known[entry.name] = known.pop(former.name_in_file or former.name)
            former.name_in_file = entry.name
            if "name" not in former.kept_columns:
                former.name = entry.name
            former.save(update_fields=["name", "name_in_file"])
            renamed += 1
        elif former is not None and former.memberships.exists():
            words = _(
                "“%(old)s”和“%(new)s”都已在库中，且“%(old)s”还有人员；"
                "请先在系统管理中把人员移到“%(new)s”"
            ) % {"old": former.name, "new": entry.name}
            raise FixtureError([checked.source.problem(("departments", i, "formerly"), words)])
    _adopt(known, listed)
    return renamed


def _adopt(known: Mapping[str, Department], listed: Collection[str]) -> None:
    """Rows of administrators that `--adopt` lets the file take over get their name in it."""
    adopted = [row for name, row in known.items() if name in listed and not row.name_in_file]
    for row in adopted:
        row.name_in_file = row.name
        row.save(update_fields=["name_in_file"])


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


def leave_departments(
    plan: Plan, checked: CheckedPlan, kept: Iterable[Department], tally: SyncCounts
) -> None:
    """What this plan's file brought and doesn't name any more goes, or finds another master.

    Another plan of the region that names it becomes its master; where people work in it, the
    administration does; else it is removed. Raises `FixtureError` where something was said by it
    or to it.
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
        spellings = [alias.name for alias in department.aliases.all()]
        names = [department.name, department.name_in_file, *spellings]
        naming = (slug for slug, text in others.items() if any(name in text for name in names))
        slug = next(naming, None)
        if slug is not None or department.memberships.exists():
            _hand_over(department, plan_file(slug) if slug is not None else "")
            tally.updated += 1
        else:
            refuse_to_lose_department(checked, department)
            tally.removed += 1 + len(spellings)
            department.delete()


def _hand_over(department: Department, master: str) -> None:
    """To the file of another plan or, without one, to the administration, with its spellings."""
    department.managed_by_file = master
    if not master:
        department.name_in_file, department.kept_columns = "", []
    department.save(update_fields=["managed_by_file", "name_in_file", "kept_columns"])
    department.aliases.exclude(managed_by_file="").update(managed_by_file=master)
