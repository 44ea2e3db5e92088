"""Makes stored rows say what the fixtures say, and touches nothing that already does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from django.db.models import Model, QuerySet

from common.masters import FileManaged

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A column of a file's row that an administrator changed: what the file would have said."""

    row: Model
    column: str
    in_file: Any


@dataclass(slots=True)
class SyncCounts:
    """What one load did, and the rows that no fixture asks for any more."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    left_alone: list[LeftAlone] = field(default_factory=list)
    _surplus: list[QuerySet[Any]] = field(default_factory=list)
    _written: set[tuple[type[Model], Any]] = field(default_factory=set)

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.removed)

    def sync(self, stored: QuerySet[M], key: Sequence[str], rows: Sequence[Row]) -> dict[Key, M]:
        """Create or update a row of `stored` for each of `rows`; the rest is surplus.

        `key` names the fields (`…_id` for foreign keys) that say which row is which. Returns
        the rows by key. What an administrator has changed of a row stays (`left_alone`).
        """
        surplus = {tuple(getattr(row, name) for name in key): row for row in stored}
        result: dict[Key, M] = {}
        fresh: list[M] = []
        stale: list[M] = []
        for row in rows:
            identity = tuple(row[name] for name in key)
            known = surplus.pop(identity, None)
            if known is None:
                known = stored.model(**row)
                fresh.append(known)
            elif _assign(known, row, self.left_alone):
                stale.append(known)
            result[identity] = known
        stored.model._default_manager.bulk_create(fresh)
        if stale:
            primary = stored.model._meta.pk
            names = [
                name.removesuffix("_id")
                for name in rows[0]
                if primary is None or name != primary.name
            ]
            if issubclass(stored.model, FileManaged):
                names.append("kept_columns")
            stored.model._default_manager.bulk_update(stale, names)
        if surplus:
            pks = [row.pk for row in surplus.values()]
            self._surplus.append(stored.model._default_manager.filter(pk__in=pks))
        self.created += len(fresh)
        self.updated += len(stale)
        self._written.update((stored.model, row.pk) for row in (*fresh, *stale))
        return result

    def relinked(self, model: type[Model], pk: object) -> None:
        """Count a row whose relation to another plan changed, unless it is counted already."""
        if (model, pk) not in self._written:
            self._written.add((model, pk))
            self.updated += 1

    def remove_surplus(self) -> None:
        """Delete what is left over, the last synced first: children before their parents."""
        for rows in reversed(self._surplus):
            self.removed += rows.count()
            rows.delete()
        self._surplus.clear()


def _assign(row: Model, wanted: Row, left_alone: list[LeftAlone]) -> bool:
    changed = False
    kept: list[str] = getattr(row, "kept_columns", [])
    for name, value in wanted.items():
        column = name.removesuffix("_id")
        if getattr(row, name) == value:
            if column in kept:  # file and administration agree again
                kept.remove(column)
                changed = True
        elif column in kept:
            left_alone.append(LeftAlone(row, column, value))
        else:
            setattr(row, name, value)
            changed = True
    return changed
