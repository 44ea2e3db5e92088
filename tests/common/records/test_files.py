"""A file is what the programs that open it find in it, and some are not kept."""

from collections.abc import Callable
from zlib import compress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from common.records.rules.files import (
    DOC,
    DOCX,
    HEIC,
    JPEG,
    OFD,
    PDF,
    PNG,
    PPT,
    PPTX,
    TIFF,
    XLS,
    XLSX,
    FileFault,
    FileType,
    NotAccepted,
    Quota,
    name_for,
    room,
)
from common.records.services import files
from common.records.services.inspection import budget, images, packed, pdf_objects
from common.records.wording import file_fault
from tests import evidence_files as made

DOCUMENT = made.office()
DIRECTORY = DOCUMENT.index(b"PK\x01\x02")
WORD, WORKBOOK, SLIDES = "WordDocument", "Workbook", "PowerPoint Document"
TABLE = {"1Table": bytes(900)}


def checked(content: bytes, name: str = "公报") -> files.CheckedFile:
    upload = SimpleUploadedFile(name, content)
    found = files.checked(upload)
    assert upload.tell() == 0  # it is kept from its beginning
    return found


def refused(content: bytes) -> FileFault:
    with pytest.raises(NotAccepted) as no:
        checked(content)
    return no.value.fault


