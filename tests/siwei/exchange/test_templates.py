"""Templates, read back by programs that we did not write."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from departments.models import Region, RegionSuccession
from departments.people import person_of
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.selectors.country import country
from indicators.actuals.selectors.entry import grid
from indicators.plans.models import Indicator, PlanIndicator
from siwei.exchange.rules.template import SHEET, facts_of
from siwei.exchange.selectors.province import province_grid
from tests import factories
from tests.indicators.actuals.workflow import signed_in
from tests.people import administrator, editor, open_year, reviewer, viewer

CITY = "/import/template/140300/2025.xlsx"
PROVINCE = "/import/template/province/140000/2025.xlsx"
TOTAL = "140300.total_water_use.2025"
HEADS = [
    *("指标", "单位", "基期年", "2024 年", "限值", "限值依据", "责任部门", "2025 年实际值"),
    *("数据状态", "来源", "说明", "解释", "审核状态", "类型", "指标代码", "键"),
]


@dataclass(frozen=True)
class Book:
    """A file as two programs read it."""

    content: bytes

    def cells(self, sheet: int | str = 0) -> Sequence[Sequence[Any]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.content))
        name = sheet if isinstance(sheet, str) else book.sheet_names[sheet]
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    @property
    def names(self) -> list[str]:
        return CalamineWorkbook.from_filelike(io.BytesIO(self.content)).sheet_names

    def rows(self, sheet: int = 0) -> dict[str, dict[str, Any]]:
        """The rows of a city's template by their keys, each by its heads."""
        heads, *rows = self.cells(sheet)[2:]
        return {row[-1]: dict(zip(heads, row, strict=True)) for row in rows}

    def table(self, sheet: int = 0) -> Worksheet:
        found = load_workbook(io.BytesIO(self.content)).worksheets[sheet]
        assert isinstance(found, Worksheet)
        return found


def book(client: Client, address: str = CITY) -> Book:
    response = client.get(address)
    assert response.status_code == 200, response
    return Book(response.content)


def cell(table: Worksheet, key: str, head: str) -> Cell:
    heads = [one.value for one in table[3]]
    line = next(row for row in table.iter_rows(min_row=4) if row[-1].value == key)
    found = line[heads.index(head)]
    assert isinstance(found, Cell)
    return found


def check_of(table: Worksheet, at: Cell) -> DataValidation:
    checks = table.data_validations.dataValidation
    return next(one for one in checks if at.coordinate in one.sqref)


def opened(table: Worksheet) -> list[str]:
    """The cells that can be filled in."""
    cells = (one for row in table.iter_rows() for one in row)
    return [one.coordinate for one in cells if not one.protection.locked]


@pytest.fixture
def water(db: None) -> User:
    factories.mini_plan()
    open_year(2025)
    return editor("alice")


@pytest.fixture
def client(water: User) -> Client:
    return signed_in(water)


def test_the_rows_are_those_of_the_grid(client: Client, water: User) -> None:
    factories.actual()
    found = book(client)
    assert found.names == ["填报表", "填报说明", SHEET]
    assert found.cells()[2] == HEADS
    region = Region.objects.select_related("parent__parent__parent").get(code="140300")
    shown = grid(region=region, year=2025, person=person_of(water))
    assert list(found.rows()) == [str(row.key) for row in shown.all_rows]
    assert found.rows()[TOTAL] == {
        "指标": "用水总量",
        "单位": "亿立方米",
        "基期年": "",
        "2024 年": 2.1,
        "限值": "≤ 2.270",
        "限值依据": "规划目标，约束性",
        "责任部门": "市水利局、市城市管理局",
        "2025 年实际值": "",
        "数据状态": "",
        "来源": "",
        "说明": "",
        "解释": "",
        "审核状态": "未填",
        "类型": "",
        "指标代码": "total_water_use",
        "键": TOTAL,
    }
    fall = found.rows()["140300.gdp_water_intensity_reduction.2020-2025"]
    assert (fall["单位"], fall["基期年"], fall["限值"]) == ("%", 2020, "≥ 9.0")
    level = found.rows()["140300.gdp_water_intensity.2025"]
    assert (level["单位"], level["类型"], level["限值"]) == ("立方米", "规划没有要求", "")


