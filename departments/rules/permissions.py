"""Who may do what: the one place that answers, from nothing but a person's grants.

`scope_of` says where a person has a permission. Everything else is read off that scope: whether
they have it for one thing (`may`), for which rows of the database
(`departments.selectors.reached` and `allowed`), and so which regions they are offered. That is
why a list and `may` can't disagree.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from departments.rules.roles import Role

Permission: TypeAlias = Literal["read", "edit", "import", "review", "report", "oversee"]
READ: Final = "read"
EDIT: Final = "edit"
IMPORT: Final = "import"
REVIEW: Final = "review"
REPORT: Final = "report"
OVERSEE: Final = "oversee"
# What the API writes with; files are imported on pages alone.
API_WRITES: tuple[Permission, ...] = (EDIT, REVIEW, REPORT, OVERSEE)


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership: a role in a region, for editors in a department of it.

    `enters_every_indicator` says so of the department's kind, as of the water department's.
    """

    role: Role
    region: str
    department: int | None = None
    enters_every_indicator: bool = False

    @property
    def covers_every_indicator(self) -> bool:
        """Whether it lets enter every indicator of its region."""
        return self.role == Role.EDITOR and self.enters_every_indicator


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """What an API key leaves of its owner's permissions: to read, always; to write, if it
    `writes`, in `region` and all below it, or (None) wherever the owner may."""

    writes: bool
    region: str | None = None

    def lets_write(self, ancestors: Collection[str]) -> bool:
        """Whether it writes in a region: that of `ancestors`, its code with those above it."""
        return self.writes and (self.region is None or self.region in ancestors)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `id` is None for an anonymous caller; `key` says with which limits a program acts
    in their name, and is None where they are here themselves."""

    id: int | None
    is_administrator: bool = False
    grants: tuple[Grant, ...] = ()
    key: KeyLimits | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: its region with all regions above it, and who answers for it.

    `submitted_by` is the person whose submission waits for a decision, `changed_by` the last
    who changed what was submitted.
    """

    ancestors: tuple[str, ...]
    departments: frozenset[int] = frozenset()
    submitted_by: int | None = None
    changed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person has one permission; each region stands for itself and all below it.

    `everywhere`: in every region. `whole`: regions in which it holds for every indicator.
    `parts`: regions with a department in each, where it holds for the indicators that this
    department answers for. `except_person`: whose submissions and changes it leaves out. `within`:
    the region to which a key narrows all of that, with what lies below it.
    """

    everywhere: bool = False
    whole: frozenset[str] = frozenset()
    parts: frozenset[tuple[str, int]] = frozenset()
    except_person: int | None = None
    within: str | None = None

    def __bool__(self) -> bool:
        """Whether there is anything in it, `within` apart: where that lies, it doesn't know."""
        return self.everywhere or bool(self.whole or self.parts)

    @property
    def regions(self) -> frozenset[str]:
        """The regions that it names, without those below them."""
        return self.whole | {region for region, _department in self.parts}

    def includes(self, subject: Subject) -> bool:
        """Whether the permission holds for `subject`."""
        if own_work(self.except_person, subject) or not self._holds_in(subject.ancestors):
            return False
        return (
            self.everywhere
            or not self.whole.isdisjoint(subject.ancestors)
            or any(
                region in subject.ancestors and department in subject.departments
                for region, department in self.parts
            )
        )

    def reaches(self, ancestors: Collection[str]) -> bool:
        """Whether the permission may hold for something in a region: that of `ancestors`, which
        is its code with those above it. In a region of `parts` it depends on the indicator."""
        named = self.everywhere or not self.regions.isdisjoint(ancestors)
        return named and self._holds_in(ancestors)

    def _holds_in(self, ancestors: Collection[str]) -> bool:
        return self.within is None or self.within in ancestors


def scope_of(person: Person, permission: Permission) -> Scope:
    """Where `person` has `permission`; where a key acts for them, no more than it lets them.

    This is the one place in which a key's scope holds: whatever asks for a permission, asks here.
    """
    granted = _granted(person, permission)
    if person.key is None or permission == READ:
        return granted
    return replace(granted, within=person.key.region) if person.key.writes else Scope()


