"""The years of a promise: against the heads of a table, its base, and the day of the plan."""

from pathlib import Path

import pytest
from django.conf import settings

from siwei.loading.printed_years import bases_named, head_fault, row_fault, year_of_head
from siwei.loading.problems import FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.mini_plan import TEXT, YAML, line_of, spoilt, write_plan
from tests.siwei.test_load_plans_tables import HEAD, TABLE, refused


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("2030年", 2030),
        ("用水总量（亿立方米）/2025年", 2025),
        ("2030年用水总量（亿立方米）", 2030),
        ("2030年较2025年下降（%）", 2030),
        ("与2025年相比/2030年", 2030),
        ("2030年（以2025年为基期）", 2030),
        ("万元GDP用水量（2020年价）/2030年", 2030),
        ("较2020年下降（%）", None),
        ("2020年基数", None),
        ("自2023年起新增", None),
        ("2025—2030年", None),
        ("2025年至2030年", None),
        ("2021-25年累计", None),
        ("2025年、2030年", None),
        ("单位", None),
        ("2030", 2030),
        ("用水总量/2030", 2030),
        ("2030万立方米", None),
        ("２０３０ 年", 2030),
        ("在2020年基础上下降（%）", None),
        ("在2020年基础上下降（%）/2030年", 2030),
        ("相对2020年降幅（%）", None),
        ("降幅（基期2020年）", None),
        ("较基准年（2020年）下降（%）", None),
        ("现状年（2020年）/2030年", 2030),
        ("自2021年累计新增（万亩）", None),
        ("控制指标（亿立方米，2021年下达）", None),
        ("2030年控制指标（2021年印发）", 2030),
        ("“十四五”用水总量（2021年1月1日起）", None),
    ],
)
def test_the_one_year_that_a_head_names(head: str, year: int | None) -> None:
    assert year_of_head(head) == year


@pytest.mark.parametrize(
    ("head", "year", "fits"),
    [
        ("2030年", 2030, True),
        ("2030年", 2035, False),
        ("2030年", None, True),
        ("较2020年下降（%）", 2025, True),
        ("较2020年下降（%）/2030年", 2025, False),
    ],
)
def test_a_value_stands_below_its_own_year(head: str, year: int | None, fits: bool) -> None:
    assert (head_fault(head, year) == "") is fits


@pytest.mark.parametrize(
    ("others", "note", "fits"),
    [
        ((2020, None), "", True),
        ((None, 2020), "", True),
        ((2015, None), "", False),
        ((), "表头的２０２０年是下达的年份", True),
        ((), "表头照录", False),
    ],
)
def test_a_head_of_another_year_with_a_reason(
    others: tuple[int | None, ...], note: str, fits: bool
) -> None:
    fault = head_fault("2020年口径", 2025, others, note)
    assert (fault == "") is fits
    assert fits or "在 note 里说明“2020年”" in fault


YEARS = ["年份", "用水总量", "备注"]
STAGES = ["阶段", "目标年份", "用水总量"]


@pytest.mark.parametrize(
    ("heads", "cells", "year", "note", "fits"),
    [
        (YEARS, ["2025", "18.5", "2024年建成二期工程"], 2025, "", True),
        (YEARS, ["２０２５年", "18.5", ""], 2025, "", True),
        (YEARS, ["2025", "18.5", ""], 2022, "", False),
        (YEARS, ["2022年", "18.2", "2025年建成"], 2025, "", False),
        (YEARS, ["2022年", "18.2", ""], 2025, "原文误印为2022年", True),
        (STAGES, ["2020年水平巩固", "2025年", "18.5"], 2025, "", True),
        (STAGES, ["第一阶段", "2022年", "18.5"], 2025, "", False),
        (STAGES, ["第一阶段", "近期", "2022年起18.5"], 2025, "", True),
        (STAGES, ["2022年", "", "18.5"], None, "", True),
    ],
)
def test_a_row_stands_beside_its_own_year(
    heads: list[str], cells: list[str], year: int | None, note: str, fits: bool
) -> None:
    assert (row_fault(heads, cells, year, note) == "") is fits


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("较2020年分别下降9.5%", {2020}),
        ("比2020年下降，较 2015 年下降", {2020, 2015}),
        ("2025年目标值是与2020年比较", {2020}),
        ("下降幅度均以2023年为基期", {2023}),
        ("以2030年为目标年，占比2025年不低于30%", set()),
        ("在2020年基础上下降16%", {2020}),
        ("2020年水平的基础上下降，以2025年为目标年", {2020}),
        ("相对于2020年降低，基准年为2019年", {2020, 2019}),
        ("分别较2020年、2019年下降16%、10%", {2020, 2019}),
        ("较２０２０年下降", {2020}),
        ("2025年较18.5亿立方米下降", set()),
    ],
)
def test_the_years_with_which_something_is_compared(words: str, years: set[int]) -> None:
    assert bases_named([words]) == years


REPORTED = """\
    reported:
      - year: {year}
        value: 2.35
        citations:
          - {{clause: a1.1, column: {year}年, quote: "2.35"}}
"""
LAST_TARGET = """\
      - year: 2030
        value: 2.35
        comparator: "<="
        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
"""


def with_reported(year: int, note: str = "") -> tuple[str, str]:
    """The mini plan, its last column a reported value of that year."""
    reported = REPORTED.format(year=year)
    if note:
        reported = spoilt("        value", f"        note: {note}\n        value", source=reported)
    text = spoilt("2030年	责任单位", f"{year}年	责任单位", source=TEXT)
    return spoilt(LAST_TARGET, reported), text