def test_what_is_stored_is_filled_in_and_what_takes_no_change_is_locked(client: Client) -> None:
    factories.actual(year=2025, value="2.050", state="draft", published=None)
    factories.actual("irrigation_efficiency", 2025, value="0.63", published="0.63")
    found = book(client)
    draft = found.rows()[TOTAL]
    assert draft["2025 年实际值"] == 2.05
    assert (draft["来源"], draft["说明"]) == ("工作中的来源", "工作中的说明")
    table = found.table()
    assert table.protection.sheet
    assert not table.protection.password
    value, source = cell(table, TOTAL, "2025 年实际值"), cell(table, TOTAL, "来源")
    assert value.number_format == "0.000###"
    assert source.number_format == "@"
    locked = cell(table, "140300.irrigation_efficiency.2025", "2025 年实际值")
    assert (locked.value, locked.number_format) == (0.63, "0.00")
    assert [one.protection.locked for one in (value, source, locked)] == [False, False, True]
    assert len({one.fill.fgColor.rgb for one in (value, locked)}) == 2
    assert cell(table, "140300.irrigation_efficiency.2025", "审核状态").value == "已审核"
    efficiency = locked.row
    assert opened(table) == [
        f"{column}{row}" for row in range(4, 8) if row != efficiency for column in "HIJKL"
    ]


def test_why_there_is_no_value_is_a_choice(client: Client) -> None:
    factories.actual(year=2025, value=None, state="draft", published=None)
    row = factories.actual(
        "irrigation_efficiency", 2025, value="0.63", state="draft", published=None
    )
    Actual.objects.filter(pk=row.pk).update(obs_status="preliminary")
    found = book(client)
    said = [(row["2025 年实际值"], row["数据状态"]) for row in found.rows().values()]
    assert said == [("", "尚未发布"), (0.63, "初步数"), ("", ""), ("", "")]
    table = found.table()
    check = check_of(table, cell(table, TOTAL, "数据状态"))
    assert (check.type, check.formula1) == ("list", '"初步数,尚未发布,不适用,正常"')


def test_a_value_is_checked_and_explained(client: Client) -> None:
    Indicator.objects.filter(code="total_water_use").update(definition="各类用水之和", largest=650)
    PlanIndicator.objects.filter(indicator="total_water_use").update(unit="万立方米")
    PlanIndicator.objects.filter(indicator="total_water_use").update(printed_unit="万m³")
    factories.actual()
    found = book(client)
    table = found.table()
    total = cell(table, TOTAL, "2025 年实际值")
    check = check_of(table, total)
    assert (check.type, check.operator, check.errorStyle) == ("decimal", "between", "stop")
    assert (check.formula1, check.formula2) == ("0", "99999999999999")
    assert check.error == "只填数字，单位：亿立方米。不小于 0。"
    assert check.showErrorMessage
    assert check.showInputMessage
    assert total.comment is not None
    assert total.comment.text.splitlines() == [
        "2025 年用水总量",
        "单位：亿立方米",
        "规划原文的单位是万m³，请换算后填写",
        "定义：各类用水之和",
        "2024 年：2.10",
        "本年限值：≤ 0.0002270（规划目标，约束性）",
        "一般不大于 650亿立方米",
    ]
    assert found.rows()[TOTAL]["单位"] == "亿立方米"
    efficiency = cell(table, "140300.irrigation_efficiency.2025", "2025 年实际值")
    assert check_of(table, efficiency).formula2 == "1"
    fall = cell(table, "140300.gdp_water_intensity_reduction.2020-2025", "2025 年实际值")
    assert (check_of(table, fall).formula1, check_of(table, fall).formula2) == (
        "-99999999999999",
        "100",
    )


def test_it_prints_across_and_keeps_its_heads(client: Client) -> None:
    table = book(client).table()
    assert (table.freeze_panes, table.print_title_rows) == ("B4", "$1:$3")
    assert (table.page_setup.orientation, str(table.page_setup.paperSize)) == ("landscape", "9")
    assert table.column_dimensions["P"].hidden


def test_the_hidden_sheet_says_what_it_was_made_from(client: Client) -> None:
    row = factories.actual(year=2025, value="2.05", state="draft", published=None)
    Actual.objects.filter(pk=row.pk).update(version=3)
    found = book(client)
    assert found.table(2).sheet_state == "hidden"
    facts = facts_of(found.cells(SHEET))
    assert (facts.kind, facts.region, facts.year) == ("city", "140300", 2025)
    assert facts.versions == {TOTAL: 3}
    assert facts.made_at.tzinfo is not None


