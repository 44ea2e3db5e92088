"""Who may do what, as a pure function of a person's grants and the facts of one value."""

from dataclasses import dataclass

from departments.rules.roles import Role

READ = "read"
EDIT = "edit"
REVIEW = "review"


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
class Person:
    """Who asks. `id` is None for an anonymous caller."""

    id: int | None
    is_administrator: bool = False
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked about: its region with all regions above it, and who answers for it.

    `submitted_by` is the person whose submission waits for a decision.
    """

    lineage: tuple[str, ...]
    departments: frozenset[int] = frozenset()
    submitted_by: int | None = None


def may(person: Person, action: str, matter: Matter) -> bool:
    """The one predicate.

    `read`: the working state, not only what is published. `edit`: enter, submit and withdraw;
    of the water department every indicator, of another those that it answers for. `review`:
    approve, return and reopen, by a reviewer of the province, never what they submitted
    themselves. An administrator keeps people and regions, not values: they may only read.
    """
    if action == READ:
        return person.is_administrator or any(g.region in matter.lineage for g in person.grants)
    if action == EDIT:
        return any(_edits(grant, matter) for grant in person.grants)
    if action == REVIEW:
        return (person.id is None or person.id != matter.submitted_by) and any(
            grant.role == Role.REVIEWER and grant.region in matter.lineage
            for grant in person.grants
        )
    raise ValueError(action)


def _edits(grant: Grant, matter: Matter) -> bool:
    return (
        grant.role == Role.EDITOR
        and grant.region in matter.lineage
        and (grant.covers_every_indicator or grant.department in matter.departments)
    )
