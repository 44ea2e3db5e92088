"""In which order a list is read: what `ordering` asks for, by the names of its columns.

A view says in `orderings` what it can be ordered by. The rows that are alike in that stand in the
list's own order, of which the last column is unique: so the pages go on by key (`keys.py`) under
any order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.api.keys import path_of
from common.filters import CommaListField, CommaListWidget
from common.sorting import Order

ORDERING = "ordering"


@dataclass(frozen=True, slots=True)
class Sortable:
    """A column of the rows. `path`: what it is in the queryset; "" where the list is computed,
    which knows its columns itself. `nullable`: what has none comes last, whichever way."""

    path: str = ""
    nullable: bool = False


class OrderingField(CommaListField):
    """`-year,region`: columns, with a minus those that run down."""

    default_error_messages = {"repeated": _("“%(name)s”只能写一次。")}

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__()
        self.known = known

    def check(self, parts: list[str]) -> list[Order]:
        words = words_of(self.known)
        self.refuse((part for part in parts if part not in words), known=words)
        asked = [Order(part.removeprefix("-"), part.startswith("-")) for part in parts]
        for name, times in Counter(one.name for one in asked).items():
            if times > 1:
                message = self.error_messages["repeated"]
                raise ValidationError(message, code="repeated", params={"name": name})
        return asked


def words_of(known: Sequence[str]) -> list[str]:
    """What `ordering` may say: each column, up or down."""
    return [word for name in known for word in (name, f"-{name}")]


def asked_order(parameters: QueryDict, known: Sequence[str]) -> list[Order]:
    """What the address asks for, the first column first; nothing: the list's own order.

    Raises Django's `ValidationError`.
    """
    value = CommaListWidget().value_from_datadict(parameters, {}, ORDERING)
    found: list[Order] = OrderingField(known).clean(value) if value else []
    return found


def ordered(
    rows: "QuerySet[Any]", asked: Sequence[Order], sortable: Mapping[str, Sortable]
) -> "QuerySet[Any]":
    """`rows` in the order that was asked for, those that are alike in their own."""
    if not asked:
        return rows
    named = {sortable[one.name].path for one in asked}
    rest = [given for given in rows.query.order_by if path_of(given) not in named]
    return rows.order_by(*(_part(one, sortable[one.name]) for one in asked), *rest)


def _part(asked: Order, column: Sortable) -> Any:
    if not column.nullable:
        return f"-{column.path}" if asked.descending else column.path
    way = F(column.path)
    return way.desc(nulls_last=True) if asked.descending else way.asc(nulls_last=True)