def test_the_instructions_say_where_it_goes_and_who_made_it(client: Client) -> None:
    said = [row[0] for row in book(client).cells("填报说明")]
    assert said[0] == "阳泉市 2025 年实际值填报表"
    assert "填报页面：http://testserver/entry/140300/2025/" in said
    assert "1. 在这里上传：http://testserver/import/" in said
    assert said[-1] == "制表人：alice"


def test_a_text_is_never_a_formula(client: Client) -> None:
    row = factories.actual(year=2025, value="2.05", state="draft", published=None)
    texts = {"source": "=1+1", "note": "+86 351", "explanation": "@SUM(A1)"}
    Actual.objects.filter(pk=row.pk).update(**texts)
    table = book(client).table()
    for head, text in zip(("来源", "说明", "解释"), texts.values(), strict=True):
        found = cell(table, TOTAL, head)
        assert (found.value, found.data_type, found.quotePrefix) == (text, "s", True)
    kinds = {one.data_type for row in table.iter_rows() for one in row}
    assert kinds == {"s", "n"}


def test_in_english(client: Client) -> None:
    factories.actual(year=2025, value=None, state="draft", published=None)
    client.cookies["siwei_language"] = "en"
    response = client.get(CITY)
    assert "Yangquan" in response["Content-Disposition"]
    found = Book(response.content)
    assert found.names == ["Values", "Instructions", SHEET]
    assert found.cells()[2] == [
        *("Indicator", "Unit", "Base year", "2024", "Limit", "Basis of the limit", "Department"),
        *("Actual (2025)", "Data status", "Source", "Note", "Explanation", "Review state"),
        *("Theme", "Indicator code", "Key"),
    ]
    row = found.rows()[TOTAL]
    assert (row["Indicator"], row["Unit"]) == ("Total water use", "100 million m³")
    assert row["Data status"] == "not yet available"


def test_a_closed_year_is_locked_but_for_what_was_returned(client: Client) -> None:
    ReportingYear.objects.update(is_open=False)
    closed = book(client)
    assert closed.cells()[1][0] == "本年度未开放填报。"
    assert opened(closed.table()) == []
    assert {row["审核状态"] for row in closed.rows().values()} == {"未开放"}
    factories.actual(year=2025, value="2.05", state="returned", published=None)
    returned = book(client)
    assert returned.cells()[1][0].endswith("只有退回或更正中的数值（浅黄色）可以修改。")
    assert opened(returned.table()) == ["H4", "I4", "J4", "K4", "L4"]


def test_one_who_only_reads_gets_it_locked(client: Client) -> None:
    found = book(signed_in(viewer("vera")))
    assert found.cells()[1][0].startswith("没有可以填写的单元格")
    assert opened(found.table()) == []


def test_another_bureau_gets_its_own_rows(client: Client) -> None:
    found = book(signed_in(editor("bob", function="urban_management")))
    assert list(found.rows()) == [TOTAL]


def test_a_county_has_a_template_of_its_own(client: Client) -> None:
    factories.mini_plan("pingding-2025", "140321")
    found = book(client, "/import/template/140321/2025.xlsx")
    assert found.cells()[0][0] == "平定县 2025 年实际值填报表"
    assert facts_of(found.cells(SHEET)).region == "140321"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/import/template/999999/2025.xlsx", "没有代码为“999999”的行政区"),
        ("/import/template/%00/2025.xlsx", ""),
        ("/import/template/140300/1800.xlsx", "年份应在"),
        ("/import/template/140300/99999999999999999999.xlsx", "年份应在"),
        ("/import/template/140300/2019.xlsx", "没有要您填报的数值"),
        ("/import/template/province/140300/2025.xlsx", "阳泉市不是省级行政区"),
        ("/import/template/province/140000/1800.xlsx", "年份应在"),
        ("/import/template/province/140000/2019.xlsx", "没有要您填报的数值"),
    ],
)
def test_where_there_is_none_is_said(water: User, address: str, words: str) -> None:
    response = signed_in(administrator("admin")).get(address)
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_region_that_had_another_code_leads_there(client: Client) -> None:
    Region.objects.filter(code="140300").update(valid_from="2025-06-01")
    former = Region.objects.create(
        code="140399",
        name="阳泉地区",
        name_en="Yangquan Prefecture",
        level="city",
        parent_id="140000",
        valid_to="2025-06-01",
    )
    RegionSuccession.objects.create(
        predecessor=former, successor_id="140300", kind="recoded", on="2025-06-01"
    )
    response = client.get("/import/template/140300/2024.xlsx")
    assert response.headers["Location"] == "/import/template/140399/2024.xlsx"


