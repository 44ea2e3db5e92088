"""The columns of a data set as they are described: on the page and in the data package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from common.api.columns import Column
from common.api.fields import WordField
from common.column_kinds import Kind
from common.language import is_english
from siwei.datasets.wording.columns import column_title, column_unit

if TYPE_CHECKING:
    from siwei.datasets.selectors.sets import DataSet


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column in one language. `required`: no cell is empty. `words`: what stands in it, and
    what each word is called; none where anything may."""

    name: str
    title: str
    description: str
    unit: str
    kind: Kind
    required: bool
    words: Sequence[tuple[str, str]]

    @property
    def plain_description(self) -> str:
        """Without the signs of Markdown, in which the description of the API is written."""
        return self.description.replace("`", "")

    @property
    def is_english(self) -> bool:
        """Whether its description is, in a page that isn't."""
        return not is_english() and self.description.isascii()


def described_columns(data_set: DataSet) -> Sequence[DescribedColumn]:
    """The columns of a set, in the active language."""
    serializer = data_set.serializer()
    return [
        DescribedColumn(
            name=one.name,
            title=column_title(data_set.name, one.name),
            description=str(one.description),
            unit=column_unit(data_set.name, one.name),
            kind=one.kind,
            required=_always_there(one, data_set),
            words=_words(serializer, one.path),
        )
        for one in data_set.columns
    ]


def _always_there(column: Column, data_set: DataSet) -> bool:
    """Whether its cells are never empty. A text may be empty, unless rows are told apart by it."""
    told_apart = column.name in data_set.key
    return not column.nullable and (told_apart or column.kind is not Kind.TEXT)


def _words(serializer: Any, path: Sequence[str]) -> Sequence[tuple[str, str]]:
    field: serializers.Field[Any, Any, Any, Any] = serializer.fields[path[0]]
    if len(path) > 1:
        return _words(field, path[1:])
    if not isinstance(field, WordField):
        return ()
    return [(str(word), str(label)) for word, label in field.choices.items()]
