"""What is read of an xlsx, in each way of writing one."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from tests.common.spreadsheets.workbooks import (
    MAIN,
    RELATIONS,
    by_hand,
    changed,
    saved,
    sheet,
    written,
)

# Nine per cent in B2, a text in A2, an error in C2, a formula without a result in D2, and one that
# has a result in E2; row 4 is hidden, and row 5 has a formula whose result is an empty text.
EXPECTED_ROWS = [
    ["", "", "", "", ""],
    ["文", 0.09, "#DIV/0!", "", 3.0],
    ["", "", "", "", ""],
    [0.5, "", "", "", ""],
    ["", "", "", "", "x"],
]
ORDINARY = (
    '<row r="2"><c r="A2" t="s" s="1"><v>0</v></c><c r="B2" s="1"><v>0.09</v></c>'
    '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2"><f>B2*2</f><v></v></c>'
    '<c r="E2" s="0"><f>1+2</f><v>3</v></c></row>'
    '<row r="4" hidden="1"><c r="A4" s="1" t="n"><v>0.5</v></c><c r="B4" s="1"/></row>'
    '<row r="5"><c r="A5" t="str"><f>REPT("a",0)</f><v></v></c>'
    '<c r="E5" t="inlineStr"><is><t>x</t></is></c></row>'
)
WITHOUT_PLACES = (
    '<row/><row><c t="s" s="1"><v>0</v></c><c s="1"><v>0.09</v></c>'
    '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>B2*2</f><v/></c><c><f>1+2</f><v>3</v></c></row>'
    '<row/><row hidden="true"><c s="1"><v>0.5</v></c></row>'
    '<row><c t="str"><f>REPT("a",0)</f><v></v></c><c/><c/><c/>'
    '<c t="inlineStr"><is><t>x</t></is></c></row>'
)


@pytest.mark.parametrize(
    "data",
    [
        ORDINARY,
        ORDINARY.replace("<c ", "\n\t<c\r\n").replace("><v>", ">\n<v>"),
        ORDINARY.replace('"1"', "'1'").replace('"e"', "'e'"),
        ORDINARY.replace('r="B2" s="1"', 's="1" r="B2"'),
        ORDINARY.replace('r="B2" s="1"', 'r="B2" cm="1" s="1"'),
        ORDINARY.replace('r="B2" s="1"', 'r = "B2" s = "1"'),
        ORDINARY.replace("B2", "b2"),
        WITHOUT_PLACES,
    ],
    ids=[
        *("ordinary", "line-breaks", "single-quotes", "other-order", "more-attributes"),
        *("blanks", "small-letters", "without-places"),
    ],
)
def test_every_way_of_writing_says_the_same(data: str) -> None:
    read = sheet(by_hand(data))
    assert read.rows == EXPECTED_ROWS
    assert set(read.percents) == {(1, 1), (3, 0)}
    assert set(read.uncomputed) == {(1, 3)}
    assert set(read.hidden_rows) == {3}


def test_a_prefix_before_every_tag() -> None:
    data = ORDINARY.replace("<", "<x:").replace("<x:/", "</x:")
    content = by_hand(data, root=f'<x:worksheet xmlns:x="{MAIN}"', end="</x:worksheet>")
    content = changed(
        content, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"sheetData", b"x:sheetData")
    )
    read = sheet(content)
    assert read.rows == EXPECTED_ROWS
    assert set(read.percents) == {(1, 1), (3, 0)}
    assert set(read.uncomputed) == {(1, 3)}


def test_the_strict_variant() -> None:
    strict = "http://purl.oclc.org/ooxml"
    content = by_hand(
        ORDINARY,
        root=f'<worksheet xmlns="{strict}/spreadsheetml/main"',
        main=f"{strict}/spreadsheetml/main",
        relations=f"{strict}/officeDocument/relationships",
    )
    read = sheet(content)
    assert read.rows == EXPECTED_ROWS
    assert set(read.percents) == {(1, 1), (3, 0)}


def test_text_that_looks_like_a_cell_is_text() -> None:
    looks = 'a s="1" t="e" r="B1"&gt; c r="ZZ9" :c '
    read = sheet(by_hand(f'<row r="1"><c r="A1" t="str"><v>{looks}</v></c></row>'))
    assert read.rows == [['a s="1" t="e" r="B1"> c r="ZZ9" :c ']]
    assert not read.percents


def test_the_dialect_of_wps() -> None:
    """Built by hand after files that WPS wrote: a path from the root, its own namespace and
    attributes, pictures in cells with a part of their own, how a name is spoken, its properties.
    """
    wps = "http://www.wps.cn/officeDocument"
    picture = "_xlfn.DISPIMG(&quot;ID_5D1A&quot;,1)"
    content = by_hand(
        '<row r="1" spans="1:3"><c r="A1" s="2" t="s"><v>0</v></c><c r="B1" s="2" t="str">'
        f'<f>{picture}</f><v>=DISPIMG("ID_5D1A",1)</v></c></row>'
        '<row r="2" spans="1:3"><c r="A2" s="1"><v>0.09</v></c><c r="C2" s="2"/></row>',
        cell_formats=(0, 10, 0),
        root=f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" '
        f'xmlns:r="{RELATIONS}" xmlns:etc="{wps}/2017/etCustomData"><sheetPr/>'
        '<dimension ref="A1:C2"/><sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5"/><cols>'
        '<col min="1" max="1" width="12"/></cols',
        end='<autoFilter ref="A1:C2" etc:filterBottomFollowUsedRange="0"/></worksheet>',
        target="/xl/worksheets/sheet1.xml",
        more={
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si>'
            '<r><t xml:space="preserve">阳泉</t></r><r><rPr><b/></rPr><t>市</t></r>'
            '<rPh sb="0" eb="2"><t>yangquan</t></rPh>'
            '<phoneticPr fontId="1" type="noConversion"/></si></sst>',
            "docProps/app.xml": "<Properties><Application>WPS 表格</Application></Properties>",
            "docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'/></Properties>",
            "xl/cellimages.xml": f'<etc:cellImages xmlns:etc="{wps}/2017/etCustomData"/>',
        },
    )
    read = sheet(content)
    assert read.rows == [["阳泉市", '=DISPIMG("ID_5D1A",1)'], [0.09, ""]]
    assert set(read.percents) == {(1, 0)}
    assert not read.uncomputed


@pytest.mark.parametrize(
    ("code", "is_percent"), [("0.0%", True), ("0.0&quot;%&quot;", False), ("0.0\\%", False)]
)
def test_number_formats_of_ones_own(code: str, is_percent: bool) -> None:
    content = by_hand(
        '<row r="1"><c r="A1" s="2"><v>0.09</v></c></row>',
        cell_formats=(0, 0, 180),
        codes={180: code},
    )
    assert ((0, 0) in sheet(content).percents) is is_percent


def test_values_keep_their_kinds_and_places() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page["C3"], page["D3"], page["E3"] = datetime(2025, 3, 1, 8, 30), date(2025, 3, 1), time(8, 30)
    page["C4"], page["D4"], page["E4"] = True, 2.27, " 阳泉 "
    page.merge_cells("C5:E6")
    page["C5"] = "合并"
    read = sheet(saved(book))
    assert read.rows[2][2:] == [datetime(2025, 3, 1, 8, 30), date(2025, 3, 1), time(8, 30)]
    assert read.rows[3][2:] == [True, 2.27, " 阳泉 "]
    assert read.rows[4] == ["", "", "合并", "", ""]
    assert read.rows[:2] == [[""] * 5] * 2


def test_sheets_of_every_kind() -> None:
    book = Workbook()
    book.worksheets[0].title = "A&B <表>"
    book.worksheets[0]["A1"] = 1
    book.create_chartsheet("图")
    book.create_sheet("空")
    book.create_sheet("藏")["B2"] = 0.5
    book["藏"]["B2"].number_format = "0%"
    book["藏"].sheet_state = "veryHidden"
    sheets = read_book(saved(book), "", Limits()).sheets
    assert [(one.name, one.hidden) for one in sheets] == [
        ("A&B <表>", False),
        ("空", False),
        ("藏", True),
    ]
    assert set(sheets[2].percents) == {(1, 1)}
    assert not sheets[0].percents


def test_what_openpyxl_doesnt_compute_is_told() -> None:
    read = sheet(written([2, 3, "=A1+B1", "#N/A"], formats={"C1": "0%"}))
    assert set(read.uncomputed) == {(0, 2)}
    assert read.rows == [[2.0, 3.0, "", "#N/A"]]


def test_cells_across_the_pieces_in_which_a_part_is_unpacked() -> None:
    count = 3000
    rows = [[n, n / 7, "=A1" if n % 500 == 0 else "填写的来源" * 3] for n in range(1, count + 1)]
    formats = {f"B{n}": "0.00%" for n in range(1, count + 1, 3)}
    read = sheet(written(*rows, formats=formats))
    assert set(read.percents) == {(n, 1) for n in range(0, count, 3)}
    assert set(read.uncomputed) == {(n - 1, 2) for n in range(500, count + 1, 500)}


def test_formats_down_to_the_end_of_the_sheet_are_no_cells() -> None:
    data = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    )
    assert sheet(by_hand(data)).rows == [[1.0]]


def test_what_is_kept_of_other_workbooks_is_no_sheet() -> None:
    kept = '<row r="1"><cell r="XFD1048576"><v>1</v></cell></row>'
    link = (
        f"<externalLink><sheetDataSet><sheetData>{kept}</sheetData></sheetDataSet></externalLink>"
    )
    content = by_hand(ORDINARY, more={"xl/externalLinks/externalLink1.xml": link})
    assert sheet(content).rows == EXPECTED_ROWS