def province_client() -> Client:
    return signed_in(reviewer("rui"))


def test_a_province_has_its_cities_by_indicators(water: User) -> None:
    factories.mini_plan("taiyuan-2025", "140100")
    PlanIndicator.objects.get(region="140100", indicator="irrigation_efficiency").delete()
    factories.actual(year=2025, value="2.050", state="draft", published=None)
    factories.actual("irrigation_efficiency", 2025, value="0.63", published="0.63")
    factories.actual(region="140100", year=2025, value=None, state="draft", published=None)
    found = book(province_client(), PROVINCE)
    assert found.names == ["实际值", "来源", "说明", "填报说明", SHEET]
    fall = "gdp_water_intensity_reduction.2020-2025"
    assert found.cells()[2:] == [
        [
            *("行政区代码", "行政区", "用水总量\n（亿立方米）", "农田灌溉水利用系数"),
            "万元GDP用水量下降幅度，比 2020 年\n（%）",
        ],
        ["指标代码", "", "total_water_use", "irrigation_efficiency", fall],
        ["140100", "太原市", "尚未发布", "", ""],
        ["140300", "阳泉市", 2.05, 0.63, ""],
    ]
    assert found.cells("来源")[5] == ["140300", "阳泉市", "工作中的来源", "工作中的来源", ""]
    assert found.cells("说明")[4] == ["140100", "太原市", "工作中的说明", "", ""]
    table = found.table()
    # Whoever reviews may import it, too.
    assert "填报权限" not in found.cells()[1][0]
    # Not what no plan requires, nor what is approved.
    assert opened(table) == ["C5", "E5", "C6", "E6"]
    assert [one.number_format for one in (table["C5"], table["C6"])] == ["General", "0.000###"]
    check = check_of(table, table["C5"])
    assert (check.type, check.errorStyle) == ("decimal", "warning")
    assert (
        check.error == "只填数字，单位：亿立方米。不小于 0。没有数值的，可填“尚未发布”或“不适用”。"
    )
    assert table["C3"].comment is not None
    facts = facts_of(found.cells(SHEET))
    assert (facts.kind, facts.region) == ("province", "140000")
    assert facts.versions == {
        "140100.total_water_use.2025": 1,
        "140300.irrigation_efficiency.2025": 1,
        TOTAL: 1,
    }


def test_an_editor_of_one_department_gets_its_cells_only(water: User) -> None:
    """What another bureau works on is not shown to who is there only to enter values."""
    factories.actual(year=2025, value="2.05", state="draft", published=None)
    province = Region.objects.select_related("parent__parent__parent").get(code="140000")
    shown = province_grid(
        province=province,
        year=2025,
        person=person_of(editor("bob", function="urban_management")),
    )
    assert {str(key) for key in (*shown.required, *shown.actuals)} == {TOTAL}


def test_a_province_agrees_with_the_grids_of_its_regions(plans: None) -> None:
    """What is required is the same, whoever asks for it."""
    open_year(2026)
    person = person_of(administrator("admin"))
    regions = {one.code: one for one in Region.objects.select_related("parent__parent__parent")}
    shown = province_grid(province=regions["140000"], year=2026, person=person)
    assert {region.code for region in shown.regions} > {"140100", "140300"}
    for region in shown.regions:
        rows = grid(region=regions[region.code], year=2026, person=person).rows
        assert {row.key for row in rows} == {
            key for key in shown.required if key.region == region.code
        }


@pytest.mark.parametrize("address", [CITY, PROVINCE])
def test_a_template_costs_a_fixed_number_of_queries(water: User, address: str) -> None:
    client = signed_in(administrator("admin"))
    book(client, address)  # whatever is read once in a process
    with CaptureQueriesContext(connection) as few:
        book(client, address)
    factories.mini_plan("taiyuan-2025", "140100")
    for region in ("140100", "140300"):
        factories.actual(region=region, year=2025, value="2.05", state="draft")
        factories.actual("irrigation_efficiency", 2024, region=region)
    country()  # read anew after a plan was made
    with CaptureQueriesContext(connection) as many:
        book(client, address)
    assert len(many) == len(few)
