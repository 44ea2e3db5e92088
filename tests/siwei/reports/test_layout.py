"""The layout of GB/T 9704 in the XML of the file."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from siwei.reports.charts.panels import Panel, PanelYear, panels
from siwei.reports.rules.blocks import (
    Annex,
    Heading,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
    TableColumn,
    Text,
)
from siwei.reports.services.document import as_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
TAG = "140300.total_water_use.2025@4"
# A page holds what stands between its margins, in twentieths of a point.
MILLIMETRE = 1440 / 25.4
REPORT = Report(
    "标题",
    "年度自评报告",
    [
        *(Heading(level, f"标题{level}") for level in (1, 2, 3)),
        Paragraph([Text("实际"), Text("2.31", tag=TAG), Text("\x00亿\n立方米")]),
        Table(
            "表1",
            [TableColumn("甲", 78), TableColumn("乙", 78)],
            [["一", [Text("2.31", tag=TAG), Text("2.27", italic=True), Text("旧", struck=True)]]],
        ),
        Picture('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "图说", "图1"),
        Signature(),
        Annex(1, "附表"),
        Table("附表", [TableColumn("甲", 156)], [["一"]]),
    ],
)


@pytest.fixture(scope="module")
def parts() -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(as_docx(REPORT, now=NOW))) as packed:
        return {
            name: ElementTree.fromstring(packed.read(name))
            for name in packed.namelist()
            if name.endswith(".xml")
        }


Parts = dict[str, ElementTree.Element]


def body(parts: Parts) -> ElementTree.Element:
    return parts["word/document.xml"]


def style(parts: Parts, name: str) -> ElementTree.Element:
    every = parts["word/styles.xml"].iter(f"{W}style")
    return next(one for one in every if one.find(f"{W}name").get(f"{W}val") == name)


def value(element: ElementTree.Element | None, path: str, name: str = "val") -> str | None:
    assert element is not None
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def test_the_page(parts: Parts) -> None:
    section = body(parts).find(f".//{W}sectPr")
    size = {name: int(value(section, "pgSz", name) or 0) for name in ("w", "h")}
    margin = {
        name: int(value(section, "pgMar", name) or 0) for name in ("top", "left", "right", "bottom")
    }
    assert margin["top"] / MILLIMETRE == pytest.approx(37, abs=0.05)
    assert margin["left"] / MILLIMETRE == pytest.approx(28, abs=0.05)
    width = size["w"] - margin["left"] - margin["right"]
    height = size["h"] - margin["top"] - margin["bottom"]
    assert width / MILLIMETRE == pytest.approx(156, abs=0.05)
    assert height / MILLIMETRE == pytest.approx(225, abs=0.05)
    grid = section.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    pitch = int(grid.get(f"{W}linePitch") or 0)
    assert height // pitch == 22
    character = 16 + int(grid.get(f"{W}charSpace") or 0) / 4096
    assert width / 20 / character == pytest.approx(28, abs=0.02)


def test_lines_and_characters_of_the_text_hold_to_the_grid_themselves(parts: Parts) -> None:
    text = style(parts, "公文正文")
    assert value(text, "pPr/spacing", "lineRule") == "exact"
    section = body(parts).find(f".//{W}sectPr")
    assert value(text, "pPr/spacing", "line") == value(section, "docGrid", "linePitch")
    advance = 320 + int(value(text, "rPr/spacing") or 0)
    assert 28 <= 156 * MILLIMETRE / advance < 29


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("公文标题", "方正小标宋简体", "44"),
        ("公文正文", "仿宋_GB2312", "32"),
        ("heading 1", "黑体", "32"),
        ("heading 2", "楷体_GB2312", "32"),
        ("heading 3", "仿宋_GB2312", "32"),
    ],
)
def test_fonts_and_sizes(parts: Parts, name: str, font: str, half_points: str) -> None:
    found = style(parts, name)
    assert value(found, "rPr/rFonts", "eastAsia") == font
    assert value(found, "rPr/sz") == half_points
    table = parts["word/fontTable.xml"]
    named = next(one for one in table if one.get(f"{W}name") == font)
    assert value(named, "altName"), "no other font where this one is missing"


def test_the_first_line_is_two_characters_in_and_headings_are_words_own(parts: Parts) -> None:
    assert value(style(parts, "公文正文"), "pPr/ind", "firstLineChars") == "200"
    assert value(style(parts, "公文标题"), "pPr/jc") == "center"
    for level in (1, 2, 3):
        assert value(style(parts, f"heading {level}"), "pPr/outlineLvl") == str(level - 1)
    used = {one.get(f"{W}val") for one in body(parts).iter(f"{W}pStyle")}
    assert {"Heading1", "Heading2", "Heading3"} <= used


def test_heads_are_repeated_and_no_row_is_parted(parts: Parts) -> None:
    table = next(body(parts).iter(f"{W}tbl"))
    rows = list(table.iter(f"{W}tr"))
    assert [one.find(f"{W}trPr/{W}tblHeader") is not None for one in rows] == [True, False]
    assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in rows)


def test_page_numbers_are_on_the_outer_side(parts: Parts) -> None:
    assert parts["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    references = {one.get(f"{W}type") for one in body(parts).iter(f"{W}footerReference")}
    assert references == {"default", "even"}
    sides = {}
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = parts[name]
        words = "".join(
            one.text or "" for one in footer.iter() if one.tag in (f"{W}t", f"{W}instrText")
        )
        assert words == "—  PAGE 1 —"
        assert {one.get(f"{W}val") for one in footer.iter(f"{W}sz")} == {"28"}
        sides[name] = value(footer, "p/pPr/jc")
    assert sides == {"word/footer1.xml": "right", "word/footer2.xml": "left"}


def test_each_published_number_is_in_a_control_of_its_own(parts: Parts) -> None:
    controls = list(body(parts).iter(f"{W}sdt"))
    assert [value(one, "sdtPr/tag") for one in controls] == [TAG, TAG]
    # Some LibreOffice keeps the name of a control alone, so that it says the same.
    assert {value(one, "sdtPr/alias") for one in controls} == {f"报送值 {TAG}"}
    assert len({value(one, "sdtPr/id") for one in controls}) == 2
    texts = ["".join(one.itertext()) for one in controls]
    assert texts == ["2.31", "2.31"]


def test_what_no_file_can_hold_is_left_out(parts: Parts) -> None:
    assert "实际2.31亿 立方米" in "".join(body(parts).itertext())


def test_the_picture_says_what_it_shows(parts: Parts) -> None:
    drawn = next(one for one in body(parts).iter() if one.tag.endswith("}docPr"))
    assert drawn.get("descr") == "图说"


def test_the_properties_name_the_report_and_no_program(parts: Parts) -> None:
    said = {one.tag.rpartition("}")[2]: one.text for one in parts["docProps/core.xml"]}
    assert said["title"] == "标题"
    assert not said["creator"]
    assert "description" not in said or not said["description"]


def test_nothing_is_drawn_over_a_year_without_a_value_or_a_break() -> None:
    def year(number: int, actual: str | None, stretch: int = 0) -> PanelYear:
        value = None if actual is None else Decimal(actual)
        return PanelYear(number, value, None, stated=False, stretch=stretch)

    years = [year(2020, "1"), year(2021, "2"), year(2022, None), year(2023, "3"), year(2024, "4")]
    drawn = panels([Panel(1, 2024, years)])
    lines = ElementTree.fromstring(drawn).findall(".//{*}polyline[@stroke='#0b5c99']")
    assert [len(str(one.get("points")).split()) for one in lines] == [2, 2]
    parted = [year(2020, "1"), year(2021, "2"), year(2022, "3", 1), year(2023, "4", 1)]
    drawn = panels([Panel(1, 2023, parted)])
    lines = ElementTree.fromstring(drawn).findall(".//{*}polyline[@stroke='#0b5c99']")
    assert [len(str(one.get("points")).split()) for one in lines] == [2, 2]
