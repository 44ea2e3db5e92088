"""Records in the streams of Office before 2007: where its macros and embedded objects stand."""

import zlib
from collections.abc import Iterator

from common.records.rules.files import MOST_UNPACKED, FileFault, NotAccepted

# A sheet of a workbook (MS-XLS 2.4.28), and the kinds of sheet that hold macros.
_XLS_SHEET, _XLS_MACRO_SHEETS = 0x0085, (1, 6)
# Of a presentation (MS-PPT 2.13.24): whether there are macros, and what is embedded.
_PPT_MACROS, _PPT_OBJECT = 0x0400, 0x1011
_PPT_CONTAINER = 0x0F


def refuse_macro_sheets(workbook: bytes) -> None:
    """Raises `NotAccepted`: Excel 4 keeps macros in sheets of their own."""
    at = 0
    while at + 4 <= len(workbook):
        kind = int.from_bytes(workbook[at : at + 2], "little")
        size = int.from_bytes(workbook[at + 2 : at + 4], "little")
        if kind == _XLS_SHEET and size > 5 and workbook[at + 9] in _XLS_MACRO_SHEETS:
            raise NotAccepted(FileFault.MACROS)
        at += 4 + size


def embedded_in(presentation: bytes) -> Iterator[bytes]:
    """What is embedded in a presentation. Raises `NotAccepted` where it has macros."""
    for kind, instance, body in _records(presentation):
        if kind == _PPT_MACROS and int.from_bytes(body[4:8], "little"):
            raise NotAccepted(FileFault.MACROS)
        if kind == _PPT_OBJECT:
            yield _inflated(body[4:]) if instance == 1 else body


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records. A container is only a header before those that it contains."""
    at = 0
    while at + 8 <= len(content):
        head = int.from_bytes(content[at : at + 2], "little")
        kind = int.from_bytes(content[at + 2 : at + 4], "little")
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8
        if head & _PPT_CONTAINER != _PPT_CONTAINER:
            yield kind, head >> 4, content[at : at + size]
            at += size


def _inflated(content: bytes) -> bytes:
    unpacked = zlib.decompressobj().decompress(content, MOST_UNPACKED + 1)
    if len(unpacked) > MOST_UNPACKED:
        raise NotAccepted(FileFault.BOMB)
    return unpacked
