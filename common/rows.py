"""Rows of any model: querysets that hand out something else, and many updates at once."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
R = TypeVar("R")


def handing_out(rows: QuerySet[M], make: Callable[[Any], R]) -> QuerySet[M, R]:
    """The same queryset, to filter, order, count and slice, each row as `make` makes it of the
    model's: whoever reads it never holds the model's row. `make` also gets the annotations.
    """

    class Made(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            return map(make, super().__iter__())

    found = rows.all()
    found._iterable_class = Made
    return cast("QuerySet[M, R]", found)


def update_locked(rows: Sequence[M], fields: Sequence[str]) -> None:
    """Store `fields` of rows that are there and locked, all of one model.

    One statement, of several rows an upsert by the key: `bulk_update` would build a CASE with a
    branch for each row and column.
    """
    if len(rows) == 1:
        [row] = rows
        columns = {one.name: one.attname for one in row._meta.concrete_fields}
        stored = {name: getattr(row, columns[name]) for name in fields}
        type(row)._default_manager.filter(pk=row.pk).update(**stored)
    elif rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
