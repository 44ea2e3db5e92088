"""What is read of files that other programs wrote: LibreOffice's of each kind, and csv."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from tests.common.spreadsheets.workbooks import FILES, changed

LIBREOFFICE = [FILES / f"libreoffice.{ending}" for ending in ("xlsx", "xls", "ods")]


@pytest.mark.parametrize("path", LIBREOFFICE, ids=lambda path: path.suffix)
def test_a_file_written_by_libreoffice(path: Path) -> None:
    sheets = read_book(path, path.name, Limits()).sheets
    assert [one.name for one in sheets] == ["填报", "隐藏", "空", "偏移"]
    assert [one.hidden for one in sheets] == [False, True, False, False]
    first, _, empty, last = sheets
    assert first.rows[0] == ["地区", "指标", "年份", "数值", "单位", "来源", "核定日期"]
    assert first.rows[1] == [
        *("阳泉市", "用水总量", 2024, 2.27, "亿立方米", "水资源公报 第3页"),
        date(2025, 3, 1),
    ]
    assert [row[3] for row in first.rows[2:7]] == [0.09, "#DIV/0!", 2.36, "#N/A", 5]
    assert set(first.percents) == {(2, 3)}
    assert set(first.hidden_rows) == {6}
    assert first.rows[8][0] == "备注"
    assert not empty.rows
    assert last.rows[3][2] == 1
    assert set(last.percents) == {(6, 4), (7, 4)}
    assert not any(one.uncomputed for one in sheets)


def test_the_ending_of_the_name_says_nothing() -> None:
    """An xls renamed to xlsx is read, as WPS and LibreOffice read it; so is WPS's own .et."""
    content = (FILES / "libreoffice.xls").read_bytes()
    for name in ("表.xlsx", "表.et", "表.csv", "表"):
        assert read_book(content, name, Limits()).sheets[0].rows[0][0] == "地区"


def test_a_file_that_was_read_before_is_read_from_its_beginning() -> None:
    file = BytesIO((FILES / "libreoffice.ods").read_bytes())
    file.read()
    assert len(read_book(file, "", Limits()).sheets) == 4


def ods(rows: str) -> bytes:
    """LibreOffice's file with another first sheet of these rows."""
    start, end = b'<table:table table:name="\xe5\xa1\xab\xe6\x8a\xa5"', b"</table:table>"

    def change(content: bytes) -> bytes:
        before, _, rest = content.partition(start)
        return before + start + b">" + rows.encode() + end + rest.partition(end)[2]

    return changed((FILES / "libreoffice.ods").read_bytes(), "content.xml", change)


def test_cells_and_rows_that_an_ods_repeats() -> None:
    percent = 'office:value-type="percentage" office:value="0.5"'
    first = read_book(
        ods(
            '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
            '<table:table-row table:number-rows-repeated="2"><table:table-cell '
            f'table:number-columns-repeated="2"/><table:table-cell {percent} '
            'table:number-columns-repeated="2"/><table:table-cell table:formula="of:=[.A1]>0"/>'
            '<table:covered-table-cell/><table:table-cell office:value-type="float" '
            "office:value='7'/></table:table-row>"
        ),
        "",
        Limits(),
    ).sheets[0]
    assert [row[2:] for row in first.rows[2:]] == [[0.5, 0.5, "", "", 7.0]] * 2
    assert set(first.percents) == {(2, 2), (2, 3), (3, 2), (3, 3)}
    assert set(first.uncomputed) == {(2, 4), (3, 4)}


def test_an_ods_that_repeats_too_much() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="7" {}/>'
    many = 'table:number-columns-repeated="200"'
    row = '<table:table-row table:number-rows-repeated="100000">{}</table:table-row>'
    with pytest.raises(NotRead) as refused:
        read_book(ods(row.format(cell.format(many))), "", Limits())
    assert refused.value.fault is ReadFault.TOO_MANY_CELLS


TABLE = [["地区", "数值"], ["阳泉市", "9%"], ["", ""], ["说，明", "1,234"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_each_encoding(separator: str, encoding: str) -> None:
    text = (
        f'地区{separator}数值\r\n阳泉市{separator}9%\r\n{separator}\r\n说，明{separator}"1,234"\r\n'
    )
    book = read_book(text.encode(encoding), "填报.csv", Limits())
    assert [one.name for one in book.sheets] == ["填报"]
    assert book.sheets[0].rows == TABLE


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\n1\n", [["a"], ["1"]]),
        ("sep=;\r\na;1,5\r\nb;2,5\r\n", [["a", "1,5"], ["b", "2,5"]]),
        ('a,b\n"1\n2",3\n', [["a", "b"], ["1\n2", "3"]]),
        ("标题\n\na,b\n1,2", [["标题"], [], ["a", "b"], ["1", "2"]]),
        ('a,5" 管\n', [["a", '5" 管']]),
        ("1,5;a\n2,5;b\n3,5;c\n", [["1,5", "a"], ["2,5", "b"], ["3,5", "c"]]),
    ],
)
def test_the_rows_of_a_csv(text: str, rows: list[list[str]]) -> None:
    assert read_book(text.encode(), "", Limits()).sheets[0].rows == rows