def issued_in_2026(yaml_text: str = YAML) -> tuple[str, str]:
    """The mini plan, whose targets of 2025 were over when it was issued."""
    changed = yaml_text.replace("2025-12-03", "2026-01-03").replace("2025年12月3日", "2026年1月3日")
    return changed, TEXT.replace("2025年12月3日", "2026年1月3日")


# A second column of 2025, with what has come of it until December.
SAME_YEAR = (
    spoilt('2025年, quote: "2.35"', '2025年实际, quote: "2.35"', source=with_reported(2025)[0]),
    spoilt("2030年	责任单位", "2025年实际	责任单位", source=TEXT),
)
NOTED = YAML.replace("    nature:", "    note: 2025年的目标照录。\n    nature:")


QUOTED_SHORT = spoilt("quote: 万元GDP用水量较2020年下降", "quote: 下降")
TEXT_OF_2019 = TEXT.replace("较2020年", "较“十三五”末")


@pytest.mark.parametrize(
    ("files", "at", "reason"),
    [
        pytest.param(
            (spoilt("- year: 2030\n        value", "- year: 2035\n        value"), TEXT),
            "column: 2030年",
            "“2030年”一列是2030年的，这里写的却是2035年",
            id="another year than that of the column",
        ),
        pytest.param(
            with_reported(2030),
            "year: 2030\n        value",
            "规划是2025年的，不能报告2030年的数值",
            id="reported before it is over",
        ),
        pytest.param(
            SAME_YEAR,
            "year: 2025\n        value: 2.35",
            "规划印发时2025年还没有过完",
            id="reported in the year of issue",
        ),
        pytest.param(
            issued_in_2026(),
            "year: 2025",
            "规划是2026年的，2025年已经过完",
            id="a target of a year that is over",
        ),
        pytest.param(
            (spoilt("base_year: 2020", "base_year: 2019"), TEXT),
            "base_year: 2019",
            "原文是与2020年比较，基期年却写了2019",
            id="another base year",
        ),
        pytest.param(
            (
                spoilt("base_year: 2020", "base_year: 2019", source=QUOTED_SHORT).replace(
                    "〔2025〕", "〔2019〕"
                ),
                TEXT_OF_2019.replace("〔2025〕", "〔2019〕"),
            ),
            "base_year: 2019",
            "正文里没有2019年",
            id="a base year of the document's number alone",
        ),
        pytest.param(
            (
                spoilt(
                    'column: 2030年, quote: "2.35"',
                    'quote: "2.27\\t2.35"',
                    source=YAML.replace("year: 2030\n        value", "year: 2035\n        value"),
                ),
                TEXT,
            ),
            'quote: "2.27\\t2.35"',
            "“2030年”一列是2030年的，这里写的却是2035年",
            id="a number quoted with the cells before it",
        ),
        pytest.param(
            (spoilt("万元GDP用水量较2020年下降", "下降").replace("2020", "2019"), TEXT_OF_2019),
            "base_year: 2019",
            "正文里没有2019年",
            id="a base year of nowhere",
        ),
    ],
)
def test_refused_years(tmp_path: Path, files: tuple[str, str], at: str, reason: str) -> None:
    yaml_text, text = files
    with pytest.raises(FixtureError) as error:
        read_fixtures(settings.FIXTURES, [write_plan(tmp_path, text=text, yaml_text=yaml_text)])
    found = [one for one in error.value.problems if reason in one.message]
    assert found, error.value.problems
    assert found[0].line == line_of(at, yaml_text)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(issued_in_2026(NOTED), id="a target of the past with a note"),
        pytest.param(with_reported(2024), id="reported after its end"),
        pytest.param(
            (
                spoilt(
                    "quote: 万元GDP用水量较2020年下降",
                    "quote: 下降",
                    source=NOTED.replace("目标照录", "目标以2020年为基期"),
                ),
                TEXT_OF_2019,
            ),
            id="a base year that a note argues for",
        ),
        pytest.param(
            (
                spoilt(
                    "base_year: 2020",
                    "base_year: 2019\n        note: 原文误作2020年，附件是2019年",
                )
                + "  - {clause: c1, quote: 2020年, reason: reference}\n",
                TEXT,
            ),
            id="a base year that a note argues for against the words",
        ),
        pytest.param(
            (YAML.replace("较2020年", "较２０２０年"), TEXT.replace("较2020年", "较２０２０年")),
            id="a base year in wide figures",
        ),
        pytest.param(
            (
                YAML.replace("较2020年", "较上年").replace("base_year: 2020", "base_year: 2024"),
                TEXT.replace("较2020年", "较上年"),
            ),
            id="the year before",
        ),
    ],
)
def test_years_that_are_right(tmp_path: Path, files: tuple[str, str]) -> None:
    yaml_text, text = files
    read_fixtures(settings.FIXTURES, [write_plan(tmp_path, text=text, yaml_text=yaml_text)])


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        (
            "2025年, indicator: total_water_use, year: 2025",
            "2025年, indicator: total_water_use, year: 2026",
            "year: 2026",
            "“用水/2025年”一列是2025年的，这里写的却是2026年",
        ),
        (
            "        year: 2030\n        base_year: 2025\n",
            "        year: 2030\n",
            "column: 强度下降/2030年",
            "“强度下降/2030年”列：下降幅度必须写明年份和基期年",
        ),
    ],
)
def test_a_column_is_refused_once(tmp_path: Path, old: str, new: str, line: str, why: str) -> None:
    body = spoilt(old, new, source=TABLE)
    found = [one for one in refused(tmp_path, body) if why in one.message]
    assert [one.line for one in found] == [line_of(line, HEAD + body)]
