"""What a file really is, and whether it may be kept: it is opened as the programs that show it
would open it. Nothing here knows names, sizes or rights; those are `services/files.py`.
"""

from typing import IO

from common.records.rules.files import FileFault, FileType, NotAccepted
from common.records.services.inspection.behind import refuse_behind
from common.records.services.inspection.budget import Budget
from common.records.services.inspection.compound import compound_type
from common.records.services.inspection.images import IMAGES, image_type
from common.records.services.inspection.packed import OLE, ZIP
from common.records.services.inspection.pdf_head import begins_as_pdf
from common.records.services.inspection.zipped import zipped_type

# Programs look for the header of a PDF in its first kilobyte.
_HEAD = 1024


def inspect(file: IO[bytes], *, size: int) -> FileType:
    """The type of `file`, by its content. Raises `NotAccepted`.

    Those who make files to harm someone write what no program would. Whatever the libraries that
    read it raise, the file can't be opened.
    """
    file.seek(0)
    head = file.read(_HEAD)
    try:
        return _type(file, head, Budget(size))
    except NotAccepted:
        raise
    except Exception as error:  # whatever a hostile file makes of a parser
        raise NotAccepted(FileFault.BROKEN) from error
    finally:
        file.seek(0)


def _type(file: IO[bytes], head: bytes, budget: Budget) -> FileType:
    if head.startswith(ZIP):
        return zipped_type(file, budget)
    if head.startswith(OLE):
        return compound_type(file, budget)
    if head.startswith(IMAGES) or head[4:8] == b"ftyp":
        kind = image_type(file)
    elif begins_as_pdf(head):
        from common.records.services.inspection.pdf import (  # noqa: PLC0415  (pypdf: only for a PDF)
            pdf_type,
        )

        kind = pdf_type(file, budget)
    else:
        raise NotAccepted(FileFault.WRONG_TYPE)
    refuse_behind(file, head, budget)
    return kind
