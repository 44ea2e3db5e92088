"""Documents in compound files: Office before 2007, and WPS."""

from typing import IO

import msoffcrypto
import olefile

from common.records.rules.files import DOC, PPT, XLS, FileFault, FileType, NotAccepted
from common.records.services.inspection.budget import Budget
from common.records.services.inspection.packed import refuse_in_compound

# The streams by which programs know them; Excel 5 wrote Book.
_DOCUMENTS = {
    "worddocument": DOC,
    "workbook": XLS,
    "book": XLS,
    "powerpoint document": PPT,
}


def compound_type(file: IO[bytes], budget: Budget) -> FileType:
    """The type of a document in a compound file. Raises `NotAccepted`."""
    refuse_in_compound(file, budget)
    file.seek(0)
    with olefile.OleFileIO(file) as ole:
        names = {path[0].lower() for path in ole.listdir() if len(path) == 1}
    kind = next((kind for name, kind in _DOCUMENTS.items() if name in names), None)
    if kind is None:
        raise NotAccepted(FileFault.WRONG_TYPE)
    if _is_locked(file):
        raise NotAccepted(FileFault.ENCRYPTED)
    return kind


def _is_locked(file: IO[bytes]) -> bool:
    """Whether the document asks for a password.

    msoffcrypto knows what Microsoft's programs write, and stops at what others leave out or add.
    Such a document isn't locked in a way that it knows, and its streams were looked at.
    """
    try:
        return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:
        return False