ACCEPTED: dict[str, tuple[FileType, Callable[[], bytes]]] = {
    "a PDF": (PDF, made.pdf),
    "a PDF behind other bytes": (PDF, lambda: b"\n" * 1000 + made.pdf()),
    "a PDF that asks a password of who changes it": (PDF, lambda: made.pdf(owner="secret")),
    "a PDF that leads to the web": (
        PDF,
        lambda: made.pdf_note("/Link", A=made.dictionary(S="/URI", URI="https://a.example/?x=1:2")),
    ),
    "a PDF with a document in it": (PDF, lambda: made.pdf_attached(made.office())),
    "a PDF behind what a printer is told": (
        PDF,
        lambda: b"\x1b%-12345X@PJL\r\n% of a printer\r\n" + made.pdf(),
    ),
    "an OFD": (OFD, made.ofd),
    "Word of today": (DOCX, made.office),
    "Excel of today": (XLSX, lambda: made.office("xlsx")),
    "PowerPoint of today": (PPTX, lambda: made.office("pptx")),
    "Word with a chart": (
        DOCX,
        lambda: made.office(more={"word/embeddings/chart.xlsx": made.office("xlsx")}),
    ),
    "Word with fields": (DOCX, lambda: _field("PAGE", "*QUOTE 65 66", r" \\* MERGEFORMAT DDE")),
    "Word with a link": (DOCX, lambda: _related("hyperlink", "https://a.example/b")),
    "Word with a picture of the web": (DOCX, lambda: _related("image", "https://a.example/b.png")),
    "Word with a template of somebody's drive": (
        DOCX,
        lambda: _related("attachedTemplate", r"file:///C:\Users\a\Normal.dotm"),
    ),
    "Excel with values of a workbook beside it": (
        DOCX,
        lambda: _related("externalLinkPath", "2024/%E5%8F%B0%E8%B4%A6.xlsx"),
    ),
    "Word with a drawing of old": (DOCX, lambda: _with_part("word/a.vml", b"<xml><br></xml>")),
    "an OFD in Chinese letters": (
        OFD,
        lambda: made.ofd({"a.xml": '<?xml version="1.0" encoding="GBK"?><a>水</a>'.encode("gbk")}),
    ),
    "Word with a picture": (DOCX, lambda: made.office(more={"word/media/1": made.image("PNG")})),
    "Word of old, or WPS": (DOC, lambda: made.compound({WORD: made.word(), **TABLE})),
    "Excel of old, or WPS": (XLS, lambda: made.compound({WORKBOOK: made.workbook()})),
    "Excel 5": (XLS, lambda: made.compound({"Book": made.workbook()})),
    "PowerPoint of old, or WPS": (PPT, lambda: made.compound({SLIDES: made.presentation()})),
    "a screenshot": (PNG, lambda: made.image("PNG")),
    "a photo": (JPEG, lambda: made.image("JPEG")),
    "a photo with a second one": (JPEG, lambda: made.image("MPO", pages=2)),
    "a photo with a film behind it": (
        JPEG,
        lambda: made.image("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(60),
    ),
    "a scan of three pages": (TIFF, lambda: made.image("TIFF", pages=3)),
    "a photo of a phone": (HEIC, lambda: made.HEIC),
}


@pytest.mark.parametrize(("kind", "content"), ACCEPTED.values(), ids=list(ACCEPTED))
def test_is_known_by_its_content(kind: FileType, content: Callable[[], bytes]) -> None:
    assert checked(content()).kind is kind


def _with_part(name: str, content: bytes = b"x") -> bytes:
    return made.office(more={name: content})


def _package() -> bytes:
    return made.compound({"\x01Ole10Native": made.PROGRAM})


def _related(kind: str, target: str) -> bytes:
    return _with_part("word/_rels/document.xml.rels", made.relations(kind, target))


def _field(*runs: str) -> bytes:
    """Word with a field whose instruction is written in these runs; * is one inside it."""
    begin, end = (f'<w:fldChar w:fldCharType="{one}"/>' for one in ("begin", "end"))
    texts = [
        f"{begin}<w:instrText>{run[1:]}</w:instrText>{end}"
        if run.startswith("*")
        else f"<w:instrText>{run}</w:instrText>"
        for run in runs
    ]
    return _with_part(
        "word/header.xml", f'<w:h xmlns:w="w">{begin}{"".join(texts)}{end}</w:h>'.encode()
    )


def _sheet(content_type: str) -> bytes:
    types = f'<Types><Override PartName="/xl/a.xml" ContentType="{content_type}"/></Types>'
    return _with_part("1.xlsx", made.zipped({"[Content_Types].xml": types.encode()}))


ZEROS = compress(bytes(12 * 1024 * 1024))
ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
SCRIPT = made.dictionary(S="/JavaScript", JS="app.alert(1)")


def _deep(levels: int) -> bytes:
    inner = b"x"
    for _ in range(levels):
        inner = made.zipped({"inner.zip": inner})
    return _with_part("word/embeddings/inner.zip", inner)


REFUSED: dict[FileFault, dict[str, Callable[[], bytes]]] = {
    FileFault.EMPTY: {"nothing": bytes},
    FileFault.WRONG_TYPE: {
        "a page": lambda: b"<script>alert(1)</script>",
        "a program": lambda: made.PROGRAM,
        "a page before a PDF": lambda: b"<script>alert(1)</script>\n" + made.pdf(),
        "a page in a comment before a PDF": lambda: b"%<script>alert(1)</script>\n" + made.pdf(),
        "the first bytes of a photo": lambda: b"\xff\xd8\xff\xe0" + bytes(60),
        "another zip": lambda: made.zipped({"公报.txt": b"x", "word/document.xml": b"<x/>"}),
        "a zip that only names the types": lambda: made.zipped({"[Content_Types].xml": b"<x/>"}),
        "a template of Word": lambda: made.office(content_type="a.template.main+xml"),
        "an OFD that leads nowhere": lambda: made.ofd(root="Doc_1/Document.xml"),
        "a compound file of another program": lambda: made.compound({"CONTENTS": b"x"}),
        "a film": lambda: b"\0\0\0\x18ftypmp42" + bytes(60),
    },
    FileFault.BROKEN: {
        "the first bytes of a PDF": lambda: b"%PDF-1.4\n%%EOF",
        "lists in lists in a PDF": lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n3 0 obj"
            + b"[" * 100_000
            + b"endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
        ),
        "half a PDF": lambda: made.pdf()[:300],
        "a picture cut off": lambda: made.image("PNG", size=64)[:60],
        "a zip without a directory": lambda: DOCUMENT[:DIRECTORY],
        "cut within its directory": lambda: DOCUMENT[: DIRECTORY + 60],
        "a directory of nonsense": lambda: (
            DOCUMENT[:DIRECTORY] + b"\xff" * 60 + DOCUMENT[DIRECTORY + 60 :]
        ),
        "a directory without end": lambda: made.zipped({f"{i:0>60}": b"" for i in range(10_000)}),
        "a part that isn't XML": lambda: _with_part("word/styles.xml", b"<a>"),
        "a part that was changed": lambda: DOCUMENT[:60] + b"\xff" * 4 + DOCUMENT[64:],
        "a compound file cut off": lambda: made.compound({WORD: made.word()})[:1500],
    },
    FileFault.ENCRYPTED: {
        "a PDF": lambda: made.pdf(password="1"),
        "Word of today": made.locked_office,
        "Word of old": lambda: made.compound({WORD: made.word(locked=True), **TABLE}),
        "Excel of old": lambda: made.compound({WORKBOOK: made.workbook(locked=True)}),
    },
    FileFault.MACROS: {
        "a PDF that runs a script": lambda: made.pdf(script="app.alert(1)"),
        "when a page is shown": lambda: made.pdf_page(AA=made.dictionary(O=SCRIPT)),
        "when a PDF is closed": lambda: made.pdf_root(AA=made.dictionary(WC=SCRIPT)),
        "after another action": lambda: made.pdf_root(
            OpenAction=made.dictionary(S="/Named", N="/NextPage", Next=SCRIPT)
        ),
        "when somebody clicks": lambda: made.pdf_note("/Link", A=SCRIPT),
        "when somebody comes near": lambda: made.pdf_note(
            "/Widget", AA=made.dictionary(E=made.dictionary(S="/Launch", F="cmd.exe"))
        ),
        "a link to a file": lambda: made.pdf_note(
            "/Link", A=made.dictionary(S="/URI", URI="file:///c:/windows/system32/calc.exe")
        ),
        "what is sent elsewhere": lambda: made.pdf_note(
            "/Link", A=made.dictionary(S="/SubmitForm", F="https://a.example")
        ),
        "another PDF that is opened": lambda: made.pdf_note(
            "/Link", A=made.dictionary(S="/GoToR", F=r"\\a.example\b.pdf")
        ),
        "a film in a PDF": lambda: made.pdf_note("/RichMedia"),
        "a form of Adobe's": lambda: made.pdf_root(AcroForm=made.dictionary(XFA="<xdp/>")),
        "nobody leads to": lambda: made.pdf() + b"\n9 0 obj<</S /JavaScript/JS(x)>>endobj\n",
        "in a PDF in a PDF": lambda: made.pdf_attached(made.pdf_note("/Link", A=SCRIPT)),
        "in a document in a PDF": lambda: made.pdf_attached(_with_part("word/vbaProject.bin")),
        "a document that says so": lambda: made.office(content_type=made.MACRO_DOCUMENT),
        "a document that says nothing": lambda: _with_part("word/vbaProject.bin"),
        "of WPS": lambda: _with_part("word/JDEData.bin"),
        "of Excel 4": lambda: _with_part("xl/macrosheets/sheet1.xml"),
        "of Excel 4 by what is said of the part": lambda: _sheet(
            "application/vnd.ms-excel.macrosheet+xml"
        ),
        "a field that starts a program": lambda: _field(r'DDEAUTO c:\\cmd.exe "/k calc"'),
        "a field in pieces": lambda: _field(" D", "DE", " cmd"),
        "a field in numbers": lambda: _field("*QUOTE 68 68 69", " cmd"),
        "a field in short": lambda: _with_part(
            "word/a.bin", b'<w:p xmlns:w="w"><w:fldSimple w:instr=" DDE cmd"/></w:p>'
        ),
        "a field of old": lambda: made.compound(
            {WORD: made.word() + "\x13 DDEAUTO cmd".encode("utf-16-le"), **TABLE}
        ),
        "a link that starts a program": lambda: _with_part(
            "xl/externalLinks/1.xml", b'<x:externalLink xmlns:x="x"><x:ddeLink/></x:externalLink>'
        ),
        "a template of the web": lambda: _related("attachedTemplate", "https://a.example/b.dotm"),
        "a template of another machine": lambda: _related("attachedTemplate", r"\\a\b.dotm"),
        "an object by mail": lambda: _related("oleObject", "mhtml:http://a.example!x-usc:b"),
        "values of another machine": lambda: _related("externalLinkPath", "file:///\\\\a\\b.xlsx"),
        "values of a machine in other signs": lambda: _related(
            "externalLinkPath", "file:///%5C%5Ca%5Cb.xlsx"
        ),
        "a frame of a server": lambda: _related("frame", "file://a.example/b.docx"),
        "a picture of another machine": lambda: _related("image", "file://a.example/b.png"),
        "a link that is a script": lambda: _related("hyperlink", "javascript:alert(1)"),
        "a ribbon that does something": lambda: _with_part(
            "customUI/customUI.xml", b'<customUI onLoad="a"/>'
        ),
        "a control": lambda: _with_part("word/activeX/activeX1.bin"),
        "in a workbook in a document": lambda: _with_part(
            "word/embeddings/1.xlsx", made.zipped({"xl/vbaProject.bin": b"x"})
        ),
        "Word of old": lambda: made.compound({WORD: made.word(), "Macros": {"VBA": {"dir": b"x"}}}),
        "Excel of old": lambda: made.compound(
            {WORKBOOK: made.workbook(), "_VBA_PROJECT_CUR": {"VBA": {"dir": b"x"}}}
        ),
        "Excel 4 of old": lambda: made.compound({WORKBOOK: made.workbook(sheet_kind=1)}),
        "PowerPoint of old": lambda: made.compound({SLIDES: made.presentation(macros=True)}),
    },
    FileFault.PROGRAM: {
        "by its first bytes": lambda: _with_part("word/media/image1.png", made.PROGRAM),
        "by its name": lambda: _with_part("word/embeddings/run.bat", b"del"),
        "an archive": lambda: _with_part("word/embeddings/1.bin", b"Rar!\x1a\x07\x01\x00"),
        "packed into a document of today": lambda: _with_part(
            "word/embeddings/oleObject1.bin", _package()
        ),
        "packed into a document of old": lambda: made.compound(
            {WORD: made.word(), "ObjectPool": {"_1": {"\x01Ole10Native": b"x"}}}
        ),
        "packed into a presentation of old": lambda: made.compound(
            {SLIDES: made.presentation(embedded=_package())}
        ),
        "in an OFD": lambda: made.ofd({"Doc_0/Res/a.bin": made.PROGRAM}),
        "attached to a PDF by its name": lambda: made.pdf(attached="附件.exe"),
        "attached to a PDF under another": lambda: made.pdf(attached="附件.txt"),
        "a zip behind a photo": lambda: made.image("JPEG") + made.office(),
        "a zip behind a picture": lambda: made.image("PNG") + made.office(),
        "a zip behind a scan": lambda: made.image("TIFF") + made.office(),
        "a zip behind a PDF": lambda: made.pdf() + made.office(),
        "a PDF that is a zip as well": lambda: made.pdf_stream(
            made.zipped({"a.exe": made.PROGRAM})
        ),
        "half a zip behind a PDF": lambda: made.pdf() + made.office()[:100],
        "an archive in a scan": lambda: made.image("TIFF") + b"xRar!\x1a\x07\x01\x00",
        "a program behind a photo": lambda: made.image("JPEG") + b"\r\n" + made.PROGRAM,
        "a program behind a picture": lambda: made.image("PNG") + made.PROGRAM,
        "pinned to a page": lambda: made.pdf_attached(made.PROGRAM),
        "pinned to a page by its name": lambda: made.pdf_attached(b"x", "附件.exe"),
        "named by what is pinned to a page": lambda: made.pdf_note(
            "/FileAttachment", FS=made.dictionary(F="附件.exe")
        ),
    },
    FileFault.BOMB: {
        "zeros": lambda: _with_part("word/media/1", bytes(12 * 1024 * 1024)),
        "zeros in a zip in a zip": lambda: _with_part(
            "1.docx", made.zipped({"2": bytes(12 * 1024 * 1024)})
        ),
        "many parts": lambda: made.office(more={f"{i}": b"" for i in range(5_001)}),
        "zips in zips": lambda: _deep(4),
        "entities in a part": lambda: _with_part("word/styles.xml", ENTITY.encode()),
        "entities in letters of two bytes": lambda: _with_part(
            "xl/sharedStrings.xml", ENTITY.encode("utf-16")
        ),
        "entities in a part of another name": lambda: _with_part("word/a.bin", ENTITY.encode()),
        "zeros in a PDF": lambda: made.pdf_stream(ZEROS, Filter="/FlateDecode"),
        "zeros in a PDF, packed twice": lambda: made.pdf_stream(
            compress(ZEROS), Filter=made.names("/FlateDecode", "/FlateDecode")
        ),
        "zeros in a PDF in letters": lambda: made.pdf_stream(
            ZEROS.hex().encode() + b">", Filter=made.names("/ASCIIHexDecode", "/FlateDecode")
        ),
        "a small picture in a PDF that becomes large": lambda: made.pdf_stream(
            ZEROS,
            Subtype="/Image",
            Width=made.number(1),
            Height=made.number(9),
            Filter="/FlateDecode",
        ),
        "an endless declaration": lambda: made.zipped(
            {"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><OFD>&b;</OFD>'}
        ),
    },
    FileFault.PIXELS: {
        "a picture in a PDF": lambda: made.pdf_stream(
            b"x", Subtype="/Image", Width=made.number(40_000), Height=made.number(40_000)
        ),
        "a picture": lambda: made.png_of(40_000, 40_000),
        "in a document": lambda: _with_part("word/media/1.png", made.png_of(40_000, 40_000)),
    },
}


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        pytest.param(fault, content, id=f"{fault}: {name}")
        for fault, cases in REFUSED.items()
        for name, content in cases.items()
    ],
)
def test_is_refused(fault: FileFault, content: Callable[[], bytes]) -> None:
    assert refused(content()) is fault


