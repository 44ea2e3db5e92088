"""What stands in a file behind its end, or is another file at the same time."""

import re
import zipfile
from io import BytesIO
from typing import IO

from common.records.rules.files import FileFault, NotAccepted
from common.records.services.inspection.budget import Budget, refuse_program
from common.records.services.inspection.packed import OLE, ZIP, open_zip, refuse_in_zip

# Archives that programs find anywhere in a file; of six bytes, so that chance writes none.
_ANYWHERE = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ZIP_END = b"PK\x05\x06"
_PNG_END = re.compile(rb"\0\0\0\0IEND\xae\x42\x60\x82")
# Of a JPEG, those before a length, and the end; others stand among the pixels.
_MARKER = re.compile(rb"\xff+([\xc0-\xcf\xd9-\xfe])")
_END = 0xD9


def refuse_behind(file: IO[bytes], head: bytes, budget: Budget) -> None:
    """Raises `NotAccepted` where a picture or a PDF carries an archive or a program along."""
    file.seek(0)
    content = file.read()
    end = _end(content, head)
    if any(sign in content for sign in _ANYWHERE):
        raise NotAccepted(FileFault.PROGRAM)
    if _is_zip(content):
        if b"%PDF-" not in head or _ZIP_END in content[end:]:
            raise NotAccepted(FileFault.PROGRAM)
        # A document that is attached to a PDF as it is.
        refuse_in_zip(BytesIO(content), budget)
    rest = content[end:].lstrip(b"\0\t\r\n ")
    refuse_program(rest[:8])
    if rest.startswith((ZIP, OLE)):
        raise NotAccepted(FileFault.PROGRAM)


def _is_zip(content: bytes) -> bool:
    """Whether a program for zips opens it: they look for the directory from the end."""
    try:
        with open_zip(BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _end(content: bytes, head: bytes) -> int:
    """Where the file ends as what it is; its last byte where that isn't known."""
    if head.startswith(b"\x89PNG"):
        end = _PNG_END.search(content)
        return end.end() if end else len(content)
    if head.startswith(b"\xff\xd8"):
        return _end_of_jpeg(content)
    end_of_pdf = content.rfind(b"%%EOF")
    return end_of_pdf + len(b"%%EOF") if b"%PDF-" in head and end_of_pdf >= 0 else len(content)


def _end_of_jpeg(content: bytes) -> int:
    """Behind the first picture. A length leads from marker to marker, but not over the pixels."""
    at = 2
    while found := _MARKER.search(content, at):
        marker, at = found[1][0], found.end()
        if marker == _END:
            return at
        at += int.from_bytes(content[at : at + 2], "big")
    return len(content)
