"""PDF, as pypdf opens it."""

from typing import IO

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject, NullObject

from common.records.rules.files import PDF, FileFault, FileType, NotAccepted
from common.records.services.inspection.budget import refuse_program

_RUNS = ("/JavaScript", "/Launch")


def pdf_type(file: IO[bytes]) -> FileType:
    """`PDF`, if it leads to its pages, opens without a password and runs nothing by itself."""
    file.seek(0)
    try:
        reader = PdfReader(file)
    except PdfReadError as error:
        raise NotAccepted(FileFault.BROKEN) from error
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotAccepted(FileFault.ENCRYPTED)
    root = reader.root_object
    if _part(root, "/Pages") is None:
        raise NotAccepted(FileFault.BROKEN)
    _refuse_active(root)
    for one in reader.attachment_list:
        refuse_program(b"", one.name)
        refuse_program(one.content[:8], one.name)
    return PDF


def _refuse_active(root: DictionaryObject) -> None:
    """Raises `NotAccepted` where something runs as soon as the file is opened."""
    names, action = _part(root, "/Names"), _part(root, "/OpenAction")
    scripts = names is not None and "/JavaScript" in names
    if scripts or (action is not None and action.get("/S") in _RUNS):
        raise NotAccepted(FileFault.MACROS)


def _part(of: DictionaryObject, name: str) -> DictionaryObject | None:
    """A part of a dictionary, where it is one itself."""
    found = of.get(name, NullObject()).get_object()
    return found if isinstance(found, DictionaryObject) else None
