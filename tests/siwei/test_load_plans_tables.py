"""A table in one block is the same as its cells one by one; what is wrong names row and column."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from siwei.loading.cells import cell_number
from siwei.loading.check import CheckedPlan
from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.mini_plan import line_of, spoilt
from tests.units import SHARED as SHARED_FILES

TEXT = """\
@title title
= 试验市落实“四水四定”方案

@c1 clause
= 1.控制总量。
到2030年，茌平区用水总量控制在2.5亿立方米以内。（市水利局负责）

@a1 annex
= 附件1 各县区目标

@a1.head header
县区	用水			强度下降	备注

@a1.head2 header
	2024年	2025年	2030年	2030年

@a1.1 row
东昌府区	2.6	2.7	2.8	12.5	市统计局

@a1.2 row
茌平区	—	2.3以内	2.5	/

@a1.n1 note
= 注：
下降幅度均与2025年比较，由市统计局核算。
"""

HEAD = """\
plan: {slug: county-2025, region: "371500", title: 试验市落实“四水四定”方案, status: undated}
departments:
  - {name: 市水利局, function: water}
  - {name: 市统计局, function: statistics}
tasks: []
untracked: [{clause: a1.n1, quote: 2025年, reason: reference}]
"""

TABLE = """\
indicators: []
tables:
  - head: a1.head
    rows: {a1.1: "371502", a1.2: "371503"}
    columns:
      - {column: 用水/2024年, indicator: total_water_use, year: 2024, reported: true}
      - {column: 用水/2025年, indicator: total_water_use, year: 2025}
      - {column: 用水/2030年, indicator: total_water_use, year: 2030}
      - column: 强度下降/2030年
        indicator: gdp_water_intensity_reduction
        year: 2030
        base_year: 2025
    indicators:
      total_water_use: {name: 用水总量, unit: 亿立方米, nature: constraint}
      gdp_water_intensity_reduction:
        name: 万元GDP用水量下降
        unit: "%"
        nature: expected
        departments: {lead: [市统计局]}
    cells:
      - row: a1.2
        column: 用水/2030年
        wording: 控制在2.5亿立方米以内
        citations: [{clause: c1, quote: 到2030年，茌平区用水总量控制在2.5亿立方米以内}]
"""

ONE_BY_ONE = """\
indicators:
  - indicator: total_water_use
    region: "371502"
    name: 用水总量
    unit: 亿立方米
    nature: constraint
    origin: annex
    targets:
      - year: 2025
        value: 2.7
        comparator: "<="
        citations: [{clause: a1.1, column: 用水/2025年, quote: "2.7"}]
      - year: 2030
        value: 2.8
        comparator: "<="
        citations: [{clause: a1.1, column: 用水/2030年, quote: "2.8"}]
    reported:
      - {year: 2024, value: 2.6, citations: [{clause: a1.1, column: 用水/2024年, quote: "2.6"}]}
  - indicator: gdp_water_intensity_reduction
    region: "371502"
    name: 万元GDP用水量下降
    unit: "%"
    nature: expected
    origin: annex
    departments: {lead: [市统计局]}
    targets:
      - year: 2030
        base_year: 2025
        value: 12.5
        comparator: ">="
        citations: [{clause: a1.1, column: 强度下降/2030年, quote: "12.5"}]
  - indicator: total_water_use
    region: "371503"
    name: 用水总量
    unit: 亿立方米
    nature: constraint
    origin: annex
    targets:
      - year: 2025
        value: 2.3
        comparator: "<="
        wording: 2.3以内
        citations: [{clause: a1.2, column: 用水/2025年, quote: "2.3"}]
      - year: 2030
        value: 2.5
        comparator: "<="
        wording: 控制在2.5亿立方米以内
        citations:
          - {clause: a1.2, column: 用水/2030年, quote: "2.5"}
          - {clause: c1, quote: 到2030年，茌平区用水总量控制在2.5亿立方米以内}
"""

BY_INDICATOR = """\
indicators: []
tables:
  - head: a1.head
    rows:
      a1.1: {indicator: total_water_use, departments: {lead: [市水利局]}}
      a1.2: irrigation_efficiency
    columns:
      - {column: 2025年, year: 2025, reported: true}
      - {column: 2030年, year: 2030}
    indicators:
      total_water_use: {name: 用水总量, unit: 亿立方米, nature: constraint}
      irrigation_efficiency: {name: 灌溉水系数, unit: /, nature: expected, comparator: "="}
    empty: "…"
    cells: [{row: a1.1, column: 2030年, note: 原表写“≥”。}]
