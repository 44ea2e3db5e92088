"""Filters that an address carries, for pages and the API alike.

A value is one word or a comma list (`region=140100,140300`), which a form may also send as a
repeated field. What isn't known is refused with the words that are wrong, never ignored.

A filter narrows rows and computes nothing. What is asked for beside the rows (the year of what
is computed from them, say) is a parameter: a filter with `narrows=False`, which is read, checked
and described like any other. The view takes its value from `FilterSet.asked`.
"""

import copy
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

from common.labels import label
from common.language import local_name
from common.numbers import ID_DIGITS, whole_number

MAX_LENGTH = 2000
MAX_SEARCH = 100


class CommaListWidget(forms.TextInput):
    """Reads `a=1,2` and `a=1&a=2` alike."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return ",".join(str(value) for value in values if value not in (None, "")) or None


class CommaListField(forms.CharField):
    """A comma list; `check` refuses the words in it that aren't known."""

    widget = CommaListWidget
    default_error_messages = {
        "empty_part": _("逗号之间不能为空。"),
        "unknown": _("未知的取值：%(values)s。"),
        "known": _("未知的取值：%(values)s；可用：%(known)s。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, **options)

    def clean(self, value: Any) -> list[Any]:
        text = super().clean(value)
        if not text:
            return []
        parts = [part.strip() for part in text.split(",")]
        if not all(parts):
            raise ValidationError(self.error_messages["empty_part"], code="invalid")
        return self.check(list(dict.fromkeys(parts)))

    def check(self, parts: list[str]) -> list[Any]:
        return parts

    def refuse(self, unknown: Iterable[str], *, known: Iterable[str] = ()) -> None:
        """Raise `ValidationError` naming the words, if there are any, and those that are known."""
        params = {"values": "、".join(unknown), "known": "、".join(known)}
        if params["values"]:
            message = self.error_messages["known" if params["known"] else "unknown"]
            raise ValidationError(message, code="unknown", params=params)


class CodeListField(CommaListField):
    """Codes that must exist in a table, looked up with one query.

    With `names_known` a refusal names every code that is there: for tables of a page at most.
    """

    def __init__(
        self,
        *,
        known: Callable[[], "QuerySet[Any]"],
        key: str,
        names_known: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.known, self.key, self.names_known = known, key, names_known

    def check(self, parts: list[str]) -> list[Any]:
        found = set(
            self.known().filter(**{f"{self.key}__in": parts}).values_list(self.key, flat=True)
        )
        unknown = [part for part in parts if part not in found]
        names = unknown and self.names_known
        self.refuse(unknown, known=self.known().values_list(self.key, flat=True) if names else ())
        return parts


class OneCodeField(CodeListField):
    """One code, which must exist. A subclass says in its message `several` why not more."""

    def check(self, parts: list[str]) -> list[Any]:
        if len(parts) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        return super().check(parts)


class IdListField(CommaListField):
    """Numbers that must exist in a column of a table: ids, unless `key` names another one."""

    def __init__(
        self, *, known: Callable[[], "QuerySet[Any]"], key: str = "pk", **options: Any
    ) -> None:
        super().__init__(**options)
        self.known, self.key = known, key

    def check(self, parts: list[str]) -> list[Any]:
        numbers = {part: whole_number(part, digits=ID_DIGITS) for part in parts}
        wanted = [number for number in numbers.values() if number is not None]
        rows = self.known().filter(**{f"{self.key}__in": wanted}).order_by()
        found = set(rows.values_list(self.key, flat=True).distinct())
        self.refuse(part for part in parts if numbers[part] not in found)
        return [numbers[part] for part in parts]


class ChoiceListField(CommaListField):
    """Words of an enumeration."""

    def __init__(self, *, words: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def check(self, parts: list[str]) -> list[Any]:
        self.refuse((part for part in parts if part not in self.words), known=self.words)
        return parts


class YearField(CommaListField):
    """Years and ranges: `2025`, `2025,2030`, `2023:2030`, `2023:`, `:2030`, and maybe `none`."""

    default_error_messages = {
        "year": _("“%(value)s”不是年份或年份范围（如 2025、2023:2030、2023:、:2030）。"),
        "order": _("范围“%(value)s”的起始年晚于结束年。"),
    }

    def __init__(self, *, none: bool, **options: Any) -> None:
        super().__init__(**options)
        self.none = none

    def check(self, parts: list[str]) -> list[Any]:
        return [self._interval(part) for part in parts]

    def _interval(self, part: str) -> tuple[int, int] | None:
        if self.none and part == "none":
            return None
        match = re.fullmatch(r"([1-9][0-9]{3})|([1-9][0-9]{3})?:([1-9][0-9]{3})?", part)
        if match is None or part == ":":
            raise ValidationError(
                self.error_messages["year"], code="invalid", params={"value": part}
            )
        if match[1]:
            return int(match[1]), int(match[1])
        first, last = int(match[2] or 0), int(match[3] or 9999)
        if first > last:
            raise ValidationError(
                self.error_messages["order"], code="invalid", params={"value": part}
            )
        return first, last


class OneYearField(forms.IntegerField):
    """A single year, as a number of four digits."""

    default_error_messages = {"invalid": _("请写一个四位数的年份，如 2025；这里不能写范围。")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1000, max_value=9999, **options)


class PlainFilter(django_filters.Filter):
    """A filter of which nothing changes but whose set it belongs to."""

    def __deepcopy__(self, memo: Any) -> Self:
        # Each request has its own; whatever they hold may be the same.
        return copy.copy(self)


class ListFilter(PlainFilter):
    """Rows of which a column is in the list. With `many`, a column of a to-many relation.

    Without `narrows` it is a parameter: its value is asked for, and every row stays.
    """

    field_class: type[forms.Field] = CommaListField
    openapi: dict[str, Any] = {"type": "array", "items": {"type": "string"}}

    def __init__(self, *, many: bool = False, narrows: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.many, self.narrows = many, narrows

    def condition(self, value: list[Any]) -> Q:
        return Q(**{f"{self.field_name}__in": value})

    def names(self, parts: Collection[str]) -> Mapping[str, str]:
        """What the parts of a value are called on a page; what speaks for itself isn't in it."""
        return {}

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        if not value or not self.narrows:
            return qs
        return narrowed(qs, self.condition(value), many=self.many)


class CodeListFilter(ListFilter):
    """`region=140100,140300`: codes that must exist; an unknown one is refused."""

    field_class = CodeListField

    def __init__(
        self,
        *,
        known: Callable[[], "QuerySet[Any]"],
        key: str,
        names_known: bool = False,
        many: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(known=known, key=key, names_known=names_known, many=many, **options)
        self.known, self.key = known, key

    def names(self, parts: Collection[str]) -> Mapping[str, str]:
        found = self.known().filter(**{f"{self.key}__in": parts})
        return {str(getattr(one, self.key)): _name(one) for one in found}


class IdListFilter(ListFilter):
    """`department=12,15`: ids that must exist, or with `key` other numbers of a table."""

    field_class = IdListField
    openapi = {"type": "array", "items": {"type": "integer"}}

    def __init__(
        self,
        *,
        known: Callable[[], "QuerySet[Any]"],
        key: str = "pk",
        many: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(known=known, key=key, many=many, **options)
        self.known, self.key = known, key

    def names(self, parts: Collection[str]) -> Mapping[str, str]:
        if self.key != "pk":
            return {}
        numbers = [whole_number(part, digits=ID_DIGITS) for part in parts]
        found = self.known().filter(pk__in=[number for number in numbers if number is not None])
        return {str(one.pk): _name(one) for one in found}


class ChoiceListFilter(ListFilter):
    """`nature=constraint,expected`: words of an enumeration."""

    field_class = ChoiceListField

    def __init__(self, *, words: Iterable[StrEnum | str], **options: Any) -> None:
        self.words = list(words)
        values = [str(word) for word in self.words]
        super().__init__(words=values, **options)
        self.openapi = {"type": "array", "items": {"type": "string", "enum": values}}

    def names(self, parts: Collection[str]) -> Mapping[str, str]:
        known = [word for word in self.words if isinstance(word, StrEnum) and word in parts]
        return {str(word): label(word) for word in known}


def _name(thing: Any) -> str:
    """What a row is called: in the language of the page where it has a name in both."""
    return local_name(thing) if hasattr(thing, "name_en") else str(thing)


class YearFilter(ListFilter):
    """`year=2025`, `year=2023:2030`; with `none`, also the rows without a year."""

    field_class = YearField

    def __init__(self, *, none: bool = False, **options: Any) -> None:
        super().__init__(none=none, **options)
        word = r"[1-9][0-9]{3}|[1-9][0-9]{3}:([1-9][0-9]{3})?|:[1-9][0-9]{3}"
        self.openapi = {
            "type": "array",
            "items": {"type": "string", "pattern": f"^({word}{'|none' if none else ''})$"},
        }

    def condition(self, value: list[Any]) -> Q:
        found = Q()
        for interval in value:
            if interval is None:
                found |= Q(**{f"{self.field_name}__isnull": True})
            elif interval[0] == interval[1]:
                # An index goes on after what equals, not after a range.
                found |= Q(**{self.field_name: interval[0]})
            else:
                found |= Q(**{f"{self.field_name}__range": interval})
        return found


class OneYearParameter(ListFilter):
    """The one year that what is computed from the rows is about; a number, None if not asked."""

    field_class = OneYearField
    openapi = {"type": "integer", "minimum": 1000, "maximum": 9999}

    def __init__(self, **options: Any) -> None:
        super().__init__(narrows=False, label=_("年份"), **options)


class SearchFilter(PlainFilter, django_filters.CharFilter):
    """Every word of the search stands in one of the columns, in whatever case."""

    openapi: dict[str, Any] = {"type": "string", "maxLength": MAX_SEARCH}

    def __init__(self, *, columns: list[str], many: bool = False, **options: Any) -> None:
        super().__init__(max_length=MAX_SEARCH, **options)
        self.columns, self.many = columns, many

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        found = Q()
        for word in (value or "").split():
            found &= self.holds(word)
        return narrowed(qs, found, many=self.many) if found else qs

    def holds(self, word: str) -> Q:
        """The rows in which a word stands."""
        return Q(*(Q(**{f"{column}__icontains": word}) for column in self.columns), _connector=Q.OR)


def of_our_calendar(day: date) -> bool:
    """Whether `day` can change its time zone: the first and the last of the calendar overflow."""
    return date(1900, 1, 1) <= day <= date(9000, 1, 1)


def check_day(day: date) -> None:
    """Raises `ValidationError` for a day that isn't of our calendar."""
    if not of_our_calendar(day):
        # Not "invalid": of that code Django would say its own words.
        raise ValidationError(_("请输入 1900 年至 9000 年的日期。"), code="range")


class DateFilter(PlainFilter, django_filters.DateFilter):
    """A day as ISO 8601 writes it."""

    openapi: dict[str, Any] = {"type": "string", "format": "date"}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class DayParameter(DateFilter):
    """A day from which on what is computed is shown; None if not asked."""

    narrows = False

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[check_day], **options)

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs


class SinceField(IsoDateTimeField):
    """A time as ISO 8601 writes it, or a day, which begins at midnight."""

    default_error_messages = {
        "invalid": _("“%(value)s”不是时间；例如 2026-03-01 或 2026-03-01T00:00:00%%2B08:00。"),
        "space": _(
            "“%(value)s”不是时间：地址中的加号要写作 %%2B，例如 2026-03-01T00:00:00%%2B08:00。"
        ),
        "range": _("请输入 1900 年至 9000 年的时间。"),
    }

    def to_python(self, value: Any) -> datetime | None:
        try:
            found: datetime | None = super().to_python(value)
        except ValidationError:
            spaced = re.search(r"T[0-9:.]+ [0-9]{2}:?[0-9]{2}$", str(value).strip())
            code = "space" if spaced else "invalid"
            message = self.error_messages[code]
            raise ValidationError(message, code="invalid", params={"value": value}) from None
        # Not a validator's to say: Django would answer with its words of the code for its own.
        if found and not of_our_calendar(found.date()):
            raise ValidationError(self.error_messages["range"], code="invalid")
        # PostgreSQL takes no offset beyond 15:59, which nobody has.
        return found and localtime(found)


class SinceFilter(PlainFilter, django_filters.IsoDateTimeFilter):
    """Rows changed at that time or later; without an offset it is Chinese time."""

    field_class = SinceField
    openapi: dict[str, Any] = {
        "type": "string",
        "anyOf": [{"format": "date-time"}, {"format": "date"}],
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(lookup_expr="gte", **options)


def narrowed(qs: "QuerySet[Any]", condition: Q, *, many: bool) -> "QuerySet[Any]":
    """`qs` where the condition holds; through a to-many relation no row comes twice."""
    if not many:
        return qs.filter(condition)
    model: type[Model] = qs.model
    return qs.filter(pk__in=model._default_manager.filter(condition).values("pk"))


class FilterSet(django_filters.FilterSet):
    """A list's filters. `parameters` says what an address may carry, for help and the schema."""

    form_class: ClassVar[type[forms.Form]]

    def get_form_class(self) -> type[forms.Form]:
        """One for all requests: what a field says of itself is lazy, and the same in each."""
        cls = type(self)
        if "form_class" not in vars(cls):
            cls.form_class = super().get_form_class()
        return cls.form_class

    @classmethod
    def parameters(cls) -> dict[str, str | LazyText]:
        """Each filter's name with the sentence that explains it."""
        return {name: one.extra.get("help_text", "") for name, one in cls.base_filters.items()}

    @property
    def asked(self) -> Mapping[str, Any]:
        """What a valid address asks for, by name; empty (`[]`, None, "") where it says nothing."""
        found: Mapping[str, Any] = self.form.cleaned_data
        return found
