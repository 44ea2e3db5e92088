"""Puts the evidence of a region and year into one zip, piece by piece: no file stands in memory."""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.utils.timezone import localtime

from siwei.reports.rules.evidence_volume import (
    INDEX,
    MISSING,
    SUMS,
    Place,
    Proof,
    ProvedValue,
    Trouble,
    places,
    sums,
)
from siwei.reports.services.pages import pages_of

# Where each file is, by its SHA-256.
Places = Mapping[str, Place]
_READABLE = 0o644 << 16


def evidence_volume(
    values: Sequence[ProvedValue],
    *,
    index: Callable[[Places], bytes],
    missing: Callable[[Places], str],
    now: datetime,
) -> IO[bytes]:
    """The zip, in a temporary file that goes when it is closed.

    `index` makes the index, once it is known what became of each file; `missing` says which are
    not in it. A file that isn't on the disk any more, or isn't the one that was uploaded, is told
    there; the others are in the zip all the same.
    """
    written = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    try:
        with ZipFile(written, "w") as archive:
            _write(archive, values, index, missing, now)
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return written


def _write(
    archive: ZipFile,
    values: Sequence[ProvedValue],
    index: Callable[[Places], bytes],
    missing: Callable[[Places], str],
    now: datetime,
) -> None:
    found: dict[str, Place] = {}
    digests: dict[str, str] = {}
    for path, copies in places(values):
        place = found[copies[0].sha256] = _stored(archive, path, copies)
        if place.trouble is None:
            digests[path] = copies[0].sha256
    texts = {INDEX: index(found)}
    if any(place.trouble for place in found.values()):
        texts[MISSING] = missing(found).encode("utf-8-sig")  # Windows opens it as what it is
    for path, content in texts.items():
        digests[path] = hashlib.sha256(content).hexdigest()
        archive.writestr(_entry(path, now, packed=True), content)
    archive.writestr(_entry(SUMS, now, packed=True), sums(digests))


def _stored(archive: ZipFile, path: str, copies: Sequence[Proof]) -> Place:
    """Put one file into the zip."""
    file = _opened(copies)
    if isinstance(file, Trouble):
        return Place("", file)
    with file:
        pages, no_pages = pages_of(file, copies[0].content_type)
        file.seek(0)
        _copy(archive, path, copies[0], file)
    return Place(path, pages=pages, no_pages=no_pages)


def _opened(copies: Sequence[Proof]) -> IO[bytes] | Trouble:
    """The file; where it was uploaded several times, the first copy that is still what it was."""
    trouble = Trouble.GONE
    for storage_path in dict.fromkeys(copy.path for copy in copies):
        try:
            file = default_storage.open(storage_path, "rb")
            if hashlib.file_digest(file, "sha256").hexdigest() == copies[0].sha256:
                file.seek(0)
                return file
            file.close()
            trouble = Trouble.REPLACED
        except (FileNotFoundError, SuspiciousFileOperation, ValueError):  # nowhere, or outside
            continue
        except OSError:
            trouble = Trouble.UNREADABLE
    return trouble


def _copy(archive: ZipFile, path: str, proof: Proof, file: IO[bytes]) -> None:
    info = _entry(path, proof.uploaded_at, packed=not proof.is_compressed)
    info.file_size = proof.size
    with archive.open(info, "w") as entry:
        shutil.copyfileobj(file, entry)


def _entry(path: str, at: datetime, *, packed: bool) -> ZipInfo:
    info = ZipInfo(path, localtime(at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    info.external_attr = _READABLE
    return info
