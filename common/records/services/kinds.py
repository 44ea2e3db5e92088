"""The kinds of things that have a history; each subject registers its own when it starts.

Records know no domain: what a thing says now, and which of its changes are public, they ask here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeAlias

from django.db.models import QuerySet

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.public_changes import PublicChange
from common.records.rules.publications import Effect
from common.records.services.stored import StoredRow


class NoSuchRegion(LookupError):
    """No region has this code."""


People: TypeAlias = Mapping[str, int | datetime | None]
PublicChanges: TypeAlias = Mapping[int, Sequence[PublicChange]]  # by the sequence of the row
Public: TypeAlias = tuple[int | None, datetime | None, Content]  # version, since when, what


@dataclass(frozen=True, slots=True)
class File:
    """A file of a thing as its history tells it: added by whom and when, and when taken away.

    `described` is how the history names it (`rules.files.described`).
    """

    described: str
    by: int | None
    at: datetime
    removed_at: datetime | None = None


class Thing(NamedTuple):
    """A thing as its own table says it is: what its last history row must have left.

    `public` is what its own table shows the public, with the version and the time of that;
    None where nothing is public. `people`: whom its own table names for what they did, and when,
    by column. A thing without columns for version and time has None there, and in `public`.
    """

    key: str
    version: int | None
    at: datetime | None
    content: Content
    public: Public | None = None
    people: People = MappingProxyType({})


class Kind(Protocol):
    """What a subject says of its things."""

    name: str
    # Of how many the rows are in memory at once.
    at_once: int

    @property
    def title(self) -> str:
        """What such things are called, in the active language."""
        ...

    def effect(self, action: str, after: Content | None) -> Effect:
        """What a change does to what is public; `after` is what it left."""
        ...

    @property
    def public_actions(self) -> Collection[str]:
        """The actions by which something public can change; all others are drafts."""
        ...

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        """What history rows with such actions changed for the public, of whatever things.

        It follows from the history alone, so that it is the same whenever it is asked for. A
        fixed number of queries.
        """
        ...

    def people(self, rows: Sequence[StoredRow]) -> People:
        """What the history of a thing, oldest row first, says of what `Thing.people` says."""
        ...

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        """The files that the history of a thing, oldest row first, names."""
        ...

    def without_history(self) -> Sequence[str]:
        """The things that must have a history, and have none."""
        ...

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        """The things of `records` that are there, by the pk of their record."""
        ...

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        """Those of `records` whose thing belongs to `region` or to one below it.

        Raises `NoSuchRegion`.
        """
        ...


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; once, when its app starts."""
    _KINDS[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises `KeyError` for a kind that isn't registered."""
    return _KINDS[name]


def kinds() -> list[Kind]:
    """Every kind, by name."""
    return [_KINDS[name] for name in sorted(_KINDS)]
