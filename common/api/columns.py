"""The rows of a list as a table: a column for each field, by the names of the API.

What stands in an object has a column of its own, named by its way (`limit.value`), and is empty
where the object is null. What repeats (citations, departments, aliases) stays in one cell, as
JSON: a table has no other place for it that a program could read back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

from rest_framework import serializers

from common.api.descriptions import field_description
from common.api.fields import ExactDecimalField
from common.api.renderers import ExactJSONRenderer
from common.column_kinds import Kind
from common.labels import Label


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the way to its value in a row of the API, what its cells hold.

    `description` speaks the language that is active when it is shown."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    description: Label
    nullable: bool


_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (ExactDecimalField, Kind.DECIMAL),
    (serializers.BooleanField, Kind.BOOLEAN),
    (serializers.IntegerField, Kind.INTEGER),
    (serializers.DateTimeField, Kind.TIME),
    (serializers.DateField, Kind.DATE),
    (serializers.ListField, Kind.JSON),
    (serializers.DictField, Kind.JSON),
    (serializers.JSONField, Kind.JSON),
    (serializers.ManyRelatedField, Kind.JSON),
    (serializers.BaseSerializer, Kind.JSON),
)
_OF_SCHEMA = {
    "string": Kind.TEXT,
    "integer": Kind.INTEGER,
    "number": Kind.DECIMAL,
    "boolean": Kind.BOOLEAN,
    "array": Kind.JSON,
    "object": Kind.JSON,
}
_OF_FORMAT = {"date": Kind.DATE, "date-time": Kind.TIME}
_OF_PYTHON: tuple[tuple[type[Any], Kind], ...] = (
    (str, Kind.TEXT),
    (bool, Kind.BOOLEAN),
    (int, Kind.INTEGER),
    (list, Kind.JSON),
    (dict, Kind.JSON),
)


def columns_of(
    serializer: "serializers.BaseSerializer[Any]",
    above: tuple[str, ...] = (),
    nullable: bool = False,
) -> tuple[Column, ...]:
    """The columns of the rows that `serializer` writes, in the order of its fields."""
    assert isinstance(serializer, serializers.Serializer)
    found: list[Column] = []
    for name, field in serializer.fields.items():
        path, empty = (*above, name), nullable or bool(field.allow_null)
        if isinstance(field, serializers.Serializer):
            found += columns_of(field, path, empty)
        else:
            said = field_description(serializer, name, field.help_text)
            found.append(Column(".".join(path), path, kind_of(field, serializer), said, empty))
    return tuple(found)


def kind_of(field: "serializers.Field[Any, Any, Any, Any]", parent: Any) -> Kind:
    """What the cells of a field hold. Raises `TypeError` where nothing says it."""
    if isinstance(field, serializers.SerializerMethodField):
        return _computed_kind(getattr(parent, str(field.method_name)))
    return next((kind for type_, kind in _KINDS if isinstance(field, type_)), Kind.TEXT)


def _computed_kind(method: Any) -> Kind:
    """Of a method: as it is described for the schema, else by the type that it returns."""
    described = getattr(method, "_spectacular_annotation", {}).get("field")
    if isinstance(described, Mapping):
        types = described.get("type", "object")
        one = types if isinstance(types, str) else next(name for name in types if name != "null")
        return _OF_FORMAT.get(described.get("format", ""), _OF_SCHEMA[one])
    if isinstance(described, serializers.BaseSerializer):
        return Kind.JSON
    returned = get_type_hints(method)["return"]
    one = next(one for one in _alternatives(returned) if one is not type(None))
    for type_, kind in _OF_PYTHON:
        if isinstance(one, type) and issubclass(one, type_):
            return kind
    raise TypeError(f"{method.__qualname__}: what does it return, {returned}?")


def _alternatives(returned: Any) -> tuple[Any, ...]:
    """Of `str | None` both; of `list[str]` what holds the others."""
    holder = get_origin(returned)
    if holder in (list, dict):
        return (holder,)
    return get_args(returned) or (returned,)


def cells_of(row: Mapping[str, Any], columns: Sequence[Column]) -> list[Any]:
    """The cells of one row of the API, None where there is nothing."""
    return [cell_of(row, column) for column in columns]


def cell_of(row: Mapping[str, Any], column: Column) -> Any:
    value: Any = row
    for name in column.path:
        if value is None:
            return None
        value = value[name]
    if value is None or column.kind is not Kind.JSON:
        return value
    return ExactJSONRenderer().render(value).decode()


def without(columns: Iterable[Column], names: Iterable[str]) -> tuple[Column, ...]:
    """The columns but for those of the fields `names`."""
    left_out = set(names)
    return tuple(one for one in columns if one.path[0] not in left_out)
