"""Which columns of a list are read: what `fields` asks for.

A field is named as in the rows, what stands in an object by its way (`limit.value`), and the whole
object by its own name (`limit`). What repeats (`citations`) is one field.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.http import QueryDict

from common.api.columns import Column, columns_of
from common.api.written import Path
from common.filters import ChoiceListField, CommaListWidget

FIELDS = "fields"


@cache
def known_fields(serializer: Any) -> tuple[str, ...]:
    """What `fields` may name, of a class of serializers: every column, and every object that
    columns stand in."""
    names = (
        ".".join(column.path[:length])
        for column in columns_of(serializer())
        for length in range(1, len(column.path) + 1)
    )
    return tuple(dict.fromkeys(names))


def asked_fields(parameters: QueryDict, serializer: Any) -> list[Path]:
    """What the address asks for, in its order; nothing: all. Raises Django's `ValidationError`."""
    value = CommaListWidget().value_from_datadict(parameters, {}, FIELDS)
    if not value:
        return []
    names = ChoiceListField(words=list(known_fields(serializer))).clean(value)
    return [tuple(name.split(".")) for name in names]


def keep(serializer: Any, paths: Collection[Path]) -> None:
    """Leave the other fields out of what `serializer` writes: they aren't even computed."""
    for name, field in list(serializer.fields.items()):
        inner = [path[1:] for path in paths if path[0] == name]
        if not inner:
            serializer.fields.pop(name)
        elif () not in inner:
            keep(field, inner)


def columns_as_asked(serializer: Any, paths: Sequence[Path]) -> tuple[Column, ...]:
    """The columns of what `serializer` still writes, in the order in which they were asked for."""
    columns = columns_of(serializer)
    found = [one for path in paths for one in columns if one.path[: len(path)] == path]
    return tuple(dict.fromkeys(found)) if paths else columns
