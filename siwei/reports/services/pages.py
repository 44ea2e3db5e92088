"""How many pages a file of evidence has, as far as the file itself says."""

from typing import IO

from PIL import Image

from common.records.rules.files import HEIC, JPEG, PDF, PNG, TIFF
from siwei.reports.rules.evidence_volume import NoPages

_ONE = frozenset(one.content_type for one in (PNG, JPEG, HEIC))


def pages_of(file: IO[bytes], content_type: str) -> tuple[int | None, NoPages | None]:
    """The number of pages, or why there is none: an office document flows as the program that
    shows it lays it out."""
    if content_type in _ONE:
        return 1, None
    try:
        if content_type == PDF.content_type:
            from pypdf import PdfReader  # noqa: PLC0415  (only for who wants the volume)

            return len(PdfReader(file).pages), None
        if content_type == TIFF.content_type:
            with Image.open(file, formats=["TIFF"]) as scan:
                return int(getattr(scan, "n_frames", 1)), None
    except Exception:  # whatever an odd file makes of a parser: it is in the volume all the same
        return None, NoPages.UNREADABLE
    return None, NoPages.FLOWING
