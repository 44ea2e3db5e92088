"""Querysets that hand out something else than their model's rows."""

from collections.abc import Callable, Iterator
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
