"""Finds the row of a year that a name in somebody's table means."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from indicators.actuals.rules.keys import ActualKey

T = TypeVar("T")
_SERIAL = re.compile(r"^\(?(?:\d+|[一二三四五六七八九十]+)[).、．:]")
# No name is longer. What normalises a text takes the square of its length, at the worst.
LONGEST_NAME = 500
_BRACKETS = re.compile(r"\(([^()]*)\)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A row that a line may go to. `names`: what it is called, the names that count most first.
    `takes`: whether a value can be entered there now."""

    key: ActualKey
    names: Sequence[Collection[str]]
    takes: bool = True


@dataclass(slots=True)
class NameIndex(Generic[T]):
    """Things by their names; those of an earlier rank count more than those of a later one."""

    by_rank: list[dict[str, set[T]]] = field(default_factory=list)

    def add(self, rank: int, name: str, thing: T) -> None:
        while len(self.by_rank) <= rank:
            self.by_rank.append({})
        self.by_rank[rank].setdefault(plain_name(name), set()).add(thing)

    def find(self, text: str) -> set[T]:
        """What `text` names: nothing, one thing, or several of which nobody can tell.

        As it is written first, then without a serial number and what stands in brackets.
        """
        for name in (plain_name(text), _SERIAL.sub("", without_brackets(text))):
            for names in self.by_rank:
                if name and name in names:
                    return names[name]
        return set()

    def find_any(self, text: str) -> set[T]:
        """Whatever `text` may name, however little the name counts."""
        for name in (plain_name(text), _SERIAL.sub("", without_brackets(text))):
            named = [names[name] for names in self.by_rank if name and name in names]
            if named:
                return set().union(*named)
        return set()


class RowNames(NameIndex[ActualKey]):
    """The rows by their names; a plan's own name counts more than the catalogue's."""

    __slots__ = ()

    @classmethod
    def of(cls, places: Sequence[Place]) -> "RowNames":
        found = cls()
        for one in places:
            for rank, names in enumerate(one.names):
                for name in names:
                    found.add(rank, name, one.key)
        return found

    def rows(self, text: str) -> set[ActualKey]:
        """The rows that `text` names."""
        return self.find(text)


def says_nothing(text: str) -> bool:
    """Whether a cell has nothing in it that anybody sees."""
    return all(unicodedata.category(char)[0] in "CZ" for char in text)


def plain_name(text: str) -> str:
    """A name as names are compared: no matter the width, the spaces and capital letters."""
    return "".join(char for char in _normal(text) if not says_nothing(char)).casefold()


def without_brackets(text: str) -> str:
    """The plain name without what stands in brackets behind it."""
    return _BRACKETS.sub("", plain_name(text))


def in_brackets(text: str) -> str:
    """What stands in brackets behind a name."""
    found = _BRACKETS.search(_normal(text).strip())
    return found[1].strip() if found else ""


def _normal(text: str) -> str:
    """`text` in one width; left as it is where it is too long to be a name."""
    return text if len(text) > LONGEST_NAME else unicodedata.normalize("NFKC", text)
