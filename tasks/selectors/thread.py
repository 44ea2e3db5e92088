"""Reads a task with all that was said about it, and what of that waits."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import BooleanField, Case, Exists, Value, When

from departments.people import ANYONE, person_of
from departments.rules.permissions import READ, Person, Subject, may
from tasks.models import Statement, Task
from tasks.rules.enums import REPLIES_TO, StatementKind
from tasks.rules.offers import may_extend, opening, replies
from tasks.rules.parts import Work
from tasks.selectors.open import waits
from tasks.selectors.saying import replied_to
from tasks.selectors.standing import LATER
from tasks.selectors.statements import statements
from tasks.selectors.work import work_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement, what this reader may reply to it, and whether it still waits for a reply.

    `overtaken`: of a report on a milestone, that the same department reported on it again.
    """

    statement: Statement
    replies: list[StatementKind]
    waits: bool
    overtaken: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about a task, the newest first, and what the reader may say.

    `reads_all`: the reader sees all of it; anybody else only the reports that were confirmed.
    """

    entries: list[Entry]
    opening: list[StatementKind]
    extends: bool
    reads_all: bool

    @property
    def mine(self) -> list[Entry]:
        """What waits for the reader, the longest waiting first: what they answer or decide on. A
        question about it doesn't end the waiting."""
        return [
            one
            for one in reversed(self.entries)
            if one.waits and any(kind in REPLIES_TO for kind in one.replies)
        ]

    @property
    def extensions(self) -> list[Statement]:
        """The extensions that wait for a decision."""
        asked = StatementKind.EXTENSION.value
        return [one.statement for one in self.entries if one.waits and one.statement.kind == asked]


def thread(task: Task, user: AbstractBaseUser | AnonymousUser) -> Thread:
    """A fixed number of queries, however much was said."""
    person = person_of(user) if user.is_authenticated else ANYONE
    work = work_of([task])[task.pk]
    open_ones = Case(When(waits(), then=Value(True)), default=False, output_field=BooleanField())
    again = LATER.filter(kind=StatementKind.REPORT.value)
    said = statements(user).filter(task=task).annotate(waits=open_ones, overtaken=Exists(again))
    return Thread(
        entries=[_entry(person, work, one) for one in said.order_by("-pk")],
        opening=opening(person, work),
        extends=may_extend(person, work),
        reads_all=may(person, READ, Subject(work.ancestors)),
    )


def _entry(person: Person, work: Work, one: Statement) -> Entry:
    is_open: bool = one.waits  # type: ignore[attr-defined]
    overtaken: bool = one.overtaken  # type: ignore[attr-defined]
    offered = replies(person, work, replied_to(one, waits=is_open))
    return Entry(one, offered, is_open, overtaken)
