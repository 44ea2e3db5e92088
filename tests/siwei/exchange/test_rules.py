"""Tables of cases: what cells say, and which region and indicator names mean."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from common.spreadsheets.cells import Cell, SheetCells
from indicators.actuals.rules.enums import ObsStatus
from siwei.exchange.rules.cells import cell_text, number_of
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.heads import HeadFault, Heads, Role, find_heads
from siwei.exchange.rules.lines import lines_of
from siwei.exchange.rules.names import IndicatorIndex, NamedRegion, RegionIndex
from siwei.exchange.rules.notes import NoteCode
from siwei.exchange.rules.rows import (
    RowMessage,
    StagedRow,
    UnreadSheet,
    as_json,
    from_json,
    unread_sheets,
)
from siwei.exchange.rules.template import PROVINCE, TemplateFacts
from siwei.exchange.rules.values import Measured, ValueReader
from tests.units import UNITS


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (140300.0, "140300"), (2.5, "2.5"), (" 阳泉\n", "阳泉"), ("\u3000", "")],
)
def test_the_text_of_a_cell(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "number", "noisy"),
    [
        (9.0, "9", False),
        (2.27, "2.27", False),
        (0.1 + 0.2, "0.3", True),
        (2.2700000000000005, "2.27", True),
        (123456789.123456, "123456789.123456", False),
    ],
)
def test_a_number_is_what_a_spreadsheet_shows(cell: float, number: str, noisy: bool) -> None:
    assert number_of(cell) == (Decimal(number), noisy)
    assert str(number_of(cell)[0]) == number


VOLUME = Measured(UNITS.units["亿立方米"])
SHARE = Measured(UNITS.units["%"])
RATIO = Measured(UNITS.units["立方米"], per="万元")


@pytest.mark.parametrize(
    ("cell", "measured", "unit", "percent", "value", "given"),
    [
        ("１，２３４．５", VOLUME, "亿立方米", False, "1234.5", ""),
        ("12,345.60", VOLUME, "", False, "12345.60", ""),
        (" 2.27 亿m³ ", VOLUME, "", False, "2.27", ""),
        (2.27, VOLUME, "10⁸m³", False, "2.27", ""),
        (5000, VOLUME, "万立方米", False, "0.5", "5000 万立方米"),
        ("5000 万立方米", VOLUME, "万立方米", False, "0.5", "5000 万立方米"),
        (0.09, SHARE, "", True, "9", ""),
        (0.285, SHARE, "%", True, "28.5", ""),
        (28.5, SHARE, "%", False, "28.5", ""),
        (20.5, RATIO, "立方米/万元", False, "20.5", ""),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_indicator(
    cell: Cell, measured: Measured, unit: str, percent: bool, value: str, given: str
) -> None:
    reader = ValueReader(UNITS, {}, {})
    read = reader.read(cell, measured, unit=unit, is_percent=percent, at="A1")
    assert (str(read.value), read.given) == (value, given), read.notes


@pytest.mark.parametrize(
    ("cell", "measured", "unit", "percent", "code"),
    [
        ("#REF!", VOLUME, "", False, "formula_error"),
        ("……", VOLUME, "", False, "ellipsis"),
        ("－", VOLUME, "", False, "dash"),
        ("2.27①", VOLUME, "", False, "footnote"),
        ("2.1~2.3", VOLUME, "", False, "not_a_number"),
        ("1,23", VOLUME, "", False, "not_a_number"),
        (0.09, VOLUME, "", True, "percent_of_no_share"),
        (0.09, SHARE, "亿立方米", True, "two_units"),
        (1e22, VOLUME, "", False, "too_large"),
        (float("nan"), VOLUME, "", False, "not_a_number"),
        (2.2, Measured(VOLUME.unit, unit_needed=True), "", False, "unit_missing"),
        ("2.2", Measured(VOLUME.unit, unit_needed=True), "—", False, "unit_missing"),
    ],
)
def test_what_is_no_value_is_told_what_it_is(
    cell: Cell, measured: Measured, unit: str, percent: bool, code: str
) -> None:
    reader = ValueReader(UNITS, {}, {})
    read = reader.read(cell, measured, unit=unit, is_percent=percent, at="A1")
    assert read.value is None
    assert [one.said_code for one in read.notes] == [code]


def test_a_status_stands_in_the_cell_or_in_its_column() -> None:
    words = {"尚未发布": ObsStatus.NOT_AVAILABLE}
    reader = ValueReader(UNITS, words, words)
    read = reader.read("尚未发布", VOLUME, unit="", is_percent=False, at="A1")
    assert (read.value, read.status) == (None, ObsStatus.NOT_AVAILABLE)
    assert reader.status("尚未发布", "A1") is ObsStatus.NOT_AVAILABLE
    assert reader.status("", "A1") is None


REGIONS = RegionIndex.of(
    [
        NamedRegion("140000", ["山西省", "Shanxi"], ["140000"]),
        NamedRegion("140300", ["阳泉市", "Yangquan"], ["140300", "140000"]),
        NamedRegion("140302", ["城区", "Chengqu"], ["140302", "140300", "140000"]),
        NamedRegion("140402", ["城区", "Chengqu"], ["140402", "140400", "140000"]),
        NamedRegion("140399", ["阳泉市", "Yangquan"], ["140399", "140000"]),
    ]
)


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["140300"], {"140300"}),
        (["阳泉"], {"140300"}),
        (["山西省阳泉市城区"], {"140302"}),
        (["山西", "阳泉市", "城区"], {"140302"}),
        (["城区"], {"140302", "140402"}),
        (["140300", "阳泉市"], {"140300"}),
        (["140402", "阳泉市"], set()),
        (["甲市"], set()),
    ],
)
def test_a_region_is_one_or_none_for_sure(texts: list[str], codes: set[str]) -> None:
    """Of two codes of one series, the one that stood in that year."""
    found = REGIONS.find(texts, 2025, lambda code, year: code != "140399")
    assert found == codes


INDICATORS = IndicatorIndex(
    {"total_water_use": ["用水总量", "Total water use"], "industrial_water_use": ["工业用水量"]},
    {"140300": {"industrial_water_use": {"用水总量（工业）", "工业"}}},
)


@pytest.mark.parametrize(
    ("texts", "region", "codes"),
    [
        (["total_water_use"], "140300", {"total_water_use"}),
        (["1.用水总量（亿立方米）"], "140300", {"total_water_use"}),
        (["用水总量（工业）"], "140300", {"industrial_water_use"}),
        (["工业"], "140300", {"industrial_water_use"}),
        (["工业"], "140100", set()),
        (["total_water_use", "本地叫法"], "140300", {"total_water_use"}),
        (["total_water_use", "工业用水量"], "140300", set()),
    ],
)
def test_a_plans_own_name_counts_more_than_the_catalogues(
    texts: list[str], region: str, codes: set[str]
) -> None:
    assert INDICATORS.find(texts, region) == codes


def heads_of(*rows: list[Cell]) -> Heads | HeadFault:
    return find_heads(rows, is_indicator=INDICATORS.is_name, is_region=REGIONS.is_name)


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        (["地区", "指标", "年份", "数值", "实际值"], NoteCode.HEAD_TWICE),
        (["地区", "地区", "指标", "年份", "数值"], NoteCode.HEAD_TWICE),
        (["地区", "指标", "数值", "来源", "出处", "年份"], NoteCode.HEAD_TWICE),
        (["地区", "指标", "2025年", "2025年实际值"], NoteCode.HEAD_TWICE),
        (["地区", "指标", "年份", "2025年"], NoteCode.HEADS_CONFLICT),
        (["地区", "指标", "2025年", "数值"], NoteCode.HEADS_CONFLICT),
        (["地区", "指标", "年份", "用水总量"], NoteCode.HEADS_CONFLICT),
        (["指标", "年份", "数值"], NoteCode.HEAD_MISSING),
        (["地区", "指标", "来源"], NoteCode.HEAD_MISSING),
        (["甲", "乙"], NoteCode.NO_HEADS),
    ],
)
def test_heads_that_can_be_read_in_two_ways_are_not_read(heads: list[Cell], code: NoteCode) -> None:
    found = heads_of(["标题"], heads)
    assert isinstance(found, HeadFault)
    assert found.note.code is code


def test_codes_below_the_heads_name_the_columns() -> None:
    rows: list[list[Cell]] = [
        ["行政区代码", "用水总量（亿立方米）", "甲"],
        ["指标代码", "total_water_use", None],
        ["140300", 2.2, None],
    ]
    facts = TemplateFacts(PROVINCE, "140000", 2025, datetime(2026, 1, 1, tzinfo=UTC))
    found = find_heads(
        rows, is_indicator=INDICATORS.is_name, is_region=REGIONS.is_name, facts=facts
    )
    assert isinstance(found, Heads)
    assert (found.start, [one.indicator for one in found.values]) == (2, ["total_water_use"])
    assert found.columns == {Role.REGION: [0]}


def test_hidden_rows_and_percents_are_those_of_their_cells() -> None:
    sheet = SheetCells(
        "表",
        [["地区", "指标", "2024年", "2025年"], ["阳泉", "甲", 1, None], ["阳泉", "甲", None, 0.2]],
        percents={(2, 3)},
        hidden_rows={2},
    )
    heads = heads_of(*map(list, sheet.rows))
    assert isinstance(heads, Heads)
    first, second = lines_of(sheet, heads)
    assert (first.year, first.cell, first.is_percent, first.is_hidden) == (2024, "C2", False, False)
    assert (second.year, second.cell, second.is_percent, second.is_hidden) == (
        2025,
        "D3",
        True,
        True,
    )


def test_rows_are_kept_as_they_are() -> None:
    rows = [
        StagedRow(RowKind.NEW, "甲", 2, "D2", "140300.total_water_use.2025", messages=[]),
        StagedRow(
            RowKind.ERROR,
            "乙",
            3,
            "D3",
            note="说明",
            messages=[RowMessage("dash", "…", "D3", is_error=True)],
        ),
    ]
    kept = as_json(rows, [UnreadSheet("丙", "没有表头")])
    assert from_json(kept) == rows
    assert unread_sheets(kept) == [UnreadSheet("丙", "没有表头")]
    assert from_json([]) == []
