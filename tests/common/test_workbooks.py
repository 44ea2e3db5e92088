"""Workbooks, read back by a program that isn't the one that wrote them: days, passports, charts,
filters, and texts that were made to break a file."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from common.passports import SHEET, passports_in
from common.sheets import as_csv, as_xlsx
from common.tables import Chart, ChartKind, ChartSeries, Column, Passport, Sheet, Stamped, Value
from common.workbook_texts import tab_names

KEY = "140300.total_water_use.2025"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def sheet(*rows: list[Value], name: str = "表", **more: object) -> Sheet:
    columns = [Column(head) for head in ("城市", "甲", "乙")][: len(rows[0])]
    return Sheet(name, "标题", columns, rows, ["说明一"], "说明", **more)  # type: ignore[arg-type]


def read(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def cells(data: bytes, tab: str) -> list[list[object]]:
    return read(data).get_sheet_by_name(tab).to_python()  # type: ignore[return-value]


def test_days_and_times_are_days_and_times_of_here() -> None:
    at = datetime(2026, 3, 1, 2, 30, 15, 999, tzinfo=UTC)
    row: list[Value] = [date(2026, 3, 1), at, date(1899, 1, 1)]
    data = as_xlsx(sheet(row))
    assert cells(data, "表")[1] == [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 10, 30, 15),
        "1899-01-01",  # no spreadsheet has that day
    ]
    shown = load_workbook(io.BytesIO(data))["表"]
    assert (shown["A2"].number_format, shown["B2"].number_format) == (
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm:ss",
    )
    lines = as_csv(sheet(row)).decode("utf-8-sig").splitlines()
    assert lines[1] == "2026-03-01,2026-03-01 10:30:15,1899-01-01"


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_text() -> None:
    data = as_xlsx(sheet([Decimal("1234567890.123456"), Decimal("123456789.123456"), 10**15]))
    assert cells(data, "表")[1] == ["1234567890.123456", 123456789.123456, "1000000000000000"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("响铃\x07与\x00", "响铃\ufffd与\ufffd"),
        ("half \ud800", "half \ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("<v>&amp;]]>", "<v>&amp;]]>"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        ("#DIV/0!", "#DIV/0!"),
        ("  blanks  ", "  blanks  "),
        ("_x0041_", "_x0041_"),
        ("字" * 40_000, "字" * 32_766 + "…"),
    ],
)
def test_any_text_comes_back(text: str, kept: str) -> None:
    data = as_xlsx(sheet([text, 1], name=f"a/b:{text[:3]}"))
    book = read(data)
    assert book.get_sheet_by_index(0).to_python()[1][0] == kept
    assert book.sheet_names[1] == "说明"


def test_names_of_tabs() -> None:
    names = ["城市/县:[1]", "城市 县 1", "x" * 40, "X" * 31, "'a'", "", "History"]
    found = tab_names(names, {"a"})
    assert found[0] == "城市 县 1" and found[1] == "城市 县 1 2"
    assert found[4:] == ["a 2", "1", "History 2"]
    assert max(map(len, found)) == 31 and len({one.casefold() for one in found}) == len(names)


def test_a_published_number_has_its_passport_and_is_a_number() -> None:
    stamped = Stamped(Decimal("2.270"), Passport(KEY, 3))
    book = as_xlsx(sheet(["阳泉市", None, stamped]), sheet(["太原市", stamped, 1], name="二"))
    assert cells(book, "表")[1] == ["阳泉市", "", 2.27]
    assert SHEET == "_siwei_passports"
    found = passports_in(cells(book, SHEET))
    told = [(one.sheet, one.cell, one.key, one.version, str(one.value)) for one in found.cells]
    assert told == [("表", "C2", KEY, 3, "2.270"), ("二", "B2", KEY, 3, "2.270")]
    assert all(datetime.fromisoformat(one.written).utcoffset() for one in found.cells)
    assert load_workbook(io.BytesIO(book))[SHEET].sheet_state == "hidden"
    assert SHEET not in read(as_xlsx(sheet(["阳泉市", 1, 2]))).sheet_names


def test_several_tables_share_their_notes_and_each_has_frozen_heads_and_a_filter() -> None:
    data = as_xlsx(
        sheet(["a", 1], ["b", 2], totals=[["合计", 3]]), sheet(["c", Decimal("-1.0")], name="表")
    )
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["表", "表 2", "说明"]
    assert [book[name].auto_filter.ref for name in ("表", "表 2")] == ["A1:B3", "A1:B2"]
    assert book["表 2"].freeze_panes == "B2"
    assert cells(data, "表")[-1] == ["合计", 3]
    assert cells(data, "说明") == [["标题"], ["说明一"], ["标题"]]


def test_a_chart_is_drawn_from_the_cells() -> None:
    chart = Chart(
        ChartKind.STACKED,
        "各市状态",
        names=0,
        series=[ChartSeries(1, "#0a6659"), ChartSeries(2, "#a8121c")],
        rows=2,
        unit="项",
    )
    data = as_xlsx(sheet(["a", 1, 2], ["b", 2, 3], totals=[["合计", 3, 5]], charts=[chart]))
    assert read(data).sheet_names == ["表", "图表", "说明"]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = ElementTree.fromstring(parts.read("xl/charts/chart1.xml"))
    said = [one.text for one in root.iter(f"{DRAWING}f")]
    names = "'表'!$A$2:$A$3"
    assert said == [
        *("'表'!B1", names, "'表'!$B$2:$B$3"),
        *("'表'!C1", names, "'表'!$C$2:$C$3"),
    ]
    assert [one.get("val") for one in root.iter(f"{DRAWING}grouping")] == ["stacked"]
    assert [one.get("val") for one in root.iter(f"{MAIN}srgbClr")] == ["0a6659", "a8121c"]
    assert [one.get("val") for one in root.iter(f"{DRAWING}delete")] == ["0", "0"]
    assert [one.text for one in root.iter(f"{MAIN}t")] == ["各市状态", "项"]
