"""Files that prove something: checked by their content, and kept."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from common.records.models import Evidence, Record
from common.records.rules.files import FileFault, FileType, NotAccepted, Quota, described, name_for
from common.records.services.inspection import inspect
from common.records.wording import file_fault
from common.refusals import Fault, Invalid


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """An upload that is accepted, with its real type and the name under which it is kept."""

    upload: "UploadedFile[bytes]"
    name: str
    kind: FileType
    size: int
    sha256: str

    @property
    def described(self) -> str:
        """How the history names the file."""
        return described(self.name, self.sha256)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the folder of evidence; many records may be proved by it."""

    path: str
    name: str
    content_type: str
    size: int
    sha256: str

    @property
    def described(self) -> str:
        """How the history names the file."""
        return described(self.name, self.sha256)


def checked(upload: "UploadedFile[bytes]") -> CheckedFile:
    """Check size and content. Raises `NotAccepted`. It may take a second: no lock is held then."""
    size = upload.size or 0
    if not size:
        raise NotAccepted(FileFault.EMPTY)
    if size > settings.EVIDENCE_FILE_SIZE:
        raise NotAccepted(FileFault.TOO_LARGE, most=settings.EVIDENCE_FILE_SIZE)
    assert upload.file is not None
    kind = inspect(upload.file, size=size)
    return CheckedFile(upload, name_for(upload.name or "", kind), kind, size, _digest(upload))


def accepted(upload: "UploadedFile[bytes]") -> CheckedFile:
    """`checked`, for a service: raises `Invalid`, with the words of what is wrong."""
    try:
        return checked(upload)
    except NotAccepted as no:
        raise refusal_of(no) from no


def refusal_of(no: NotAccepted) -> Invalid:
    """A file that isn't accepted as the refusal of a service."""
    message = file_fault(no.fault, no.numbers)
    return Invalid(message, [Fault("file", no.fault.value, message)])


def quota() -> Quota:
    """How much may be kept, as this installation is set up."""
    return Quota(
        value=settings.EVIDENCE_VALUE_SIZE,
        year=settings.EVIDENCE_YEAR_SIZE,
        files=settings.EVIDENCE_VALUE_FILES,
    )


@contextmanager
def stored(file: CheckedFile, *, now: datetime) -> Iterator[StoredFile]:
    """`file` in the folder of evidence, for as long as what follows succeeds.

    The transaction that names it is inside: what isn't committed leaves no file behind.
    """
    # A file system counts bytes: a Chinese name of a hundred characters is too long for it.
    wanted = f"evidence/{now.year}/{file.sha256}.{file.kind.endings[0]}"
    path = default_storage.save(wanted, file.upload)
    try:
        yield StoredFile(path, file.name, file.kind.content_type, file.size, file.sha256)
    except BaseException:
        default_storage.delete(path)
        raise


def stored_as(evidence: Evidence) -> StoredFile:
    """The file of `evidence`, to prove something else as well."""
    return StoredFile(
        evidence.file.name or "",
        evidence.name,
        evidence.content_type,
        evidence.size,
        evidence.sha256,
    )


def keep(
    *, file: StoredFile, records: Sequence[Record], actor: User, now: datetime
) -> list[Evidence]:
    """Make a file evidence of what each of `records` is about; the caller writes the history."""
    return Evidence.objects.bulk_create(
        Evidence(
            record=record,
            file=file.path,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            uploaded_by=actor,
            uploaded_at=now,
        )
        for record in records
    )


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