"""
BY_INDICATOR_TEXT = """\
@title title
= 试验市落实“四水四定”方案

@a1 annex
= 附件1 市水利局、市统计局目标

@a1.head header
序号	指标	2025年	2030年	单位

@a1.1 row
1	用水总量	2.70	≥2.9亿立方米	市水利局

@a1.2 row
2	灌溉水系数	…	0.65
"""


def refused(folder: Path, body: str, text: str = TEXT) -> list[FileProblem]:
    with pytest.raises(FixtureError) as error:
        read(folder, body, text)
    return error.value.problems


def read(folder: Path, body: str, text: str = TEXT, head: str = HEAD) -> CheckedPlan:
    (folder / "county-2025.txt").write_text(text, encoding="utf-8")
    file = folder / "county-2025.yaml"
    file.write_text(head + body, encoding="utf-8")
    return read_fixtures(settings.FIXTURES, [file]).plans[0]


def test_a_table_is_the_same_as_its_cells_one_by_one(tmp_path: Path) -> None:
    table, single = read(tmp_path, TABLE), read(tmp_path, ONE_BY_ONE)
    assert table.file.indicators == single.file.indicators
    assert (table.marks, table.units) == (single.marks, single.units)


def test_rows_may_be_indicators_and_a_cell_may_hold_a_word_beside_its_number(
    tmp_path: Path,
) -> None:
    head = HEAD.replace("untracked: [{clause: a1.n1, quote: 2025年, reason: reference}]\n", "")
    use, system = read(tmp_path, BY_INDICATOR, BY_INDICATOR_TEXT, head).file.indicators
    assert (use.serial, system.serial) == ("1", "2")
    assert (str(use.reported[0].value), use.reported[0].year) == ("2.70", 2025)
    assert (str(use.targets[0].value), use.targets[0].comparator) == ("2.9", ">=")
    assert use.targets[0].wording == "≥2.9亿立方米"
    assert (system.targets[0].comparator, system.targets[0].wording) == ("=", "")
    assert system.reported == []


def test_a_cell_to_the_bad_side_needs_a_note(tmp_path: Path) -> None:
    silent = spoilt("note: 原表写“≥”。", 'wording: "≥2.9亿立方米"', source=BY_INDICATOR)
    found = [one.message for one in refused(tmp_path, silent, BY_INDICATOR_TEXT)]
    assert any("“≥”与“total_water_use”在指标目录里的方向相反" in one for one in found), found


@pytest.mark.parametrize(
    ("cell", "unit", "said"),
    [
        ("2.30", "亿立方米", ("2.30", "", None, None)),
        (" 97以上", "%", ("97", "97以上", ">=", None)),
        ("≤2.3亿立方米", "亿立方米", ("2.3", "≤2.3亿立方米", "<=", None)),
        ("9%及以下", "%", ("9", "9%及以下", "<=", None)),
        ("9％及以下", "%", ("9", "9％及以下", "<=", None)),
        ("0.65左右", "/", ("0.65", "0.65左右", None, "about")),
        ("２.５", "亿立方米", ("２.５", "", None, None)),
    ],
)
def test_a_cell_says_a_number_and_what_words_beside_it_mean(
    cell: str, unit: str, said: tuple[str | None, ...]
) -> None:
    found = cell_number(cell, unit)
    assert found is not None
    assert (found.text, found.wording, found.comparator, found.form) == said


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("2.7%", "亿立方米"), ("2.7％", ""), ("2.7万立方米", "亿立方米"), ("2—3", "%")],
)
def test_a_cell_of_another_unit_or_of_two_numbers_is_not_clear(cell: str, unit: str) -> None:
    assert cell_number(cell, unit) is None


SHARED = "{name: 用水总量, unit: 亿立方米, nature: constraint}"
LED = "{name: 用水总量, unit: 亿立方米, nature: constraint, departments: {lead: [市水利局]}}"

NAMED = f"    indicators:\n      total_water_use: {SHARED}"
SENTENCE = f"    departments_in: c1\n    indicators:\n      total_water_use: {LED}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("column: 用水/2024年", "column: 2024年", id="a short name"),
        pytest.param("year: 2025}", "goal: standing}", id="a standing column"),
        pytest.param(NAMED, SENTENCE, id="departments of a sentence"),
        pytest.param("    cells:", '    empty: ["—", "/"]\n    cells:', id="empty as named"),
        pytest.param(
            "        wording: 控制",
            '        value: 2.5\n        comparator: "<="\n        wording: 控制',
            id="a cell in other words",
        ),
    ],
)
def test_a_block_may_also_say(tmp_path: Path, old: str, new: str) -> None:
    read(tmp_path, spoilt(old, new, source=TABLE))


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("a1.1: ", "a1.9: ", "rows:", "没有条款“a1.9”"),
        ("a1.1: ", "c1: ", "rows:", "条款“c1”不是表头“a1.head”下面的一行"),
        ("head: a1.head", "head: a1.head2", "rows:", "不是表头“a1.head2”下面的一行"),
        ('"371502"', '"371599"', "rows:", "行政区划表里没有“371599”"),
        (
            '"371502"',
            '"371503"',
            "rows:",
            "“a1.2”行“用水/2025年”列（2.3以内）：与“a1.1”行说的是同一件事",
        ),
        (
            "/2030年, indicator: total",
            "/2035年, indicator: total",
            "/2035年",
            "没有“用水/2035年”这一列",
        ),
        ("用水/2024年", "用水/2025年", "  - head:", "写了两次"),
        (
            "column: 用水/2024年",
            "column: 2030年",
            "column: 2030年",
            "没有“2030年”这一列",
        ),
        ("total_water_use, year: 2025}", "total_water_use}", "rows:", "没有写年份"),
        ("indicator: total_water_use, year: 2025}", "year: 2025}", "rows:", "没有写是哪个指标"),
        ('a1.1: "371502"', 'a1.1: {region: "371502", year: 2025}', "rows:", "行和列都写了 year"),
        ("  total_water_use: {", "  total_water: {", "rows:", "indicators 里没有“total_water_use”"),
        ("    cells:", "    departments_in: a1.n9\n    cells:", "a1.n9", "没有条款“a1.n9”"),
        (SHARED, LED, "rows:", "条款“a1.1”没有提到“市水利局”"),
        ("- row: a1.2", "- row: a1.7", "- row: a1.7", "表里没有“a1.7”行"),
        ("wording: 控制", "value: 2.6\n        wording: 控制", "rows:", "没有数值 2.6"),
        (
            "    cells:",
            '    empty: "—"\n    cells:',
            "rows:",
            "“a1.2”行“强度下降/2030年”列（/）：这一格不是一个数",
        ),
        ('{a1.1: "371502", a1.2: "371503"}', "{}", "rows:", "不能为空"),
        ('"371502"', "371502", "rows:", '行政区代码要加引号："371502"'),
        ('{a1.1: "371502", a1.2: "371503"}', "[]", "rows:", "应是若干“键: 值”"),
    ],
)
def test_what_is_wrong_with_a_block_is_said_at_its_line(
    tmp_path: Path, old: str, new: str, line: str, why: str
) -> None:
    body = spoilt(old, new, source=TABLE)
    problems = refused(tmp_path, body)
    assert any(why in one.message for one in problems), problems
    (problem, *_others) = (one for one in problems if why in one.message)
    assert problem.line == line_of(line, HEAD + body)


def test_a_year_may_be_reported_and_aimed_at(tmp_path: Path) -> None:
    column = "column: 用水/2024年, indicator: total_water_use, year: 2024"
    body = spoilt(
        column, column.replace("2024年", "2025年预计").replace("2024", "2025"), source=TABLE
    )
    read(tmp_path, body, TEXT.replace("2024年", "2025年预计"))


def test_rows_may_be_years_and_a_block_may_hold_91_cells(tmp_path: Path) -> None:
    """Thirteen counties, each with a column, over seven years."""
    codes = [one for one in SHARED_FILES.regions if one.startswith("14") and one != "140000"][:13]
    years = range(2025, 2032)
    values = {year: [f"{year - 2020}.{n}" for n in range(10, 23)] for year in years}
    rows = "\n\n".join(
        f"@a1.{year} row\n{year}年\t" + "\t".join(cells) for year, cells in values.items()
    )
    head = "\t".join(("", *codes))
    title = "@title title\n= 试验市落实“四水四定”方案（市水利局、市统计局）\n\n@a1 annex\n= 附件"
    text = f"{title}\n\n@a1.head header\n{head}\n\n{rows}\n"
    body = "indicators: []\ntables:\n  - head: a1.head\n    rows:\n"
    body += "".join(f"      a1.{year}: {year}\n" for year in years)
    body += "    columns:\n"
    for code in codes:
        body += f'      - {{column: "{code}", region: "{code}", indicator: total_water_use}}\n'
    body += f"    indicators: {{total_water_use: {SHARED}}}\n"
    untracked = [f"{{clause: a1.{year}, quote: {year}年, reason: date}}" for year in years]
    heads = HEAD.replace("{clause: a1.n1, quote: 2025年, reason: reference}", ", ".join(untracked))
    plan = read(tmp_path, body, text, heads.replace("371500", "140000")).file
    assert [one.region for one in plan.indicators] == codes
    assert {
        (one.region, target.year, str(target.value))
        for one in plan.indicators
        for target in one.targets
    } == {
        (code, year, value)
        for year, cells in values.items()
        for code, value in zip(codes, cells, strict=True)
    }


def test_a_column_that_is_left_out_leaves_its_numbers_over(tmp_path: Path) -> None:
    left = "      - {column: 用水/2025年, indicator: total_water_use, year: 2025}\n"
    problems = refused(tmp_path, spoilt(left, "", source=TABLE))
    assert [(one.line, one.message.split("没有着落")[0]) for one in problems] == [
        (14, "条款“a1.head2”的数字 2025 "),
        (17, "条款“a1.1”的数字 2.7 "),
        (20, "条款“a1.2”的数字 2.3 "),
    ]


@pytest.mark.parametrize(
    "cell", ["2.3至2.5", "约2.3", "２.3.4", "2.3万元", "待定", "-2.3", "2，300"]
)
def test_a_cell_that_is_not_one_number_is_named_with_row_and_column(
    tmp_path: Path, cell: str
) -> None:
    problems = refused(tmp_path, TABLE, spoilt("2.3以内", cell, source=TEXT))
    assert any(f"“a1.2”行“用水/2025年”列（{cell}）：" in p.message for p in problems)


def test_a_promise_of_its_own_is_for_the_region_of_its_row(tmp_path: Path) -> None:
    entry = 'region: "371502"\n    name: 万元'
    body = spoilt(entry, entry.replace("02", "03"), source=ONE_BY_ONE)
    (problem,) = refused(tmp_path, body)
    assert (
        problem.message
        == "原文印的是“东昌府区”，而371503是“茌平区”；确是这里的，在 note 里写明“茌平区”"
    )


COLUMNS = f"""\
indicators: []
tables:
  - head: a1.head
    rows: {{a1.1: 2030, a1.2: 2035}}
    columns:
      - {{column: 东昌府区, region: "371502", indicator: total_water_use}}
      - {{column: 茌平区, region: "371503", indicator: total_water_use}}
    indicators: {{total_water_use: {SHARED}}}
