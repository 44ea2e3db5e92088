"""PDF, as pypdf opens it."""

import re
from io import BytesIO
from typing import IO

from pypdf import apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, NullObject, StreamObject

from common.records.rules.files import DEEPEST, PDF, FileFault, FileType, NotAccepted
from common.records.services.inspection.budget import Budget, refuse_program
from common.records.services.inspection.packed import refuse_inside
from common.records.services.inspection.pdf_head import begins_as_pdf
from common.records.services.inspection.pdf_objects import MOST_PARSED, Reader, dictionaries
from common.records.services.inspection.pdf_streams import Unpacked

# What does something other than to lead to a place in the file itself (ISO 32000-2, 12.6.4).
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToR", "/GoToE"),
    *("/RichMediaExecute", "/Movie", "/Sound", "/Thread", "/GoTo3DView"),
}
_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/OnInstantiate"}
_KINDS = {"/RichMedia", "/Movie", "/Sound", "/3D"}
# Of an older state of the file, or of one that only a program which repairs it would find.
_WRITTEN = re.compile(
    rb"/S[\s\0]*/(JavaScript|Launch|SubmitForm|ImportData|Rendition|GoToR|GoToE|RichMediaExecute)"
    rb"[\s\0/<>\[\]()%]"
)
_ADDRESS = re.compile(
    r"https?:|ftp:|mailto:|tel:|[\w-]+(\.[\w-]+)+:\d|(?!//|\\)[^:]*([/?#]|$)", re.IGNORECASE
)


def pdf_type(file: IO[bytes], budget: Budget, *, depth: int = 0) -> FileType:
    """`PDF`, if it leads to its pages, opens without a password, and runs and holds nothing."""
    if depth > DEEPEST:
        raise NotAccepted(FileFault.BOMB)
    file.seek(0)
    content = file.read()
    try:
        with apply_configuration(zlib_maximum_output_length=MOST_PARSED):
            _refuse_in(Reader(file, content), budget, depth)
    except LimitReachedError as error:
        raise NotAccepted(FileFault.BOMB) from error
    if _WRITTEN.search(content):
        raise NotAccepted(FileFault.MACROS)
    return PDF


def _refuse_in(reader: Reader, budget: Budget, depth: int) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotAccepted(FileFault.ENCRYPTED)
    if not isinstance(_value(reader.root_object, "/Pages"), DictionaryObject):
        raise NotAccepted(FileFault.BROKEN)
    unpacked = Unpacked(budget)
    for one in dictionaries(reader.objects()):
        _refuse_active(one)
        if isinstance(one, StreamObject):
            unpacked.add(one)
            if "/F" in one:  # its bytes are those of another file
                raise NotAccepted(FileFault.MACROS)
            if one.get("/Type") == "/EmbeddedFile":
                _refuse_attached(one, "", budget, depth)
        elif "/EF" in one:
            _refuse_attachments(one, budget, depth)
        elif isinstance(beside := _value(one, "/FS"), DictionaryObject):
            _refuse_attachments(beside, budget, depth)


def _refuse_active(one: DictionaryObject) -> None:
    """Raises `NotAccepted` where a dictionary is or has something that runs."""
    action = _value(one, "/S")
    if action in _ACTIONS or _KEYS.intersection(one) or _value(one, "/Subtype") in _KINDS:
        raise NotAccepted(FileFault.MACROS)
    if action == "/URI" and not _ADDRESS.match(_text(_value(one, "/URI")).strip()):
        raise NotAccepted(FileFault.MACROS)


def _refuse_attachments(one: DictionaryObject, budget: Budget, depth: int) -> None:
    """A file specification: what it names, and the file itself, once for each system."""
    names = [_text(_value(one, key)) for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac")]
    for name in names:
        refuse_program(b"", name)
    files = _value(one, "/EF")
    if isinstance(files, DictionaryObject):
        for key in files:
            attached = _value(files, key)
            if isinstance(attached, StreamObject):
                _refuse_attached(attached, next(filter(None, names), ""), budget, depth)


def _refuse_attached(one: StreamObject, name: str, budget: Budget, depth: int) -> None:
    content = one.get_data()
    refuse_program(content[:8], name)
    if begins_as_pdf(content[:1024]):
        pdf_type(BytesIO(content), budget, depth=depth + 1)
    else:
        refuse_inside(content, budget, depth)


def _value(of: DictionaryObject, name: str) -> object:
    found = of.get(name, NullObject()).get_object()
    return NullObject() if found is None else found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""
