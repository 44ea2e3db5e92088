"""Which row each line of a table is about: nothing slips, and what is left out is said."""

import pytest

from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.pasted import WhyLeftOut, fill_down, place_table
from indicators.actuals.rules.row_names import Place
from indicators.actuals.rules.table_columns import UnreadColumn
from indicators.actuals.rules.table_scope import RegionNames

TOTAL = ActualKey("140300", "total_water_use", 2025)
CLOSED = ActualKey("140300", "groundwater_use", 2025)
LEAKAGE = ActualKey("140300", "pipe_leakage_rate", 2025)
LEVEL = ActualKey("140300", "groundwater_level", 2025)
BY_2020 = ActualKey("140300", "water_reduction", 2025, 2020)
BY_2024 = ActualKey("140300", "water_reduction", 2025, 2024)


def place(key: ActualKey, printed: str, name: str, *, takes: bool = True) -> Place:
    return Place(key, ([str(key), key.indicator], [printed], [name]), takes)


PLACES = [
    place(TOTAL, "用水总量", "用水总量"),
    place(CLOSED, "地下水开采量", "地下水用水量", takes=False),
    place(LEAKAGE, "公共供水管网漏损率", "供水管网漏损率"),
    # In the catalogue it is called as the plan calls another.
    place(LEVEL, "地下水位", "地下水开采量"),
    place(BY_2020, "用水量下降", "用水量下降"),
    place(BY_2024, "用水量下降", "用水量下降"),
]
SHOWN = [one.key for one in PLACES]
UNITS = {"亿立方米", "万立方米", "%"}
REGIONS = RegionNames.of(
    ["140300", "阳泉市", "Yangquan"],
    [["140000", "山西省", "Shanxi"]],
    [["140400", "长治市", "Changzhi"], ["140311", "郊区", "Jiaoqu"]],
)

Placed = dict[ActualKey, dict[str, str]]


def placed(
    table: str, *, first: ActualKey = TOTAL, column: str = "value"
) -> tuple[Placed, list[tuple[int, WhyLeftOut]], list[int]]:
    """The cells by row, the lines that were left out with the reason, and the unread columns."""
    lines = [line.split("|") for line in table.splitlines()]
    found = place_table(
        lines,
        PLACES,
        year=2025,
        first=first,
        column=column,
        shown=SHOWN,
        is_unit=UNITS.__contains__,
        regions=REGIONS,
    )
    rows = {line.key: dict(line.cells) for line in found.placed}
    return (
        rows,
        [(line.number, line.reason) for line in found.left_out],
        [one.number for one in found.unread],
    )


@pytest.mark.parametrize(
    ("table", "column", "rows", "left_out"),
    [
        pytest.param("2.21|公报|初步", "value", {TOTAL: "2.21 公报 初步"}, [], id="three columns"),
        pytest.param("2.21\n\n8.9", "value", {TOTAL: "2.21", LEAKAGE: "8.9"}, [], id="blank line"),
        pytest.param("|公报\n|\n|年鉴", "value", {TOTAL: "公报", LEAKAGE: "年鉴"}, [], id="blank"),
        pytest.param(" \u200b|公报", "value", {TOTAL: "公报"}, [], id="invisible is blank"),
        pytest.param(
            "2.21\n0.4\n8.9",
            "value",
            {TOTAL: "2.21", LEAKAGE: "8.9"},
            [(2, WhyLeftOut.CLOSED)],
            id="a row that takes no value keeps its line",
        ),
        pytest.param(
            "1\n\n3\n4\n5\n6\n7\n\n9",
            "value",
            {TOTAL: "1", LEAKAGE: "3", LEVEL: "4", BY_2020: "5", BY_2024: "6"},
            [(7, WhyLeftOut.BEYOND), (9, WhyLeftOut.BEYOND)],
            id="more lines than rows",
        ),
        pytest.param("公报\n\n年鉴", "source", {TOTAL: "公报", LEAKAGE: "年鉴"}, [], id="sources"),
        pytest.param("公报|初步", "source", {TOTAL: "公报 初步"}, [], id="source and note"),
        pytest.param("实际值\n2.21", "value", {TOTAL: "2.21"}, [], id="a heading is no value"),
        pytest.param("2025\n2.21", "value", {TOTAL: "2025"}, [(2, WhyLeftOut.CLOSED)], id="2025"),
        pytest.param("公报|%", "source", {TOTAL: "公报 %"}, [], id="a unit is no column there"),
        pytest.param("76000|万立方米", "value", {TOTAL: "76000 万立方米"}, [], id="its unit"),
        pytest.param(
            "2.21|亿立方米|公报\n\n8.9|%|年鉴",
            "value",
            {TOTAL: "2.21 亿立方米 公报", LEAKAGE: "8.9 % 年鉴"},
            [],
            id="a column of units",
        ),
        pytest.param("亿立方米|2.21", "value", {TOTAL: "2.21 亿立方米"}, [], id="units first"),
        pytest.param("—\n\n8.9\n/", "value", {LEAKAGE: "8.9"}, [], id="a dash is blank"),
        pytest.param("2025年\n2.21", "value", {TOTAL: "2.21"}, [], id="a year heads them"),
        pytest.param("2024年\n2.21", "value", {}, [], id="another year heads them"),
        pytest.param(
            "2025年\n\n2024年",
            "source",
            {TOTAL: "2025年", LEAKAGE: "2024年"},
            [],
            id="sources may be years",
        ),
        pytest.param(
            "年份|实际值\n2024|2.3\n2025|2.21",
            "value",
            {TOTAL: "2.21"},
            [(2, WhyLeftOut.OTHER_YEAR)],
            id="a line of another year takes no row",
        ),
        pytest.param(
            "阳泉市|2.21\n长治市|5.9",
            "value",
            {TOTAL: "2.21"},
            [(2, WhyLeftOut.OTHER_REGION)],
            id="a line of another region takes no row",
        ),
        pytest.param("公\n报", "note", {TOTAL: "公"}, [(2, WhyLeftOut.CLOSED)], id="notes"),
    ],
)
def test_lines_in_the_order_of_the_rows(
    table: str, column: str, rows: dict[ActualKey, str], left_out: list[tuple[int, WhyLeftOut]]
) -> None:
    found, left, _unread = placed(table, column=column)
    assert {key: " ".join(cells.values()) for key, cells in found.items()} == rows
    assert left == left_out


