"""What a plan said before, beside what it says now: row by row of each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of one part by their numbers: what those said that were changed since (only the
    columns that differ), those that were added since, and whole those that were removed."""

    changed: dict[int, Row] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)

    def extend(self, other: "Difference") -> None:
        self.changed.update(other.changed)
        self.added.extend(other.added)
        self.removed.extend(other.removed)


def difference(then: Sequence[Row], now: Sequence[Row]) -> Difference:
    """How the rows of `then` differ from those of `now`.

    A column that one of them doesn't have is no difference: the table didn't have it yet.
    """
    found = Difference()
    present = {row["id"]: row for row in now}
    for row in then:
        other = present.pop(row["id"], None)
        if other is None:
            found.removed.append(row)
        elif said := {name: row[name] for name in row if row[name] != other.get(name, row[name])}:
            found.changed[row["id"]] = said
    found.added.extend(present)
    return found
