"""What is packed in a file: everything is unpacked once, inside a budget, and looked at.

Zip (Office since 2007, OFD) and compound files (Office before, WPS, encrypted and embedded
things) hold each other, so both are walked here.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import IO, Protocol, TypeAlias

import olefile
from PIL import Image, UnidentifiedImageError

from common.records.rules.files import FileFault, NotAccepted
from common.records.services.inspection.binary_records import embedded_in, refuse_macro_sheets
from common.records.services.inspection.budget import Budget, refuse_program
from common.records.services.inspection.images import IMAGES, refuse_large
from common.records.services.inspection.office_parts import part_for

ZIP = b"PK\x03\x04"
OLE = olefile.MAGIC
# Of a zip's directory: an honest one has some hundred entries of a hundred bytes.
_MOST_DIRECTORY = 1024 * 1024
_PIECE = 64 * 1024
# Parts and storages with macros: Visual Basic, Excel 4, and the JavaScript of WPS.
_MACROS = {
    *("macros", "_vba_project_cur", "_vba_project", "vba", "macrosheets"),
    *("vbaproject.bin", "vbadata.xml", "jdedata", "jdedata.bin", "activex"),
}
# A field of Word that starts a program (MS-DOC 2.8.25), in letters of one byte or of two.
_DDE = re.compile(rb"\x13\0?(\s\0?)*D\0?D\0?E\0?(AUTO|A\0U\0T\0O\0)?[\s\"]", re.IGNORECASE)
# A file that somebody packed into a document, whatever it is.
_PACKAGE = "\x01ole10native"


class PartReader(Protocol):
    """What looks at an entry of a zip while it is unpacked."""

    def feed(self, piece: bytes, /) -> None: ...

    def close(self) -> None: ...


# Who looks at the entry with these first bytes; None where nobody does.
ReaderFor: TypeAlias = Callable[[zipfile.ZipInfo, bytes], PartReader | None]


def _part_for(entry: zipfile.ZipInfo, head: bytes) -> PartReader | None:
    return part_for(_path(entry)[-1], head)


def _path(entry: zipfile.ZipInfo) -> list[str]:
    return entry.filename.lower().replace("\\", "/").split("/")


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """`file` as a zip whose directory is of an honest size."""
    return zipfile.ZipFile(_Sparing(file))


def refuse_in_zip(
    file: IO[bytes], budget: Budget, *, depth: int = 1, reader_for: ReaderFor = _part_for
) -> None:
    """Raises `NotAccepted` for macros, programs, encryption and bombs in a zip.

    What the directory says of the sizes is checked first, then unpacked to see whether it is true.
    `reader_for` says who looks at an entry while it is unpacked.
    """
    file.seek(0)
    with open_zip(file) as archive:
        entries = archive.infolist()
        size = sum(one.file_size for one in entries)
        budget.enter(entries=len(entries), unpacked=size, depth=depth)
        if any(one.flag_bits & 1 for one in entries):
            raise NotAccepted(FileFault.ENCRYPTED)
        for one in entries:
            path = _path(one)
            if _MACROS.intersection(path):
                raise NotAccepted(FileFault.MACROS)
            refuse_program(b"", path[-1])
            with archive.open(one) as packed:
                piece = packed.read(_PIECE)
                _refuse_in_entry(packed, piece, reader_for(one, piece), budget, depth)


def refuse_in_compound(file: IO[bytes], budget: Budget, *, depth: int = 1) -> None:
    """Raises `NotAccepted` for macros, programs, encryption and bombs in a compound file."""
    file.seek(0)
    with olefile.OleFileIO(file) as ole:
        paths = {tuple(part.lower() for part in path) for path in ole.listdir(storages=True)}
        if ("encryptedpackage",) in paths:
            raise NotAccepted(FileFault.ENCRYPTED)
        if any(_MACROS.intersection(path) for path in paths):
            raise NotAccepted(FileFault.MACROS)
        if any(path[-1] == _PACKAGE for path in paths):
            raise NotAccepted(FileFault.PROGRAM)
        streams = ole.listdir()
        size = sum(ole.get_size(path) for path in streams)
        budget.enter(entries=len(streams), unpacked=size, depth=depth)
        for path in streams:
            content = ole.openstream(path).read()
            budget.spend(len(content))
            _refuse_in_stream(path[-1].lower(), content, budget, depth)


def _refuse_in_entry(
    packed: IO[bytes], piece: bytes, part: PartReader | None, budget: Budget, depth: int
) -> None:
    """An entry of a zip that begins with `piece`; only what may hold further things is kept in
    memory whole."""
    keep = piece.startswith((ZIP, OLE, *IMAGES))
    pieces = [piece]
    while piece:
        budget.spend(len(piece))
        if part:
            part.feed(piece)
        piece = packed.read(_PIECE)
        if keep:
            pieces.append(piece)
    if part:
        part.close()
    refuse_inside(b"".join(pieces), budget, depth)


def _refuse_in_stream(name: str, content: bytes, budget: Budget, depth: int) -> None:
    refuse_inside(content, budget, depth)
    if name == "worddocument" and _DDE.search(content):
        raise NotAccepted(FileFault.MACROS)
    if name in ("workbook", "book"):
        refuse_macro_sheets(content)
    elif name == "powerpoint document":
        for embedded in embedded_in(content):
            budget.spend(len(embedded))
            refuse_inside(embedded, budget, depth)


def refuse_inside(content: bytes, budget: Budget, depth: int) -> None:
    """Raises `NotAccepted` for what may not be in a file that is inside another one."""
    refuse_program(content[:8])
    if content.startswith(OLE):
        refuse_in_compound(BytesIO(content), budget, depth=depth + 1)
    elif content.startswith(ZIP):
        refuse_in_zip(BytesIO(content), budget, depth=depth + 1)
    elif content.startswith(IMAGES):
        _refuse_picture(content)


def _refuse_picture(content: bytes) -> None:
    """A picture in a document; one that nobody can show does no harm."""
    try:
        refuse_large(Image.open(BytesIO(content), formats=["PNG", "JPEG", "TIFF"]))
    except (UnidentifiedImageError, OSError, ValueError):
        return


class _Sparing:
    """A file of which no more than the directory of an honest zip is read at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= _MOST_DIRECTORY else _MOST_DIRECTORY + 1)
        if len(data) > _MOST_DIRECTORY:
            raise zipfile.BadZipFile("a directory of this size is no document's")
        return data
