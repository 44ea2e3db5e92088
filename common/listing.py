"""How a page reads the filter of its address, and shows it as a form.

The filters are those of the API (`FilterSet`): a page and a program ask in the same words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from common.filters import FilterSet, ListFilter
from common.moments import AS_OF
from common.numbers import whole_number
from common.ordering import ORDERING

M = TypeVar("M", bound=Model)
R = TypeVar("R")
PAGE = "page"
# What only says which part of the result a page shows.
PARTS = (PAGE, "after")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One part of an address that can't be understood: its name, and why."""

    field: str
    label: str
    message: str


class BadFilterError(BadRequest):
    """The filter of an address is refused; `wrong` names every part that can't be understood."""

    def __init__(self, wrong: list[Wrong]) -> None:
        self.wrong = wrong
        super().__init__(_("地址中的筛选条件无法识别"))


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form; with options it is a choice, without it takes words."""

    name: str
    label: str
    hint: str
    value: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filter as a form. `active` if the address carries any condition."""

    fields: list[FormField]
    active: bool


def filtered(
    request: HttpRequest, filters: type[FilterSet], rows: "QuerySet[M]"
) -> tuple["QuerySet[M]", FilterSet]:
    """The rows that the address asks for, and the filter that chose them. The request keeps by
    which columns they can be ordered, for the heads of their tables (the tag `sort_head`).

    Raises `BadFilterError` for a name or a value that isn't known.
    """
    wanted = filters(request.GET, rows, request=request)
    unknown = [name for name in request.GET if name != PAGE and name not in wanted.filters]
    wrong = [
        Wrong(name, str(wanted.filters[name].label), message)
        for name, messages in wanted.form.errors.items()
        for message in map(str, messages)
    ]
    wrong += [Wrong(name, "", _("这一页没有这个筛选条件。")) for name in unknown]
    if wrong:
        raise BadFilterError(wrong)
    order = wanted.filters.get(ORDERING)
    request.orderings = order.known if order else ()  # type: ignore[attr-defined]
    return wanted.qs, wanted


def filter_form(
    wanted: FilterSet, choices: Mapping[str, Iterable[tuple[str, str]]] | None = None
) -> FilterForm:
    """The form of a filter: `choices` gives the options of a field, in the order of the form.

    A field without choices is left out, except the search. What the address says stays chosen,
    even where it is a list that the options don't have.
    """
    fields = [_choice(wanted, name, options) for name, options in (choices or {}).items()]
    if "search" in wanted.filters:
        fields.append(_field(wanted, "search", []))
    return FilterForm(fields, narrows(wanted))


def narrows(wanted: FilterSet, *, but: Collection[str] = ()) -> bool:
    """Whether the address carries any condition `but` these; a moment or an order is none."""
    names = (name for name in wanted.filters if name not in (*but, AS_OF, ORDERING))
    return any(wanted.form[name].value() for name in names)


def with_default(form: FilterForm, name: str, value: str) -> FilterForm:
    """The form without “all” for a field that always has one value, `value` unless chosen."""

    def chosen(field: FormField) -> FormField:
        options = [replace(one, selected=one.value == value) for one in field.options if one.value]
        if not any(one.selected for one in options):
            options.append(Option(value, value, True))
        return replace(field, options=options)

    return replace(form, fields=[chosen(one) if one.name == name else one for one in form.fields])


def _choice(wanted: FilterSet, name: str, options: Iterable[tuple[str, str]]) -> FormField:
    chosen = str(wanted.form[name].value() or "")
    rows = [Option(value, label, value == chosen) for value, label in options]
    if chosen and not any(row.selected for row in rows):
        # What the options don't offer has its name from the filter: a page shows no code.
        labels = {row.value: row.label for row in rows}
        missing = [part for part in chosen.split(",") if part not in labels]
        one = wanted.filters[name]
        labels |= one.names(missing) if missing and isinstance(one, ListFilter) else {}
        several = "、".join(labels.get(part, part) for part in chosen.split(","))
        rows.append(Option(chosen, several, True))
    return _field(wanted, name, [Option("", _("全部"), not chosen), *rows])


def _field(wanted: FilterSet, name: str, options: list[Option]) -> FormField:
    one = wanted.filters[name]
    hint = "" if options else str(one.extra.get("help_text", ""))
    return FormField(name, str(one.label), hint, str(wanted.form[name].value() or ""), options)


@dataclass(frozen=True, slots=True)
class SortLink:
    """How a column is ordered now, as `aria-sort` says it, and the address of the next order."""

    state: str
    query: str


def sort_link(address: QueryDict, name: str, *, down: bool = False) -> SortLink:
    """The order of a column in an address, and that which its head leads to: up, down (`down`: the
    other way round), then that of the page itself. Nothing else that is asked for changes, but the
    first page is shown."""
    first, second = (f"-{name}", name) if down else (name, f"-{name}")
    asked = address.get(ORDERING, "").partition(",")[0]
    following = {first: second, second: ""}.get(asked, first)
    wanted = address.copy()
    for one in (*PARTS, ORDERING):
        wanted.pop(one, None)
    if following:
        wanted[ORDERING] = following
    state = {name: "ascending", f"-{name}": "descending"}.get(asked, "none")
    return SortLink(state, f"?{wanted.urlencode()}")


def page_of(
    request: HttpRequest, rows: "QuerySet[Any, R] | Sequence[R]", *, size: int = 100
) -> "Page[R]":
    """The page of the rows that the address asks for.

    Raises `BadFilterError` for a page that isn't there.
    """
    paginator = Paginator(rows, size)
    wanted = request.GET.get(PAGE, "1")
    number = whole_number(wanted)
    if number is None or not 1 <= number <= paginator.num_pages:
        raise BadFilterError([Wrong(PAGE, _("页码"), _("没有第“%s”页。") % wanted)])
    return paginator.page(number)
