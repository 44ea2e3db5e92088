"""Data sets as text, written while they are read: JSON, JSON lines, CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from common.api.columns import Column
from common.chunks import in_parts
from common.column_kinds import Kind
from common.sheets import guarded

# So many rows are sent at a time.
_PART = 500


def as_json(rows: Iterable[str]) -> Iterator[bytes]:
    """One array, a row a line. Cut off it lacks its bracket, and is no JSON."""
    before = "[\n"
    for part in in_parts(rows, _PART):
        yield (before + ",\n".join(part)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def as_jsonl(rows: Iterable[str]) -> Iterator[bytes]:
    """One object a line."""
    for part in in_parts(rows, _PART):
        yield ("\n".join(part) + "\n").encode()


def as_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """By RFC 4180, in UTF-8 with a byte order mark, so that Excel reads the Chinese.

    A text that a spreadsheet would take for something else has an apostrophe before it
    (`common.sheets`); numbers, days and times have none.
    """
    write = [_WRITTEN.get(one.kind, _as_it_is) for one in columns]
    yield _lines([[one.name for one in columns]]).encode("utf-8-sig")
    for part in in_parts(rows, _PART):
        yield _lines(
            [
                [None if cell is None else say(cell) for say, cell in zip(write, row, strict=True)]
                for row in part
            ]
        ).encode()


def _lines(rows: list[list[Any]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


@lru_cache(4096)
def _guarded(text: str) -> str:
    return guarded(text)


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _truth(cell: bool) -> str:
    return "true" if cell else "false"


def _as_it_is(cell: Any) -> Any:
    return cell


_WRITTEN: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _guarded,
    Kind.DECIMAL: _plain,
    Kind.BOOLEAN: _truth,
}
