"""Where the rows of a data set come from: those of its list, a part at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rest_framework import serializers

from common.api.columns import Column, cells_of
from common.api.renderers import ExactJSONRenderer


class Source(Protocol):
    """The rows of one data set, in the order of its list; each read begins anew."""

    def cells(self) -> Iterator[Sequence[Any]]:
        """Each row as the cells of its columns."""

    def texts(self) -> Iterator[str]:
        """Each row as the JSON that the list has of it."""

    def exceeds(self, limit: int) -> bool:
        """Whether there are more rows than that, where it can be told without reading them all."""


@dataclass(frozen=True, slots=True)
class SerializedRows:
    """Rows that the serializer of the list writes.

    `parts` reads them anew, so many at a time that they fit into the memory.
    """

    parts: Callable[[], Iterable[Sequence[Any]]]
    serializer: type["serializers.BaseSerializer[Any]"]
    columns: Sequence[Column]
    exceeds: Callable[[int], bool]

    def cells(self) -> Iterator[Sequence[Any]]:
        return (cells_of(row, self.columns) for row in self._written())

    def texts(self) -> Iterator[str]:
        return (ExactJSONRenderer().render(row).decode() for row in self._written())

    def _written(self) -> Iterator[Any]:
        for part in self.parts():
            yield from self.serializer(part, many=True).data
