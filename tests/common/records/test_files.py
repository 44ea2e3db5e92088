"""Office documents are known by what is in them, wherever in the zip it stands."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.records.services import files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "<xml/>" * 50)
    return target.getvalue()


def checked(content: bytes) -> str:
    upload = SimpleUploadedFile("公报", content)
    found = files.checked(upload).content_type
    assert upload.tell() == 0  # it is kept from its beginning
    return found


BEFORE = ["customXml/item1.xml", "customXml/itemProps1.xml", "docProps/thumbnail.jpeg"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("word/document.xml", WORD),
        ("xl/workbook.xml", EXCEL),
        ("ppt/presentation.xml", SLIDES),
    ],
)
@pytest.mark.parametrize(
    "before",
    [["[Content_Types].xml", "_rels/.rels"], BEFORE, ["[Content_Types].xml", *BEFORE]],
    ids=["as usual", "other parts first", "other parts between"],
)
def test_an_office_document(before: list[str], part: str, expected: str) -> None:
    assert checked(zipped(*before, part)) == expected


DOCUMENT = zipped(*BEFORE, "word/document.xml")
DIRECTORY = DOCUMENT.index(b"PK\x01\x02")
HOSTILE = {
    "an ordinary zip": zipped("公报.txt", "document.xml", "word/other.xml"),
    "a zip without a directory": DOCUMENT[:DIRECTORY],
    "cut within its directory": DOCUMENT[: DIRECTORY + 60],
    "a directory of nonsense": DOCUMENT[:DIRECTORY] + b"\xff" * 60 + DOCUMENT[DIRECTORY + 60 :],
    "a head and nothing else": b"PK\x03\x04",
    "a directory without end": zipped(*(f"{number:0>60}" for number in range(10_000))),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_no_document_of_office(content: bytes) -> None:
    with pytest.raises(files.BadFile) as refused:
        checked(content)
    assert refused.value.code == "wrong_type"


def test_a_directory_that_would_fill_the_memory_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MAX_DIRECTORY", 100)
    with pytest.raises(files.BadFile):
        checked(DOCUMENT)
