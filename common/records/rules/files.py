"""Files that prove something: which are accepted, under which names, and why one is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from common.signs import shown

MEGABYTE = 1024 * 1024
# Of what is packed in a file, files inside files among it. The limits are far above what an
# office makes, and far below what would fill a disk or a memory.
MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * MEGABYTE
# So much more than itself a file may be unpacked, unless that is little all the same.
MOST_TIMES, LITTLE = 200, 10 * MEGABYTE
DEEPEST = 3
# A sheet of A1 scanned at 600 dpi has 280 million; a page of it is held in memory to be shown.
MOST_PIXELS = 300_000_000
MOST_FRAMES = 500
# All pages of a scan together: a hundred of A4 in grey at 300 dpi.
MOST_PIXELS_TOGETHER = 1_000_000_000
_LONGEST_NAME = 200


class FileFault(StrEnum):
    """Why a file is not accepted."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    PROGRAM = "program"
    BOMB = "bomb"
    PIXELS = "pixels"
    ATTACHED_ALREADY = "attached_already"
    TOO_MANY = "too_many"
    VALUE_FULL = "value_full"
    YEAR_FULL = "year_full"


class NotAccepted(Exception):
    """A file is not accepted. `numbers` are those of the fault, such as how much is left."""

    def __init__(self, fault: FileFault, **numbers: int) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.numbers: Mapping[str, int] = numbers


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file, by its content, with the endings under which people know it; the first of
    them is given to a file that has none of them."""

    content_type: str
    endings: tuple[str, ...]


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
PDF = FileType("application/pdf", ("pdf",))
OFD = FileType("application/ofd", ("ofd",))
# What WPS writes under its own endings is what Microsoft Office writes, of old or of today.
DOCX = FileType(f"{_OPEN_XML}wordprocessingml.document", ("docx", "wps"))
XLSX = FileType(f"{_OPEN_XML}spreadsheetml.sheet", ("xlsx", "et"))
PPTX = FileType(f"{_OPEN_XML}presentationml.presentation", ("pptx", "dps"))
DOC = FileType("application/msword", ("doc", "wps"))
XLS = FileType("application/vnd.ms-excel", ("xls", "et"))
PPT = FileType("application/vnd.ms-powerpoint", ("ppt", "dps"))
PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
TIFF = FileType("image/tiff", ("tif", "tiff"))
HEIC = FileType("image/heic", ("heic", "heif"))

TYPES = (PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, PNG, JPEG, TIFF, HEIC)
ENDINGS = tuple(dict.fromkeys(ending for one in TYPES for ending in one.endings))


def described(name: str, sha256: str) -> str:
    """How the history names a file: its name, and the hash by which it is known again."""
    return f"{name} (sha256 {sha256})"


def name_for(name: str, kind: FileType) -> str:
    """`name` with an ending of `kind`: nobody's computer takes the file for what it is not.

    The ending of another kind that is accepted is replaced (a photo named .docx), anything else
    stays before the right one (公报.html.pdf).
    """
    name = shown(name).strip()
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in kind.endings:
        return name[-_LONGEST_NAME:]
    if dot and ending.lower() in ENDINGS:
        name = stem
    return f"{name}.{kind.endings[0]}"[-_LONGEST_NAME:]


def named_as(name: str, content_type: str) -> bool:
    """Whether a file that is kept has a name as `name_for` gives one to its type."""
    ending = name.strip().rpartition(".")[2].lower()
    return any(one.content_type == content_type and ending in one.endings for one in TYPES)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much is kept as evidence: of one value, and of all values of a region in a year."""

    value: int
    year: int
    files: int


def room(quota: Quota, *, size: int, of_value: int, files: int, of_year: int) -> None:
    """Raises `NotAccepted` where a file of `size` would exceed the quota.

    `of_value` and `files` are what proves the value already, `of_year` what is kept of its region
    and year.
    """
    if files >= quota.files:
        raise NotAccepted(FileFault.TOO_MANY, most=quota.files)
    if of_value + size > quota.value:
        left = max(quota.value - of_value, 0)
        raise NotAccepted(FileFault.VALUE_FULL, most=quota.value, left=left, size=size)
    if of_year + size > quota.year:
        left = max(quota.year - of_year, 0)
        raise NotAccepted(FileFault.YEAR_FULL, most=quota.year, left=left, size=size)