def test_what_a_directory_says_of_sizes_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The directory says ten bytes; what is unpacked counts."""
    content = bytes(300_000)
    bomb = _with_part("word/media/1", content)
    size = len(content).to_bytes(4, "little")
    assert refused(bomb.replace(size, (10).to_bytes(4, "little"))) is FileFault.BROKEN


def test_of_a_file_that_would_fill_the_memory_little_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packed, "_MOST_DIRECTORY", 100)
    assert refused(DOCUMENT) is FileFault.BROKEN


def test_pages_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_FRAMES", 2)
    assert refused(made.image("TIFF", pages=3)) is FileFault.BOMB


def test_a_pdf_has_so_many_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_objects, "_MOST_OBJECTS", 4)
    assert checked(made.pdf())
    assert refused(made.pdf_attached(b"x")) is FileFault.BOMB


def test_pages_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS_TOGETHER", 150)
    assert checked(made.image("TIFF", pages=2))
    assert refused(made.image("TIFF", pages=3)) is FileFault.PIXELS


def test_all_that_is_packed_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_UNPACKED", 5_000)
    inner = made.zipped({"1": bytes(3_000)})
    assert checked(_with_part("1.docx", inner))
    assert refused(made.office(more={"1.docx": inner, "2.docx": inner})) is FileFault.BOMB


def test_a_large_one_is_refused_before_it_is_read(settings: Settings) -> None:
    settings.EVIDENCE_FILE_SIZE = 100
    with pytest.raises(NotAccepted) as no:
        checked(made.pdf())
    assert (no.value.fault, no.value.numbers) == (FileFault.TOO_LARGE, {"most": 100})


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("公报.pdf", PDF, "公报.pdf"),
        ("照片.JPEG", JPEG, "照片.JPEG"),
        ("通知.wps", DOC, "通知.wps"),
        ("通知.wps", DOCX, "通知.wps"),
        ("台账.et", XLS, "台账.et"),
        ("照片.docx", JPEG, "照片.jpg"),
        ("照片.jpg", HEIC, "照片.heic"),
        ("公报.html", PDF, "公报.html.pdf"),
        ("公报", PDF, "公报.pdf"),
        ("公报.2025", PDF, "公报.2025.pdf"),
        ("pdf", PDF, "pdf.pdf"),
        ("长" * 300 + ".docx", JPEG, "长" * 196 + ".jpg"),
    ],
)
def test_its_name_says_what_it_is(name: str, kind: FileType, expected: str) -> None:
    assert name_for(name, kind) == expected


QUOTA = Quota(value=100, year=300, files=3)


@pytest.mark.parametrize(
    ("size", "of_value", "count", "of_year", "fault"),
    [
        (40, 60, 2, 260, None),
        (10, 0, 3, 0, FileFault.TOO_MANY),
        (41, 60, 1, 60, FileFault.VALUE_FULL),
        (41, 60, 1, 290, FileFault.VALUE_FULL),
        (41, 0, 0, 260, FileFault.YEAR_FULL),
        (1, 0, 0, 400, FileFault.YEAR_FULL),  # the quota was lowered
    ],
)
def test_there_is_room_for_so_much(
    size: int, of_value: int, count: int, of_year: int, fault: FileFault | None
) -> None:
    try:
        room(QUOTA, size=size, of_value=of_value, files=count, of_year=of_year)
    except NotAccepted as no:
        assert no.fault is fault
        assert no.numbers.get("left", 0) >= 0
    else:
        assert fault is None


@pytest.mark.parametrize("fault", FileFault)
def test_every_fault_has_its_sentence(fault: FileFault) -> None:
    megabyte = 1024 * 1024
    words = file_fault(fault, {"most": 50 * megabyte, "left": megabyte * 5 // 2, "size": megabyte})
    assert "%" not in words
    if fault in (FileFault.VALUE_FULL, FileFault.YEAR_FULL):
        assert "50 MB" in words and "2.5 MB" in words