def test_lines_begin_at_the_row_of_the_cell_and_leave_out_what_the_page_hides() -> None:
    shown = [TOTAL, LEAKAGE, LEVEL]
    lines = [["8.9"], ["-1.2"]]
    found = place_table(lines, PLACES, year=2025, first=LEAKAGE, shown=shown)
    assert [(line.number, line.key) for line in found.placed] == [(1, LEAKAGE), (2, LEVEL)]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param("公共供水管网漏损率|8.9\n用水总量|2.21", ("8.9", "2.21"), id="the plan's"),
        pytest.param("供水管网漏损率|8.9", ("8.9", None), id="the catalogue's"),
        pytest.param("pipe_leakage_rate|8.9", ("8.9", None), id="the code"),
        pytest.param("140300.pipe_leakage_rate.2025|8.9", ("8.9", None), id="the key"),
        pytest.param("３．公共供水 管网漏损率（％）|8.9", ("8.9 %", None), id="as people write it"),
        pytest.param("7|用水总量|2.21", (None, "2.21"), id="a serial number before it"),
        pytest.param("用水总量|亿立方米|2.21", (None, "2.21 亿立方米"), id="a column of units"),
        pytest.param("用水总量(万立方米)|22100", (None, "22100 万立方米"), id="a unit in brackets"),
        pytest.param(
            "指标|2024年|2025年（亿立方米）\n用水总量|2.3|2.21",
            (None, "2.21 亿立方米"),
            id="headings",
        ),
        pytest.param(
            "备注|指标名称|计量单位|数值\n|用水总量|—|2.21", (None, "2.21"), id="their own order"
        ),
        pytest.param(
            "阳泉市2025年指标\n||单位：见表\n指标|实际值\n用水总量|2.21",
            (None, "2.21"),
            id="a title",
        ),
        pytest.param(
            "|来源|实际值\n用水总量|公报|2.21", (None, "2.21"), id="a name without heading"
        ),
        pytest.param(
            "用水总量|\n公共供水管网漏损率|8.9", ("8.9", None), id="a blank changes nothing"
        ),
    ],
)
def test_rows_by_name(table: str, rows: tuple[str | None, str | None]) -> None:
    found, left, _unread = placed(table)
    values = (found.get(LEAKAGE, {}).get("value"), found.get(TOTAL, {}).get("value"))
    assert (values, left) == (rows, [])


@pytest.mark.parametrize(
    ("table", "reasons"),
    [
        pytest.param("用水总量|2.21\n城市用水|3", [(2, WhyLeftOut.UNKNOWN)], id="unknown"),
        pytest.param("用水总量|2.21\n用水量下降|3", [(2, WhyLeftOut.AMBIGUOUS)], id="two rows"),
        pytest.param("用水总量|2.21\n用水总量|3", [(2, WhyLeftOut.REPEATED)], id="twice"),
        pytest.param("用水总量|2.21\n|3", [(2, WhyLeftOut.NAMELESS)], id="no name"),
        pytest.param(
            "用水总量|2.21\n地下水开采量|3", [(2, WhyLeftOut.CLOSED)], id="the plan's first"
        ),
        pytest.param("用水总量|2.3|2.21", [(1, WhyLeftOut.SEVERAL_NUMBERS)], id="which number"),
        pytest.param("用水总量|2.21\n一、总量控制|", [], id="a heading of the plan"),
    ],
)
def test_a_name_that_nobody_can_tell_is_said(
    table: str, reasons: list[tuple[int, WhyLeftOut]]
) -> None:
    found, left, _unread = placed(table)
    assert left == reasons
    assert LEVEL not in found


