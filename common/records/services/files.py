"""Files that prove something: PDF, Office documents and images, checked by their first bytes."""

import hashlib
import struct
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import filetype
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from common.records.models import Evidence, Record
from common.records.rules.files import described
from common.signs import shown

MAX_SIZE = 10 * 1024 * 1024
# The real types that are accepted, with the endings under which people know them.
TYPES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "image/png": "png",
    "image/jpeg": "jpg",
}
# What makes a zip an Office document, wherever in the zip it stands.
MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
# Of a zip's directory: an honest one has some hundred entries of a hundred bytes.
MAX_DIRECTORY = 1024 * 1024


class BadFile(Exception):
    """A file that is not accepted: `code` for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """An upload that is accepted, with its real type and the name under which it is kept."""

    upload: "UploadedFile[bytes]"
    name: str
    content_type: str
    sha256: str

    @property
    def described(self) -> str:
        """How the history names the file."""
        return described(self.name, self.sha256)


def checked(upload: "UploadedFile[bytes]") -> CheckedFile:
    """Check size and real type. Raises `BadFile`."""
    content_type = _checked_type(upload)
    return CheckedFile(upload, _name(upload, content_type), content_type, _digest(upload))


def keep(*, file: CheckedFile, record: Record, actor: User, now: datetime) -> Evidence:
    """Store a file as evidence of what `record` is about; the caller writes the history."""
    # A file system counts bytes: a Chinese name of a hundred characters is too long for it.
    file.upload.name = f"{file.sha256}.{TYPES[file.content_type]}"
    return Evidence.objects.create(
        record=record,
        file=file.upload,
        name=file.name,
        content_type=file.content_type,
        size=file.upload.size or 0,
        sha256=file.sha256,
        uploaded_by=actor,
        uploaded_at=now,
    )


def _checked_type(upload: "UploadedFile[bytes]") -> str:
    if not upload.size:
        raise BadFile("empty", _("文件是空的"))
    if upload.size > MAX_SIZE:
        raise BadFile("too_large", _("文件不能超过 %d MB") % (MAX_SIZE // 1024 // 1024))
    kind = filetype.guess(upload.read(8192))
    mime = str(kind.mime) if kind else ""
    if mime == "application/zip":
        mime = _office_type(upload)
    upload.seek(0)
    if mime not in TYPES:
        raise BadFile(
            "wrong_type",
            _("只接受 PDF、Office 文档和图片（%s）；这个文件的实际内容不是")
            % "、".join(TYPES.values()),
        )
    return mime


def _office_type(upload: "UploadedFile[bytes]") -> str:
    """The type of a zip that is an Office document; empty for any other, broken or hostile one.

    Its first entries, by which `filetype` goes, may be anything (customXml/, a thumbnail). Only
    the directory is read, and nothing unpacked.
    """
    upload.seek(0)
    try:
        with zipfile.ZipFile(_Sparing(upload)) as archive:  # type: ignore[arg-type]
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        return ""
    endings = [ending for part, ending in MAIN_PARTS.items() if part in names]
    return next((mime for mime, ending in TYPES.items() if ending in endings), "")


class _Sparing:
    """A file of which no more than the directory of an honest zip is read at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= MAX_DIRECTORY else MAX_DIRECTORY + 1)
        if len(data) > MAX_DIRECTORY:
            raise zipfile.BadZipFile("a directory of this size is no document's")
        return data


def _name(upload: "UploadedFile[bytes]", content_type: str) -> str:
    """The file's name, under which nobody's computer takes it for anything but what it is."""
    name = shown(upload.name or "").strip()
    ending = TYPES[content_type]
    known = name.lower().endswith(tuple(f".{one}" for one in (*TYPES.values(), "jpeg")))
    return (name if known else f"{name}.{ending}")[-200:]


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
