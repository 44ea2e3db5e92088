"""What a person may say about a task now: which buttons a page has, and what the service takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from departments.rules.permissions import Person
from tasks.rules.enums import OF_DEPARTMENTS, REPLIES_TO, StatementKind
from tasks.rules.parts import Work, can_report, decides, oversees, speaking_for, speaks_for


@dataclass(frozen=True, slots=True)
class Reply:
    """What may be replied to a statement: what kind it is, whose, by whom (the pk of a user), and
    whether it still waits: for an answer, for a decision."""

    kind: StatementKind
    department: int
    by: int | None
    waits: bool


# What a page offers on the task itself; for an extension, a milestone has to have a day.
_OPENING = (
    StatementKind.REPORT,
    StatementKind.COMMENT,
    StatementKind.QUESTION,
    StatementKind.URGING,
)


def opening(person: Person, work: Work) -> list[StatementKind]:
    """What may be said about the task itself."""
    return [kind for kind in _OPENING if concerned(person, work, kind)]


def concerned(person: Person, work: Work, kind: StatementKind) -> list[int]:
    """The departments for which, or to which, `person` may say that of the task itself; of what
    is a reply, none."""
    if kind in REPLIES_TO:
        return []
    if kind not in OF_DEPARTMENTS:
        return askable(person, work)
    involved = work.involved()
    if kind is StatementKind.EXTENSION:
        # Who only takes part doesn't move the day of those who answer for it.
        involved = [one for one in involved if one in work.answering]
    return speaking_for(person, work, involved)


def askable(person: Person, work: Work) -> list[int]:
    """The departments that `person` asks and urges: those of the task but for their own."""
    if not oversees(person, work):
        return []
    return [one for one in work.involved() if not speaks_for(person, work, one)]


def may_extend(person: Person, work: Work) -> bool:
    """Whether `person` may ask for an extension: for a department that answers for the task."""
    return bool(concerned(person, work, StatementKind.EXTENSION))


def replies(person: Person, work: Work, said: Reply) -> list[StatementKind]:
    """What may be replied to `said`."""
    return list(_replies(person, work, said))


def _replies(person: Person, work: Work, said: Reply) -> Iterator[StatementKind]:
    kind = said.kind
    if kind in (StatementKind.QUESTION, StatementKind.URGING):
        if can_report(person, work, said.department):
            yield StatementKind.ANSWER
        return
    if said.waits and decides(person, work, reporter=said.by, department=said.department):
        if kind is StatementKind.REPORT:
            yield from (StatementKind.CONFIRMATION, StatementKind.REJECTION)
        elif kind is StatementKind.EXTENSION:
            yield from (StatementKind.GRANT, StatementKind.REFUSAL)
    if kind in OF_DEPARTMENTS and said.department in askable(person, work):
        yield StatementKind.QUESTION
