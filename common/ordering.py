"""In which order a list is read: what `ordering` asks for, by the names of its columns.

A page and the API ask in the same words. A list of the API says in `orderings` what it can be
ordered by, the filter of a page in its `OrderingParameter`. The rows that are alike in that stand
in the list's own order, of which the last column is unique: so the pages of the API go on by key
(`common/api/keys.py`) under any order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.collation import BySound
from common.filters import CommaListField, CommaListWidget, ListFilter
from common.language import is_english
from common.sorting import Order, rank

R = TypeVar("R")
ORDERING = "ordering"


@dataclass(frozen=True, slots=True)
class Sortable:
    """A column of the rows. `path`: what it is in the queryset; "" where the list is computed,
    which knows its columns itself. `nullable`: what has none comes last, whichever way.
    `computed`: what the queryset must compute first, under the name of the path."""

    path: str = ""
    nullable: bool = False
    computed: Callable[[], Any] | None = None


class OrderingField(CommaListField):
    """`-year,region`: columns, with a minus those that run down."""

    default_error_messages = {"repeated": _("“%(name)s”只能写一次。")}

    def __init__(self, known: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
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


class OrderingParameter(ListFilter):
    """In which order a page shows what it finds, and so does its table as a file; every row stays.

    `columns`: those of the queryset, which it orders itself, or no more than the names, where the
    rows are computed: the view orders them (`in_order`).
    """

    field_class = OrderingField

    def __init__(self, columns: Mapping[str, Sortable] | Iterable[str]) -> None:
        self.columns = columns if isinstance(columns, Mapping) else {}
        self.known = tuple(columns)
        super().__init__(known=self.known, narrows=False, label=_("排序"))

    def filter(self, qs: "QuerySet[Any]", value: "list[Order]") -> "QuerySet[Any]":
        return ordered(qs, value, self.columns) if self.columns else qs


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
    computed = {sortable[one.name].path: sortable[one.name].computed for one in asked}
    rows = rows.annotate(**{path: make() for path, make in computed.items() if make})
    rest = [given for given in rows.query.order_by if path_of(given) not in named]
    return rows.order_by(*(_part(one, sortable[one.name]) for one in asked), *rest)


def in_order(
    rows: Iterable[R], asked: Sequence[Order], columns: Mapping[str, Callable[[R], Any]]
) -> list[R]:
    """Computed rows in the order that was asked for, those that are alike in their own.

    A column says of a row what it is ordered by; None has no value, and comes last, whichever way.
    """
    return sorted(rows, key=lambda row: rank([columns[one.name](row) for one in asked], asked))


def by_name(column: str, *, english: str = "") -> Sortable:
    """A column of Chinese words, by their pinyin; on an English page that of their `english`."""

    def words() -> Any:
        return Lower(english) if english and is_english() else BySound(column)

    return Sortable(f"{column}_in_order", computed=words)


def _part(asked: Order, column: Sortable) -> Any:
    if not column.nullable:
        return f"-{column.path}" if asked.descending else column.path
    way = F(column.path)
    return way.desc(nulls_last=True) if asked.descending else way.asc(nulls_last=True)


def path_of(given: Any) -> str:
    """The column of a part of `order_by`: a name, `-name`, or an `F` that says where nulls go."""
    if isinstance(given, OrderBy):
        column: Any = given.expression
        return str(column.name)
    return str(given.removeprefix("-"))