"""
COLUMNS_TEXT = """\
@title title
= 试验市落实“四水四定”方案

@c1 clause
市水利局、市统计局，下降幅度均与2025年比较。

@a1.head header
年份	东昌府区	茌平区

@a1.1 row
2030年	2.7	2.5

@a1.2 row
2035年	2.8	2.6
"""
COLUMNS_HEAD = HEAD.replace(
    "{clause: a1.n1, quote: 2025年, reason: reference}",
    "{clause: c1, quote: 2025年, reason: reference}",
)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, []),
        (
            {"371502": "371503", "371503": "371502"},
            [
                "原文印的是“东昌府区”，而371503是“茌平区”；确是这里的，在 note 里写明“茌平区”",
                "原文印的是“茌平区”，而371502是“东昌府区”；确是这里的，在 note 里写明“东昌府区”",
            ],
        ),
        (
            {"2030": "2035", "2035": "2030"},
            [
                "这一行是2030年的，这里写的却是2035年；"
                "原文的年份另有所指的，在 note 里说明“2030年”",
                "这一行是2035年的，这里写的却是2030年；"
                "原文的年份另有所指的，在 note 里说明“2035年”",
            ],
        ),
    ],
)
def test_columns_of_regions_and_rows_of_years(
    tmp_path: Path, changes: dict[str, str], why: list[str]
) -> None:
    pattern = re.compile("|".join(changes) or "(?!)")
    body = pattern.sub(lambda found: changes[found.group()], COLUMNS)
    try:
        read(tmp_path, body, COLUMNS_TEXT, COLUMNS_HEAD)
    except FixtureError as error:
        assert [one.message for one in error.problems] == why
    else:
        assert why == []
