"""Rows of a page that are JSON already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, overload

import simplejson

Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenRows(Sequence[dict[str, Any]]):
    """Rows, each as the JSON that the list has of it; `fields` of it, where some are asked for.

    `ExactJSONRenderer` sends the texts as they are. Whoever reads a row gets it as an object.
    """

    texts: Sequence[str]
    fields: Sequence[Path] = ()

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, wanted: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, wanted: slice) -> "WrittenRows": ...
    def __getitem__(self, wanted: int | slice) -> "dict[str, Any] | WrittenRows":
        if isinstance(wanted, slice):
            return WrittenRows(self.texts[wanted], self.fields)
        row: dict[str, Any] = simplejson.loads(self.texts[wanted], use_decimal=True)
        return picked(row, self.fields) if self.fields else row

    @property
    def as_array(self) -> str | None:
        """All of them as one text; None where a part of each is asked for."""
        return None if self.fields else f"[{','.join(self.texts)}]"


def picked(row: Mapping[str, Any], paths: Collection[Path]) -> dict[str, Any]:
    """The fields of a row that are asked for, in their order: what `selection.keep` leaves."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        inner = [path[1:] for path in paths if path[0] == name]
        if inner:
            whole = value is None or () in inner
            found[name] = value if whole else picked(value, inner)
    return found