def _granted(person: Person, permission: Permission) -> Scope:
    """Where somebody's memberships give them `permission`.

    `read`: the working state, not only what is published. `edit`: enter, submit and withdraw;
    of the water department every indicator, of another those that it answers for. `import`: bring
    values from a file, as drafts that others submit: who may edit, a reviewer for the regions that
    they review, and an administrator, who is handed the tables of the years before. `review`:
    approve, return, reopen and retract, by a reviewer of the province; nobody approves or returns
    what they submitted or were the last to change. An administrator keeps people and regions, not
    values: beside importing they may only read. `report`: say how far the work of one's own
    department is, the water department's too. `oversee`: ask and urge the departments of a region
    and decide on what they report, by its water department or a reviewer; nobody decides on their
    own report.
    """
    if permission == READ:
        return Scope(
            everywhere=person.is_administrator,
            whole=frozenset(grant.region for grant in person.grants),
        )
    if permission == EDIT:
        editors = [grant for grant in person.grants if grant.role == Role.EDITOR]
        return Scope(
            whole=frozenset(grant.region for grant in editors if grant.covers_every_indicator),
            parts=frozenset(
                (grant.region, grant.department)
                for grant in editors
                if grant.department is not None and not grant.covers_every_indicator
            ),
        )
    if permission == IMPORT:
        edited, reviewed = _granted(person, EDIT), _granted(person, REVIEW)
        return Scope(
            everywhere=person.is_administrator,
            whole=edited.whole | reviewed.whole,
            parts=edited.parts,
        )
    if permission == REVIEW:
        reviewers = (grant for grant in person.grants if grant.role == Role.REVIEWER)
        return Scope(whole=frozenset(grant.region for grant in reviewers), except_person=person.id)
    if permission == REPORT:
        return Scope(
            parts=frozenset(
                (grant.region, grant.department)
                for grant in person.grants
                if grant.role == Role.EDITOR and grant.department is not None
            )
        )
    if permission == OVERSEE:
        overseers = (
            grant
            for grant in person.grants
            if grant.role == Role.REVIEWER or grant.covers_every_indicator
        )
        return Scope(whole=frozenset(grant.region for grant in overseers), except_person=person.id)
    raise ValueError(permission)


def may(person: Person, permission: Permission, subject: Subject) -> bool:
    """The one predicate: whether `person` has `permission` for `subject` (see `scope_of`)."""
    return scope_of(person, permission).includes(subject)


class OwnWork(StrEnum):
    """Why somebody who reviews a region may not review one value of it."""

    SUBMITTED = "submitted"
    CHANGED = "changed"


def own_work(person: int | None, subject: Subject) -> OwnWork | None:
    """What a person (by id) did to the value, so that somebody else has to review it."""
    if person is None:
        return None
    if person == subject.submitted_by:
        return OwnWork.SUBMITTED
    return OwnWork.CHANGED if person == subject.changed_by else None


def may_act(person: Person) -> bool:
    """Whether there is anything that `person` may edit or review."""
    return bool(scope_of(person, EDIT)) or bool(scope_of(person, REVIEW))


def concerns(person: Person, subject: Subject) -> bool:
    """Whether the grid shows a value to somebody who may read the grid's region.

    Who is there only to enter values sees those that they may enter; anybody else sees all.
    """
    here = [grant for grant in person.grants if grant.region in subject.ancestors]
    only_enters = bool(here) and all(grant.role == Role.EDITOR for grant in here)
    return not only_enters or may(person, EDIT, subject)


def administers(person: Person) -> bool:
    """Whether `person` keeps people, regions, departments, years and keys: with a key, if it
    isn't narrower than they are."""
    return person.is_administrator and person.key in (None, KeyLimits(writes=True))


def writing_regions(person: Person) -> frozenset[str]:
    """The regions in which `person` may write something by the API, without those below them."""
    return frozenset().union(*(scope_of(person, one).regions for one in API_WRITES))
