"""Who does which part of a task, and who may speak for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from departments.rules.permissions import EDIT, OVERSEE, REPORT, REVIEW, Person, Subject, may
from indicators.plans.rules.enums import DepartmentRole

# The weightiest first.
_WEIGHT = (DepartmentRole.LEAD, DepartmentRole.SHARED, DepartmentRole.PARTICIPATING)
ANSWERING = frozenset({DepartmentRole.LEAD, DepartmentRole.SHARED})


@dataclass(frozen=True, slots=True)
class Part:
    """What one department does of a task; without `items` (numbers), of the whole of it."""

    department: int
    role: DepartmentRole
    items: frozenset[int] = frozenset()

    def covers(self, item: int | None) -> bool:
        """Whether it is a part of the item; of the task as a whole everybody's is one."""
        return item is None or not self.items or item in self.items


def foremost(roles: Iterable[DepartmentRole]) -> DepartmentRole | None:
    """The weightiest of several roles: who leads answers before who does a share, and who does a
    share before who takes part. None of none."""
    return min(roles, key=_WEIGHT.index, default=None)


def answering(parts: Iterable[Part], *, water: int | None) -> frozenset[int]:
    """Who answers for a task: who leads it or does a share of it; of one that nobody leads, all
    who do something of it; of one that the plan gives to nobody, `water`: the water bureau of its
    region, if that has one."""
    known = list(parts)
    return (
        frozenset(p.department for p in known if p.role in ANSWERING)
        or frozenset(p.department for p in known)
        or frozenset(() if water is None else (water,))
    )


@dataclass(frozen=True, slots=True)
class Work:
    """A task as the question who may speak for whom needs it.

    `ancestors`: the plan's region with all above it. `manned`: the departments that have somebody
    in Siwei. `water`: the bureau of the region whose people oversee the work, if it has one.
    """

    ancestors: tuple[str, ...]
    parts: tuple[Part, ...]
    manned: frozenset[int] = frozenset()
    water: int | None = None

    def role(self, department: int, item: int | None = None) -> DepartmentRole | None:
        """The role of a department in an item or in the task, the weightiest of several."""
        own = (part for part in self.parts if part.department == department)
        return foremost(part.role for part in own if part.covers(item))

    @property
    def answering(self) -> frozenset[int]:
        """The departments that answer for the task or a part of it."""
        return answering(self.parts, water=self.water)

    def involved(self, item: int | None = None) -> list[int]:
        """The departments that do something of it, in the order of the plan."""
        found = [p.department for p in self.parts if p.covers(item)]
        return list(dict.fromkeys(found)) or sorted(self.answering)


def oversees(person: Person, work: Work) -> bool:
    """Whether `person` asks and urges the departments of the task."""
    return may(person, OVERSEE, Subject(work.ancestors))


def decides(person: Person, work: Work, *, reporter: int | None, department: int) -> bool:
    """Whether `person` decides on what `reporter` (the pk of a user) said for a department: a
    reviewer, or the water bureau, of others' work; nobody on what they said themselves."""
    subject = Subject(work.ancestors, submitted_by=reporter)
    if may(person, REVIEW, subject):
        return True
    return may(person, OVERSEE, subject) and not speaks_for(person, work, department)


def speaks_for(person: Person, work: Work, department: int) -> bool:
    """Whether `person` belongs to the department."""
    return may(person, REPORT, Subject(work.ancestors, frozenset({department})))


def reports_on_behalf(person: Person, work: Work, department: int) -> bool:
    """Whether `person` may report for a department that has nobody in Siwei: the water bureau,
    which would have to ring it up anyway."""
    return department not in work.manned and may(person, EDIT, Subject(work.ancestors))


def can_report(person: Person, work: Work, department: int) -> bool:
    """Whether `person` may say something in the name of the department."""
    return speaks_for(person, work, department) or reports_on_behalf(person, work, department)


def speaking_for(person: Person, work: Work, departments: Iterable[int]) -> list[int]:
    """Those of `departments` in whose name `person` may speak, their own first."""
    able = [one for one in departments if can_report(person, work, one)]
    return sorted(able, key=lambda one: not speaks_for(person, work, one))
