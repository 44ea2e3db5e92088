"""How the numbers of a file are read with their passports, whichever program saved it last."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO
from time import process_time
from typing import Any

import pytest
from openpyxl import load_workbook

from common.passports import SHEET
from common.records.rules.files import NotAccepted
from common.sheets import as_xlsx
from common.tables import Column, Passport, Sheet, Stamped, Value
from siwei.reports.rules.read_back import NotReadBack, ReadBack
from siwei.reports.services import read_document as documents
from siwei.reports.services.read_document import read_document
from siwei.reports.services.read_workbook import read_workbook
from tests.evidence_files import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TAG = "140300.total_water_use.2025@3"
OTHER = "140300.pipe_leakage_rate.2025@12"


def docx(body: str, *, space: str = W, more: Mapping[str, str] | None = None) -> BytesIO:
    head = f'<w:document xmlns:w="{space}" xmlns:mc="{MC}"><w:body>'
    main = "word/document.xml"
    parts = {**package(main), main: f"{head}{body}</w:body></w:document>", **(more or {})}
    return BytesIO(zipped({name: text.encode() for name, text in parts.items()}))


def package(main: str, footer: str = "footer1.xml") -> dict[str, str]:
    """What leads to the document of a package, and from it to its footer."""
    folder, _, name = main.rpartition("/")
    type_of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return {
        "[Content_Types].xml": f'<Types><Override PartName="/{main}" ContentType="x"/></Types>',
        "_rels/.rels": f'<R><R Type="{type_of}officeDocument" Target="{main}"/></R>',
        f"{folder}/_rels/{name}.rels": f'<R><R Type="{type_of}footer" Target="{footer}"/></R>',
    }


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def control(content: str, tag: str = TAG, more: str = "") -> str:
    named = f'<w:sdtPr><w:alias w:val="报送值"/><w:tag w:val="{tag}"/>{more}</w:sdtPr>'
    return f"<w:sdt>{named}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def said(read: ReadBack) -> list[tuple[str, str]]:
    return [(one.named, one.text) for one in read.numbers]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (control(run("2.21")), "2.21"),
        (control(run("2") + "<w:proofErr/>" + run(".2", "<w:b/>") + run("1")), "2.21"),
        (control(run("2.21") + f'<w:del w:id="1">{run("9")}</w:del>'), "2.21"),
        (control(f'<w:moveFrom w:id="1">{run("9")}</w:moveFrom>' + run("2.21")), "2.21"),
        (control(f'<w:ins w:id="1">{run("2.25")}</w:ins>'), "2.25"),
        (control(run("2.21", "<w:vanish/>") + run("2.25")), "2.25"),
        (control(run("2.21", '<w:vanish w:val="0"/>')), "2.21"),
        (
            control(run("2.21", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")),
            "2.21",
        ),
        (control(run("单击输入"), more="<w:showingPlcHdr/>"), ""),
        (control(""), ""),
        (control("<w:r><w:noBreakHyphen/><w:t>2.21</w:t></w:r>"), "-2.21"),
        # As LibreOffice before 7.5 saves it: without the tag, with the name.
        (
            f'<w:sdt><w:sdtPr><w:id w:val="7"/><w:alias w:val="报送值 {TAG}"/><w:text/></w:sdtPr>'
            f"<w:sdtContent>{run('2.21')}</w:sdtContent></w:sdt>",
            "2.21",
        ),
        # A box for text, as Word writes it: for programs of today and, once more, for others.
        (
            f"<mc:AlternateContent><mc:Choice>{control(run('2.21'))}</mc:Choice>"
            f"<mc:Fallback>{control(run('2.21'))}</mc:Fallback></mc:AlternateContent>",
            "2.21",
        ),
        # Somebody put a control of their own around it.
        (control(control(run("2.21")), tag="mine"), "2.21"),
    ],
)
def test_what_stands_in_a_control_is_what_one_sees(body: str, text: str) -> None:
    for space in (W, STRICT):
        assert said(read_document(docx(paragraph(body), space=space))) == [(TAG, text)]


def test_numbers_of_all_parts_are_read_and_the_others_counted() -> None:
    body = paragraph(run("2025年用水总量"), control(run("2.21")), run("亿立方米，上限2.27。"))
    footer = f'<w:ftr xmlns:w="{W}">{paragraph(run("漏损率"), control(run("8.7"), OTHER))}</w:ftr>'
    read = read_document(docx(body, more={"word/footer1.xml": footer, "word/styles.xml": "<x"}))
    assert said(read) == [(TAG, "2.21"), (OTHER, "8.7")]
    assert read.unchecked == 2
    assert [one.place for one in read.numbers] == ["2025年用水总量", "漏损率"]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (control(run("2.21")) + run("9"), ["2.219"]),
        (control(run("2")) + run(".") + run("9亿"), ["2.9"]),
        (run("用水1") + control(run("2.21")), ["12.21"]),
        (run("用水1.") + control(run("2")), ["1.2"]),
        (run("变化−") + control(run("2.21")), ["−2.21"]),
        (control(run("2.21") + control(run("9"), OTHER)), ["2.219", "2.219"]),
        (control(run("2.21")) + control(run("9"), "mine"), ["2.219"]),
        # What only stands nearby.
        (control(run("2.21")) + control(run("8.7"), OTHER), ["2.21", "8.7"]),
        (run("2025年") + control(run("2.21")) + run("亿"), ["2.21"]),
        (run("上限-") + control(run("2.21")) + run("。9月"), ["2.21"]),
        (run("2.27 ") + control(run("2.21")) + run(" 9"), ["2.21"]),
        (run("2.27,") + control(run("2.21")) + run("."), ["2.21"]),
        (control(run("2.21")) + run("1", '<w:vertAlign w:val="superscript"/>'), ["2.21"]),
        (control(run("2.21")) + run("9", "<w:vanish/>"), ["2.21"]),
        (control(run("2.21")) + "<w:r><w:tab/></w:r>" + run("9"), ["2.21"]),
        (f"{control(run('2.21'))}</w:p><w:p>{run('9')}", ["2.21"]),
        (run("2025") + control(""), [""]),
    ],
)
def test_what_is_typed_right_beside_a_control_is_of_its_number(body: str, texts: list[str]) -> None:
    read = read_document(docx(paragraph(body)))
    assert [one.text for one in sorted(read.numbers, key=lambda one: one.named != TAG)] == texts


def test_what_word_would_open_is_read_whatever_it_is_called() -> None:
    """A copy to which nothing leads, as it was before, vouches for nothing."""
    body = f'<w:document xmlns:w="{W}">%s</w:document>'
    shown, decoy = (body % paragraph(control(run(one))) for one in ("2.22", "2.21"))
    parts = {
        **package("text/main.xml", "../feet/last.xml"),
        "text/main.xml": shown,
        "feet/last.xml": body % paragraph(control(run("8.7"), OTHER)),
        "word/document.xml": decoy,
        "word/footer1.xml": decoy,
    }
    read = read_document(BytesIO(zipped({name: text.encode() for name, text in parts.items()})))
    assert said(read) == [(TAG, "2.22"), (OTHER, "8.7")]


@pytest.mark.parametrize("tag", ["", "mine", "140300.total_water_use.2025", f"{TAG}x", "a" * 65])
def test_a_control_of_somebody_else_has_no_passport(tag: str) -> None:
    read = read_document(docx(paragraph(control(run("2.21"), tag))))
    assert (said(read), read.unchecked) == ([], 1)


def test_a_document_of_hostile_xml_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    bomb = f'<!DOCTYPE w [<!ENTITY l0 "lol">{laughs}]><w>&l29;</w>'
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
    for text in (bomb, outside, "<w>"):
        with pytest.raises(NotAccepted):
            read_document(docx("", more={"word/document.xml": text}))


def test_a_hostile_document_costs_no_more_than_its_length() -> None:
    """A paragraph of many runs, and many controls around one another: at once, or never."""
    runs = paragraph("<w:r><w:t>12345 </w:t></w:r>" * 100_000)
    nested = "<w:sdt>" * 20_000 + paragraph(run("1") * 20_000) + "</w:sdt>" * 20_000
    began = process_time()
    assert read_document(docx(runs + nested)).unchecked == 100_001
    assert process_time() - began < 5


def test_more_than_any_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_NUMBERS", 3)
    body = paragraph(*[control(run("2.21"))] * 4)
    with pytest.raises(NotReadBack, match="too_many"):
        read_document(docx(body))
    monkeypatch.setattr(documents, "MOST_XML", 100)
    with pytest.raises(NotReadBack, match="too_long"):
        read_document(docx(body))


ROWS = [("阳泉", "2.21", "8.70"), ("太原", "9.10", "7.5"), ("长治", "5.5", "9.3")]
KEYS = {"阳泉": "140300", "太原": "140100", "长治": "140400"}


def table() -> bytes:
    rows: list[list[Value]] = [
        [
            city,
            Stamped(Decimal(total), Passport(f"{KEYS[city]}.total_water_use.2025", 3)),
            Stamped(Decimal(rate), Passport(f"{KEYS[city]}.pipe_leakage_rate.2025", 3)),
            2025,
        ]
        for city, total, rate in ROWS
    ]
    columns = [
        Column("城市"),
        Column("用水总量", "亿立方米"),
        Column("漏损率", "%"),
        Column("年份"),
    ]
    return as_xlsx(Sheet("总表", "标题", columns, rows, ["注"], "说明"))


def changed(change: Callable[[Any], object]) -> BytesIO:
    """The table after somebody opened it, did `change` to the workbook and saved it."""
    book = load_workbook(BytesIO(table()))
    change(book)
    saved = BytesIO()
    book.save(saved)
    saved.seek(0)
    return saved


def put(cell: str, value: object) -> Callable[[Any], object]:
    return lambda book: book["总表"].__setitem__(cell, value)


def read(file: BytesIO) -> ReadBack:
    return read_workbook(file, "表.xlsx")


def test_a_workbook_comes_back_as_it_was() -> None:
    found = read(BytesIO(table()))
    assert [one.named for one in found.numbers][:2] == [TAG, "140300.pipe_leakage_rate.2025@3"]
    assert [str(one.value) for one in found.numbers] == ["2.21", "8.7", "9.1", "7.5", "5.5", "9.3"]
    assert {one.elsewhere for one in found.numbers} == {""}
    assert [one.place for one in found.numbers][:2] == ["总表!B2", "总表!C2"]
    assert (found.unchecked, found.unreadable) == (3, 0)  # the years


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        (2.25, "2.25", "2.25"),
        ("2.21", "2.21", "2.21"),
        ("约2.21", "约2.21", None),
        (None, "", None),
        ("=1+1", "", None),  # nobody computed it
        (True, "True", None),
    ],
)
def test_what_a_cell_says_now(value: object, text: str, number: str | None) -> None:
    one = read(changed(put("B2", value))).numbers[0]
    assert (one.text, one.value) == (text, None if number is None else Decimal(number))
    assert one.elsewhere == ""


def test_a_number_is_what_its_format_shows() -> None:
    def as_percent(book: Any) -> None:
        book["总表"]["B2"].number_format = "0%"  # 2.21 is shown as 221 %
        book["总表"]["C2"] = 0.087
        book["总表"]["C2"].number_format = "0.00%"

    total, rate = read(changed(as_percent)).numbers[:2]
    assert (total.value, rate.value) == (Decimal(221), Decimal("8.7"))


def test_sorted_rows_are_told_from_altered_numbers() -> None:
    def sort(book: Any) -> None:
        rows = sorted(book["总表"].iter_rows(min_row=2, max_row=4, values_only=True))
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                book["总表"].cell(number, column, value)
        book["总表"]["B2"] = 9.99

    found = {one.place: (one.text, one.elsewhere) for one in read(changed(sort)).numbers}
    assert found["总表!C3"] == ("9.3", "C2")  # 太原, after 长治 and before 阳泉 took its place
    assert found["总表!B2"] == ("9.99", "B4")
    assert found["总表!B3"] == ("5.5", "")  # 9.1 is nowhere any more


def test_rows_before_the_table_move_it() -> None:
    found = read(changed(lambda book: book["总表"].insert_rows(1, 2)))
    assert {one.elsewhere for one in found.numbers} == {"B4", "C4", "B5", "C5", "B6", "C6"}


def test_a_renamed_tab_is_found() -> None:
    found = read(changed(lambda book: setattr(book["总表"], "title", "2025")))
    assert [one.place for one in found.numbers][:1] == ["2025!B2"]
    assert {one.elsewhere for one in found.numbers} == {""}


def test_passports_that_say_nothing_are_counted() -> None:
    found = read(changed(lambda book: book[SHEET].__setitem__("D2", "drei")))
    assert (len(found.numbers), found.unchecked, found.unreadable) == (5, 4, 1)
    without = read(changed(lambda book: book.remove(book[SHEET])))
    assert (without.numbers, without.unchecked) == ([], 9)
    spoilt = read(changed(lambda book: book[SHEET].__setitem__("A1", "x")))
    assert (spoilt.numbers, spoilt.unreadable) == ([], 1)
