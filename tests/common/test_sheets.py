"""Tables as files: read back, they are what was written, and no text is a formula."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from common.sheets import as_csv, as_xlsx, guarded
from common.tables import Column, Sheet

SHEET = Sheet(
    name="比较",
    title="用水总量，2025 年比较",
    columns=[Column("城市"), Column("目标值", "亿立方米"), Column("目标年")],
    rows=[
        ["阳泉市", Decimal("2.270"), 2025],
        ["太原市", None, None],
        ["=1+1", Decimal("9.0"), 2027],
    ],
    notes=["来源：规划原文。"],
    notes_name="说明",
)


def test_csv_is_for_excel_in_chinese() -> None:
    data = as_csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["城市", "目标值（亿立方米）", "目标年"]
    assert rows[1] == ["阳泉市", "2.270", "2025"]
    assert rows[2] == ["太原市", "", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠A"]
)
def test_no_text_is_a_formula(text: str) -> None:
    sheet = Sheet("a", "b", [Column("c")], [[text]], [], "d")
    rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{text}"]
    cell = load_workbook(io.BytesIO(as_xlsx(sheet)))["a"]["A2"]
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2.10",
            "007",
            "1.",
            ".5",
            "1,234",
            "12 %",
            "¥5",
            "(5)",
            "1e5",
            "2E10",
            "２．１０",
            " 2.10 ",
        ),
        *("123456789012", "1-2", "2026-03", "2026/3/1", "2026-03-01 10:00", "2026年3月", "3月5日"),
        *("10:30", "1 1/2", "Mar 1", "MAR1", "1-Sep", "true", "FALSE", "'s"),
    ],
)
def test_a_text_that_looks_like_something_else_stays_text(text: str) -> None:
    sheet = Sheet("a", "b", [Column("c")], [[text]], [], "d")
    rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{text}"]
    cell = load_workbook(io.BytesIO(as_xlsx(sheet)))["a"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "阳泉市",
            "140300",
            "0",
            "2025",
            "2025年",
            "2020-2025",
            "2.1.3",
            "第 2.10 节",
            "8.9 万吨",
        ),
        *("marsh", "May day", "truth", "5 亿", "3e", "", "—"),
    ],
)
def test_any_other_text_is_written_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_xlsx_has_numbers_with_their_decimals_and_a_tab_of_notes() -> None:
    data = as_xlsx(SHEET)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["比较", "说明"]
    rows = book.get_sheet_by_name("比较").to_python()
    assert rows[1] == ["阳泉市", 2.27, 2025]
    assert rows[3][0] == "=1+1"
    assert book.get_sheet_by_name("说明").to_python() == [
        ["用水总量，2025 年比较"],
        ["来源：规划原文。"],
    ]
    table = load_workbook(io.BytesIO(data))["比较"]
    assert table["B2"].number_format == "0.000"
    assert table["C2"].number_format == "0"
    assert table.freeze_panes == "B2"
