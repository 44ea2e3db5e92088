"""Files that prove a value: PDF, Office documents and images, checked by their first bytes."""

import hashlib
import struct
import zipfile
from datetime import datetime
from typing import BinaryIO

import filetype
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actuals.models import Actual, Evidence
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.errors import Fault, Invalid, NotThere
from indicators.actuals.services.history import Before, record
from indicators.actuals.services.places import admit, find

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


@transaction.atomic
def attach(
    *, key: ActualKey, upload: "UploadedFile[bytes]", seen_version: int, actor: User, now: datetime
) -> Evidence:
    """Keep `upload` as evidence for the value of `key`; whoever may enter it may do this.

    Raises `NotThere`, `NotAllowed`, `Stale`, `WrongState` or `Invalid` (size, real type).
    """
    place = find(key)
    following = admit(place, Action.SAVE, actor, seen_version)
    actual = place.actual
    if actual is None:
        raise NotThere(_("请先填报数值，再添加佐证材料：%s") % key)
    content_type = _checked_type(upload)
    name, sha256 = _name(upload, content_type), _digest(upload)
    # A file system counts bytes: a Chinese name of a hundred characters is too long for it.
    upload.name = f"{sha256}.{TYPES[content_type]}"
    evidence = Evidence.objects.create(
        actual=actual,
        file=upload,
        name=name,
        content_type=content_type,
        size=upload.size or 0,
        sha256=sha256,
        uploaded_by=actor,
        uploaded_at=now,
    )
    _bump(actual, following, Action.ATTACH, actor, now, evidence)
    return evidence


@transaction.atomic
def detach(*, evidence_id: int, seen_version: int, actor: User, now: datetime) -> Actual:
    """Take a file away from a value. The file itself is kept, since the history names it."""
    evidence = (
        Evidence.objects.select_related("actual")
        .filter(pk=evidence_id, removed_at__isnull=True)
        .first()
    )
    if evidence is None:
        raise NotThere(_("没有这份佐证材料"))
    place = find(evidence.actual.key)
    following = admit(place, Action.SAVE, actor, seen_version)
    actual = place.actual
    assert actual is not None  # the evidence belongs to it
    evidence.removed_at = now
    evidence.save(update_fields=["removed_at"])
    _bump(actual, following, Action.DETACH, actor, now, evidence)
    return actual


def _bump(
    actual: Actual, state: str, action: Action, actor: User, now: datetime, evidence: Evidence
) -> None:
    before = Before.of(actual)
    actual.state = state
    actual.version += 1
    actual.updated_at = now
    actual.save(update_fields=["state", "version", "updated_at"])
    reason = f"{evidence.name} (sha256 {evidence.sha256})"
    record(actual=actual, before=before, action=action, actor=actor, now=now, reason=reason)


def _checked_type(upload: "UploadedFile[bytes]") -> str:
    if not upload.size:
        raise _invalid("empty", _("文件是空的"))
    if upload.size > MAX_SIZE:
        raise _invalid("too_large", _("文件不能超过 %d MB") % (MAX_SIZE // 1024 // 1024))
    kind = filetype.guess(upload.read(8192))
    mime = str(kind.mime) if kind else ""
    if mime == "application/zip":
        mime = _office_type(upload)
    upload.seek(0)
    if mime not in TYPES:
        raise _invalid(
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
    name = upload.name or ""
    ending = TYPES[content_type]
    known = name.lower().endswith(tuple(f".{one}" for one in (*TYPES.values(), "jpeg")))
    return (name if known else f"{name}.{ending}")[-200:]


def _invalid(code: str, words: str) -> Invalid:
    return Invalid(words, [Fault("file", code, words)])


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
