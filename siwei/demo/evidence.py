"""The demonstration's one file of evidence: an empty page, whose title says what it is."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

NAME = "演示用佐证材料（虚构）.pdf"
_A4 = (595, 842)


def evidence_file() -> SimpleUploadedFile:
    """The same bytes each time."""
    writer = PdfWriter()
    writer.add_blank_page(*_A4)
    writer.add_metadata({"/Title": NAME.removesuffix(".pdf")})
    content = BytesIO()
    writer.write(content)
    return SimpleUploadedFile(NAME, content.getvalue(), "application/pdf")