ELSEWHERE = WhyLeftOut.OTHER_REGION
THEN = WhyLeftOut.OTHER_YEAR


@pytest.mark.parametrize(
    ("table", "rows", "reasons"),
    [
        pytest.param("长治市|用水总量|5.9", {}, [(1, ELSEWHERE)], id="the name before it"),
        pytest.param("140400|用水总量|5.9", {}, [(1, ELSEWHERE)], id="the code before it"),
        pytest.param("用水总量|5.9|长治市", {}, [(1, ELSEWHERE)], id="behind it"),
        pytest.param("山西省|用水总量|60", {}, [(1, ELSEWHERE)], id="the province's"),
        pytest.param("山西省长治市|用水总量|5.9", {}, [(1, ELSEWHERE)], id="its full name"),
        pytest.param("郊区|用水总量|1", {}, [(1, ELSEWHERE)], id="a county's"),
        pytest.param(
            "阳泉|用水总量|2.21\n长治|用水总量|5.9",
            {TOTAL: "2.21"},
            [(2, ELSEWHERE)],
            id="in short",
        ),
        pytest.param(
            "城市|指标|实际值\n山西省阳泉市|用水总量|2.21\n大同市|供水管网漏损率|9",
            {TOTAL: "2.21"},
            [(3, ELSEWHERE)],
            id="a heading, and a region that nobody knows",
        ),
        pytest.param(
            "省|市|指标|实际值\n山西省|阳泉市|用水总量|2.21\n||供水管网漏损率|8.9\n"
            "|长治市|用水总量|5.9\n||供水管网漏损率|9",
            {TOTAL: "2.21", LEAKAGE: "8.9"},
            [(4, ELSEWHERE), (5, ELSEWHERE)],
            id="merged cells",
        ),
        pytest.param(
            "阳泉市|\n用水总量|2.21\n长治市|\n供水管网漏损率|9",
            {TOTAL: "2.21"},
            [(4, ELSEWHERE)],
            id="above its lines",
        ),
        pytest.param(
            "长治市2025年指标\n指标|实际值\n用水总量|5.9", {}, [(3, ELSEWHERE)], id="the title"
        ),
        pytest.param("|长治市|阳泉市\n用水总量|5.9|2.21", {TOTAL: "2.21"}, [], id="columns"),
        pytest.param(
            "年份|指标|数值\n2024|用水总量|2.3\n2025|用水总量|2.21\n|供水管网漏损率|8.9",
            {TOTAL: "2.21", LEAKAGE: "8.9"},
            [(2, THEN)],
            id="years",
        ),
        pytest.param(
            "2024|用水总量|2.3\n2025|用水总量|2.21", {TOTAL: "2.21"}, [(1, THEN)], id="no heading"
        ),
        pytest.param(
            "年份|指标|数值\n25年|用水总量|2.21\n近年|供水管网漏损率|9",
            {TOTAL: "2.21"},
            [(3, THEN)],
            id="as people write years",
        ),
        pytest.param("|2024年|2025年\n用水总量|2.3|2.21", {TOTAL: "2.21"}, [], id="years above"),
        pytest.param("|2024\n用水总量|2.3", {}, [], id="another year above"),
        pytest.param(
            "指标|实际值|\n用水总量|22100|万立方米", {TOTAL: "22100 万立方米"}, [], id="a unit"
        ),
        pytest.param("用水总量|－\n供水管网漏损率|-1", {LEAKAGE: "-1"}, [], id="a dash"),
    ],
)
def test_what_is_of_another_region_or_year_goes_nowhere(
    table: str, rows: dict[ActualKey, str], reasons: list[tuple[int, WhyLeftOut]]
) -> None:
    found, left, _unread = placed(table)
    assert {key: cells.get("value") for key, cells in found.items()} == rows
    assert left == reasons


def test_a_value_in_the_column_of_another_year_is_told_from_none() -> None:
    lines = ["指标|2024年|2025年|来源", "用水总量|2.3||公报", "供水管网漏损率|9|8.9|公报"]
    found = place_table([line.split("|") for line in lines], PLACES, year=2025)
    assert {one.key: one.value_elsewhere for one in found.placed} == {TOTAL: True, LEAKAGE: False}
    assert found.unread == [UnreadColumn(2, "2024年", year=2024)]


def test_a_column_before_the_name_is_said_unless_it_is_a_serial_number() -> None:
    _found, _left, unread = placed("（一）|总量|用水总量|2.21\n2|效率|供水管网漏损率|8.9")
    assert unread == [2]


def test_a_column_that_stands_for_nothing_is_said() -> None:
    _found, _left, unread = placed("序号|指标|2024年|实际值|核对人\n1|用水总量|2.3|2.21|张三")
    assert unread == [3, 5]


def test_one_text_goes_to_every_row_below_that_takes_a_value() -> None:
    found = fill_down(PLACES, first=TOTAL, column="source", text="公报", shown=SHOWN[:4])
    rows = {line.key: dict(line.cells) for line in found.placed}
    assert rows == {LEAKAGE: {"source": "公报"}, LEVEL: {"source": "公报"}}
