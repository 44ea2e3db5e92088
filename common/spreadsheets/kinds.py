"""What an uploaded file is, by its content: a table, or what else."""

import re
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import olefile

from common.records.services.inspection.images import IMAGES
from common.records.services.inspection.packed import OLE, ZIP, open_zip
from common.records.services.inspection.pdf_head import begins_as_pdf
from common.records.services.inspection.zipped import CONTENT_TYPES, main_part
from common.spreadsheets.faults import NotRead, ReadFault

_HEAD = 1024
_PICTURES = (*IMAGES, b"GIF8", b"BM", b"RIFF")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06", b"BZh")
# Workbooks of Excel 2, 3 and 4 are no compound files: the record with which they begin (BOF).
_OLD_WORKBOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_MARKS = re.compile(rb"^(\xef\xbb\xbf)?\s*")
_WEB_PAGE = re.compile(
    rb"(?>(<!--.*?-->\s*|<\?xml[^>]*>\s*)*)"  # in one way only, or it would try for ever
    rb"<(!doctype html|html|head|body|meta|table|script|style|div)[\s>]|MIME-Version:",
    re.IGNORECASE | re.DOTALL,
)
_RTF = b"{\\rtf"

_XLSX_TYPES = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
_OFFICE_FAULTS = (
    ("wordprocessingml", ReadFault.DOCUMENT),
    ("presentationml", ReadFault.SLIDES),
    ("ms-excel.sheet.binary", ReadFault.BINARY_WORKBOOK),
    ("macroenabled", ReadFault.MACROS),
)
_ODS_TYPES = ("spreadsheet", "spreadsheet-template")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_FAULTS = {"text": ReadFault.DOCUMENT, "presentation": ReadFault.SLIDES}
_STREAM_FAULTS = {
    "worddocument": ReadFault.DOCUMENT,
    "powerpoint document": ReadFault.SLIDES,
    "encryptedpackage": ReadFault.ENCRYPTED,
}


class Kind(StrEnum):
    """A table, by how it is stored. What WPS saves as .et is an xls or an xlsx."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


def told_by_content(content: bytes) -> tuple[Kind, str]:
    """The kind of a table; of an xlsx also the part of the workbook. Raises `NotRead` with what it
    is instead."""
    head = content[:_HEAD]
    if head.startswith(ZIP):
        try:
            with open_zip(BytesIO(content)) as archive:
                return _in_zip(archive)
        except BadZipFile as error:
            raise NotRead(ReadFault.BROKEN) from error
    if head.startswith(OLE):
        return _in_compound(content), ""
    _refuse_other(head)
    return Kind.TEXT, ""


def _in_zip(archive: ZipFile) -> tuple[Kind, str]:
    names = set(archive.namelist())
    if CONTENT_TYPES in names:
        main, content_type = main_part(archive)
        if content_type.endswith(_XLSX_TYPES):
            return Kind.XLSX, main
        said = content_type.lower()
        raise NotRead(next((why for sign, why in _OFFICE_FAULTS if sign in said), _no_table(said)))
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _HEAD:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        if said.removeprefix(_OPEN_DOCUMENT) in _ODS_TYPES:
            return Kind.ODS, ""
        raise NotRead(_OPEN_FAULTS.get(said.removeprefix(_OPEN_DOCUMENT), ReadFault.ARCHIVE))
    raise NotRead(ReadFault.DOCUMENT if "OFD.xml" in names else ReadFault.ARCHIVE)


def _no_table(content_type: str) -> ReadFault:
    return ReadFault.UNKNOWN if content_type else ReadFault.BROKEN


def _in_compound(content: bytes) -> Kind:
    with olefile.OleFileIO(BytesIO(content)) as ole:
        names = {path[0].lower() for path in ole.listdir() if len(path) == 1}
    if names & {"workbook", "book"}:
        return Kind.XLS
    raise NotRead(
        next((why for name, why in _STREAM_FAULTS.items() if name in names), ReadFault.UNKNOWN)
    )


def _refuse_other(head: bytes) -> None:
    """Raises `NotRead` for what is no text, or no text of a table."""
    text = head[_marks(head) :]
    if begins_as_pdf(head):
        raise NotRead(ReadFault.PDF)
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        raise NotRead(ReadFault.PICTURE)
    if head.startswith(_ARCHIVES):
        raise NotRead(ReadFault.ARCHIVE)
    if head.startswith(_OLD_WORKBOOKS):
        raise NotRead(ReadFault.OLD_WORKBOOK)
    if text.startswith(_RTF):
        raise NotRead(ReadFault.DOCUMENT)
    if _WEB_PAGE.match(text):
        raise NotRead(ReadFault.WEB_PAGE)
    if text.startswith(b"<?xml"):
        raise NotRead(ReadFault.XML)


def _marks(head: bytes) -> int:
    found = _MARKS.match(head)
    return found.end() if found else 0
