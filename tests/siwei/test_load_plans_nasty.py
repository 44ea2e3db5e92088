"""Files as they should never be: each is refused in words, with its line, and never a traceback."""

import copy
import random
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import models

from departments.models import Department, DepartmentAlias, DepartmentFunction, Region
from indicators.plans.models import (
    Clause,
    Indicator,
    IndicatorDivision,
    Plan,
    PlanIndicator,
    SeriesBreak,
    Target,
    Unit,
    UnitSpelling,
)
from siwei.loading import schema, shared
from siwei.loading.check import PlanCheck
from siwei.loading.clauses import KEY_LENGTH, read_clauses
from siwei.loading.problems import FixtureError
from siwei.loading.read import parse_plan, read_fixtures
from siwei.loading.yaml_source import Source, read_yaml
from tasks.models import Milestone, Task
from tests.siwei.mini_plan import TEXT, YAML, line_of, spoilt, write_plan

ITEMS = spoilt(
    "    assignments:",
    "    items:\n      - {number: 1, text: 全市用水总量, clause: c1}\n    assignments:",
)
MILESTONE = "{due_on: 2030-12-31, due_text: 到2030年, text: 甲, clause: c1, quote: 到2030年，}"
MILESTONES = spoilt("milestones: []", f"milestones:\n      - {MILESTONE}")
CITED = "          - {clause: c1, quote: 到2025年，全市用水总量控制在2.27亿立方米以内}\n"
BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n" for i in range(1, 16)
)


def refusal(file: Path) -> list[str]:
    with pytest.raises(FixtureError) as refused:
        read_fixtures(settings.FIXTURES, [file])
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("yaml_bytes", "text_bytes"),
    [
        pytest.param(b"\xef\xbb\xbf" + YAML.encode(), TEXT.encode(), id="a mark before the YAML"),
        pytest.param(YAML.encode(), b"\xef\xbb\xbf" + TEXT.encode(), id="a mark before the text"),
        pytest.param(
            YAML.encode().replace(b"\n", b"\r\n"),
            TEXT.encode().replace(b"\n", b"\r\n"),
            id="lines that end as on Windows",
        ),
    ],
)
def test_takes_what_an_editor_adds(tmp_path: Path, yaml_bytes: bytes, text_bytes: bytes) -> None:
    file = write_plan(tmp_path)
    file.write_bytes(yaml_bytes)
    file.with_suffix(".txt").write_bytes(text_bytes)
    (plan,) = read_fixtures(settings.FIXTURES, [file]).plans
    assert next(iter(plan.clauses)) == "title"


@pytest.mark.parametrize("value", ["ITEMS", "MILESTONES"])
def test_what_the_tables_spoil_is_right(tmp_path: Path, value: str) -> None:
    read_fixtures(settings.FIXTURES, [write_plan(tmp_path, yaml_text=globals()[value])])


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        pytest.param(b"", 1, "键: 值", id="nothing"),
        pytest.param(b"- a\n", 1, "键: 值", id="a list"),
        pytest.param(b"5\n", 1, "键: 值", id="a number"),
        pytest.param(YAML.encode() + b"---\na: 1\n", None, "YAML", id="two documents"),
        pytest.param(YAML.encode() + b"a: \0\n", YAML.count("\n") + 1, "U+0000", id="a NUL"),
        pytest.param(
            YAML.encode() + "a: \u202eb\n".encode(),
            YAML.count("\n") + 1,
            "U+202E",
            id="turned round",
        ),
        pytest.param(b"plan:\n  slug: \xd1\xf4\n", 2, "UTF-8", id="GBK"),
        pytest.param(YAML.encode("utf-16"), 1, "UTF-8", id="UTF-16"),
        pytest.param(b"plan:\n\tslug: a\n", 2, "YAML", id="a tab"),
        pytest.param(b"plan: &a [*a]\n", 1, "它自己", id="a list that holds itself"),
        pytest.param(b"plan: &a {x: *a}\n", 1, "它自己", id="a mapping that holds itself"),
        pytest.param(BOMB.encode(), None, "太多", id="aliases of aliases of aliases"),
        pytest.param(b"[" * 1200 + b"]" * 1200, None, "太深", id="depth without end"),
        pytest.param(b"[" * 200_000, None, "太深", id="depth that the parser can't bear"),
        pytest.param(b"- " * 100_000 + b"a", None, "太深", id="the same without brackets"),
        pytest.param(b"? [a, b]\n: 1\n", 1, "键应是一个词", id="a list as a key"),
        pytest.param(b"\n? {a: b}\n: 1\n", 2, "键应是一个词", id="a mapping as a key"),
        pytest.param(b"plan: !!python/tuple [a]\n", 1, "标记", id="a tag of Python on a list"),
        pytest.param(b"plan: !!set {a}\n", 1, "标记", id="a set"),
        pytest.param(b"a: !!python/name:os.system ''\n", 1, "YAML", id="a tag of Python"),
    ],
)
def test_refuses_a_file(tmp_path: Path, content: bytes, line: int | None, reason: str) -> None:
    file = write_plan(tmp_path)
    file.write_bytes(content)
    (problem,) = refusal(file)
    assert problem.startswith("plans/mini-2025.yaml:" + (f"{line}:" if line else "")), problem
    assert reason in problem


@pytest.mark.parametrize(
    "value",
    [".nan", ".inf", "-.inf", "190:20:30.15", "0x_", "0b_", "9" * 5000, "2025-02-30", "0000-01-01"]
    + [f"!!{tag} abc" for tag in ("float", "int", "bool", "timestamp")],
)
def test_refuses_a_value_that_yaml_chokes_on(tmp_path: Path, value: str) -> None:
    text = spoilt("value: 2.27", f"value: {value}")
    (problem,) = refusal(write_plan(tmp_path, yaml_text=text))
    assert problem.startswith(f"plans/mini-2025.yaml:{line_of('wording', text) - 2}: 读不懂的值")
    assert len(problem) < 150


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param("- year: 2025", "- year: 0", "year: 0", "不小于 2000", id="year 0"),
        pytest.param("- year: 2025", "- year: 99999", "99999", "不大于 2100", id="year 99999"),
        pytest.param("- year: 2025", "- year: -5", "year: -5", "不小于 2000", id="a year below 0"),
        pytest.param("- year: 2025", "- year: true", "year: true", "应是整数", id="a boolean year"),
        pytest.param("value: 2.27", 'value: "2.27"', 'value: "', "应是数字", id="a quoted number"),
        pytest.param("value: 2.27", "value: true", "value: true", "应是数字", id="a boolean value"),
        pytest.param("value: 2.27", "value: [1]", "value: [", "应是数字", id="a list as a value"),
        pytest.param(
            "value: 2.27", "value: 2.2700001", "value: 2.27", "最多 6 位小数", id="decimals"
        ),
        pytest.param("value: 2.27", "value: 1.0e+400", "value: 1.0", "位数太多", id="1e400"),
        pytest.param(
            "issued_on: 2025-12-03", "issued_on: 2025-02-30", "2025-02-30", "读不懂", id="no day"
        ),
        pytest.param(
            "issued_on: 2025-12-03",
            "issued_on: 2025-12-03 10:00:00",
            "issued_on",
            "应是日期",
            id="a time of the day",
        ),
        pytest.param(
            "  issued_on: 2025-12-03\n", "", "slug:", "须有 issued_on", id="issued on no day"
        ),
        pytest.param(
            "slug: mini-2025", "slug: mini-2026", "slug", "与文件名相同", id="another file's slug"
        ),
        pytest.param("slug: mini-2025", "slug: mini-２０２５", "slug", "写法", id="wide digits"),
        pytest.param("slug: mini-2025", "slug: mini-0000", "slug", "写法", id="year 0000"),
        pytest.param(
            'region: "140300"', 'region: "１４０３００"', "region", "写法", id="wide code"
        ),
        pytest.param(
            "title: 试验市", "title: " + "长" * 200, "title", "最多 200 个字符", id="a long title"
        ),
        pytest.param("name: 用水总量", 'name: "  "', 'name: "', "不能为空", id="a blank name"),
        pytest.param(
            "name: 市水利局,", 'name: "市水利局 ",', "name: ", "首尾有多余", id="blanks at the end"
        ),
        pytest.param(
            "participating: [市城市管理局]",
            "participating: [市水利局]",
            "departments: {lead",
            "“市水利局”写了两次",
            id="a department twice for one indicator",
        ),
        pytest.param(
            "{clause: c1, shared: [市水利局, 市城市管理局]}",
            "{clause: c1, lead: [市水利局], participating: [市水利局]}",
            "{clause: c1, lead",
            "写了两次",
            id="a department twice in one assignment",
        ),
        pytest.param(
            "departments:\n",
            "departments:\n  - {name: 市航天局, function: water}\n",
            "市航天局",
            "正文里没有部门",
            id="a department that the text does not name",
        ),
        pytest.param(
            CITED,
            CITED + CITED.replace("2.27亿立方米以内}", "2.27亿立方米}"),
            "亿立方米}",
            "同一处",
            id="a citation twice",
        ),
        pytest.param(
            CITED,
            CITED + CITED.replace("到2025年，", ""),
            "quote: 全市用水总量",
            "同一处文字引用了两次",
            id="one number cited twice",
        ),
        pytest.param(
            "        wording: 进一步降低\n",
            "",
            "year: 2030\n        comp",
            "wording",
            id="no words",
        ),
        pytest.param("order: 1,", "order: 99999,", "order", "不大于 32767", id="a huge order"),
        pytest.param(
            'value: 2.35\n        comparator: "<="\n        citations:\n          - {clause: a1.1, '
            'column: 2030年, quote: "2.35"}',
            'value: 2.3\n        comparator: "<="\n        citations:\n          - {clause: a1.1, '
            'column: 2030年, quote: "2.3"}',
            'quote: "2.3"',
            "截断了条款“a1.1”里的数字 2.35",
            id="a part of a number",
        ),
        pytest.param(
            "年下降9.0%以上}",
            "年下降9.0%以上}\n          - {clause: a1.1, quote: 用水总量, states: base_year}",
            "states: base_year",
            "没有数值 2020",
            id="a base year that the quotation does not give",
        ),
    ],
)
def test_refuses(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    text = spoilt(old, new)
    problems = refusal(write_plan(tmp_path, yaml_text=text))
    place = f"plans/mini-2025.yaml:{line_of(at, text)}:"
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("due_text: 到2030年", date(2030, 12, 31)),
        ("due_on: 2030-12-31, due_text: 到2030年", date(2030, 12, 31)),
        ("due_on: 2030-06-30, due_text: 2030年，漏损率", date(2030, 6, 30)),
        ("due_text: 漏损率", None),
    ],
)
def test_a_milestone_is_due_as_written_or_as_its_words_say(
    tmp_path: Path, written: str, due: date | None
) -> None:
    old = "due_on: 2030-12-31, due_text: 到2030年"
    file = write_plan(tmp_path, yaml_text=spoilt(old, written, source=MILESTONES))
    (plan,) = read_fixtures(settings.FIXTURES, [file]).plans
    assert plan.file.tasks[0].milestones[0].due() == due


@pytest.mark.parametrize(
    ("source", "old", "new", "reason"),
    [
        pytest.param(
            ITEMS, "{clause: c1, shared", "{clause: c1, items: [1, 1], shared", "两次", id="items"
        ),
        pytest.param(ITEMS, "number: 1,", "number: 99999999999,", "不大于 32767", id="huge number"),
        pytest.param(
            MILESTONES,
            "quote: 到2030年，}",
            'quote: 到2030年，, regions: ["140300", "140300"]}',
            "写了两次",
            id="a region twice",
        ),
        pytest.param(
            MILESTONES, "due_text: 到2030年", "due_text: 到2031年", "没有这句话", id="another date"
        ),
        pytest.param(
            MILESTONES,
            "due_on: 2030-12-31",
            "due_on: 2030-06-30",
            "到期日是 2030-12-31，不是 2030-06-30",
            id="another day than the words say",
        ),
        pytest.param(
            MILESTONES,
            "due_on: 2030-12-31, due_text: 到2030年",
            "due_on: 2035-12-31, due_text: 2030年，漏损率",
            "不是同一年",
            id="another year than in words that say no day",
        ),
        pytest.param(
            MILESTONES,
            "due_on: 2030-12-31, due_text: 到2030年",
            "due_on: 2030-12-31, due_text: 漏损率",
            "没有说哪一天",
            id="a day of words that name none",
        ),
        pytest.param(
            MILESTONES,
            "due_on: 2030-12-31, due_text: 到2030年",
            "due_on: 9999-12-31, due_text: 2030年，漏损率",
            "不在规划所及的年份里",
            id="a year that no plan reaches",
        ),
    ],
)
def test_refuses_work(tmp_path: Path, source: str, old: str, new: str, reason: str) -> None:
    problems = refusal(write_plan(tmp_path, yaml_text=spoilt(old, new, source=source)))
    assert any(reason in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param("试政发〔2025〕7号", "试\x07政发〔2025〕7号", "试\x07", "U+0007", id="a bell"),
        pytest.param("= 附件1", "= 附件1\n= 附件2", "@a1 annex", "两个标题", id="two headings"),
        pytest.param("@a1 annex", f"@{'a' * 21} annex", "@aaa", "太长", id="a long key"),
        pytest.param(
            "以上。到2030年", "以上，新增7处。到2030年", "@c1", "数字 7 没有着落", id="a number"
        ),
    ],
)
def test_refuses_a_text(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    text = spoilt(old, new, source=TEXT)
    problems = refusal(write_plan(tmp_path, text=text))
    place = f"plans/mini-2025.txt:{line_of(at, text)}:"
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


def test_a_text_that_is_not_there(tmp_path: Path) -> None:
    file = write_plan(tmp_path)
    file.with_suffix(".txt").unlink()
    assert refusal(file)[0] == "plans/mini-2025.txt: 读不到文件：没有这个文件"


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "plans.yaml"
    folder.mkdir()
    assert "读不到文件：它是一个文件夹" in refusal(folder)[0]


def test_the_text_instead_of_the_yaml(tmp_path: Path) -> None:
    assert ".yaml" in refusal(write_plan(tmp_path).with_suffix(".txt"))[0]


def test_one_slug_in_two_files(tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    files = [write_plan(folder) for folder in folders]
    with pytest.raises(FixtureError, match="规划“mini-2025”重复"):
        read_fixtures(settings.FIXTURES, files)


REGIONS = '- {code: "140000", name: 山西省, name_en: Shanxi, level: province}\n'
CATALOGUE = (
    "- {code: water, name: 水, name_en: Water, unit: 亿立方米, direction: none, theme: total,"
    " definition: 水, definition_en: Water, definition_source: 公报}\n"
)

UNITS = (
    "- {symbol: 亿立方米, dimension: volume, factor: 100000000, name: 亿立方米, name_en: x}\n"
    '- {symbol: "%", dimension: ratio, factor: 0.01, name: "%", name_en: "%", highest: 100}\n'
    "- {symbol: 万元, dimension: money, factor: 10000, name: 万元, name_en: x}\n"
)
SHARE = CATALOGUE.replace("water", "share").replace("亿立方米", '"%"')


COUNTY = (
    '- {code: "990100", name: 某市, name_en: C, level: city, parent: "990000"}\n'
    '- {code: "990121", name: 某县, name_en: O, level: county, parent: "990100", VALID'
    "became: [{code: NEW, kind: recoded, on: 2025-01-01}]}\n"
    '- {code: "990103", name: 某区, name_en: N, level: county, parent: "990100", '
    "valid_from: 2025-01-01}\n"
)
BREAK = (
    "- {indicator: water, year: 2020, kind: method, note: n, note_en: n, source: s, region: R}\n"
)


def with_succession(new: str = '"990103"', valid: str = "valid_to: 2025-01-01, ") -> str:
    """Regions, of which a county became another."""
    province = REGIONS.replace("140000", "990000")
    return province + COUNTY.replace("NEW", new).replace("VALID", valid)


def with_division(*parts: str, code: str = "use") -> str:
    """The catalogue, in which the first indicator has these parts."""
    division = f"divisions: [{{code: {code}, parts: [{', '.join(parts)}]}}]"
    return CATALOGUE.replace("theme: total", f"theme: total, {division}") + SHARE


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        pytest.param("units", UNITS + UNITS, 4, "重复", id="a unit twice"),
        pytest.param(
            "units",
            UNITS.replace("highest: 100", 'highest: 100, printed: ["\\0"]'),
            2,
            "看不见的控制字符 U+0000",
            id="an escaped NUL",
        ),
        pytest.param(
            "units",
            UNITS.replace("highest: 100", 'highest: 100, "\\e": 1'),
            2,
            "看不见的控制字符 U+001B",
            id="an escape in a key",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, tolerance: 0"),
            1,
            "应大于 0，而不是 0",
            id="a tolerance of nothing",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, tolerance: 1"),
            1,
            "应小于 1，而不是 1",
            id="a tolerance of everything",
        ),
        pytest.param(
            "units",
            UNITS.replace("100000000", "0"),
            1,
            "应大于 0，而不是 0",
            id="a factor of nothing",
        ),
        pytest.param(
            "units", UNITS.replace("highest", "hihgest"), 2, "不认识的键", id="a misspelt key"
        ),
        pytest.param(
            "units",
            UNITS.replace("highest: 100", "highest: 100, printed: [亿立方米]"),
            2,
            "已经是单位“亿立方米”的",
            id="a spelling of another unit",
        ),
        pytest.param(
            "units",
            UNITS.replace("highest: 100", "highest: 100, printed: [％], typed: [％]"),
            2,
            "已列在 printed 中",
            id="a spelling listed twice",
        ),
        pytest.param(
            "functions",
            "- {code: Water, name: 水利, name_en: Water}\n",
            1,
            "写法不对",
            id="a kind of department in capitals",
        ),
        pytest.param(
            "functions",
            "- {code: water, name: 水利, name_en: Water}\n" * 2,
            2,
            "重复",
            id="a kind of department twice",
        ),
        pytest.param("catalogue", with_division("wine"), 1, "没有“wine”", id="no such part"),
        pytest.param("catalogue", with_division("water"), 1, "它自己", id="a part of itself"),
        pytest.param("catalogue", with_division("share"), 1, "单位是“%”", id="another unit's part"),
        pytest.param("catalogue", with_division(), 1, "不能为空", id="a whole without parts"),
        pytest.param(
            "catalogue",
            CATALOGUE + SHARE.replace("theme: total", "theme: total, largest: 101"),
            2,
            "超过了单位“%”的最大可能值 100",
            id="more than the unit allows",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE + SHARE.replace("theme: total", "theme: total, smallest: 9, largest: 8"),
            2,
            "合理最小值大于合理最大值",
            id="an empty range",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE + SHARE.replace("theme: total", "theme: total, slips: [斗]"),
            2,
            "未知的计量单位“斗”",
            id="a slip of no unit",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE + SHARE.replace("theme: total", 'theme: total, slips: ["%"]'),
            2,
            "须是同一种量的另一个单位",
            id="its own unit as a slip",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE + SHARE.replace("theme: total", "theme: total, per: 斗"),
            2,
            "未知的计量单位“斗”",
            id="per no unit",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, yearly_change: -0.1"),
            1,
            "应不小于 0",
            id="a change below nothing",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, price_basis: old"),
            1,
            "之一",
            id="unknown prices",
        ),
        pytest.param(
            "regions",
            REGIONS
            + '- {code: "140300", name: 阳泉市, name_en: Y, level: city, parent: "990000"}\n',
            2,
            "没有“990000”",
            id="an unknown parent",
        ),
        pytest.param(
            "regions",
            '- {code: "140300", name: 阳泉市, name_en: Y, level: city, parent: "140300"}\n',
            1,
            "级别",
            id="its own parent",
        ),
        pytest.param(
            "regions",
            REGIONS.replace("level: province", 'level: province, parent: "140000"'),
            1,
            "没有上级",
            id="a province under a province",
        ),
        pytest.param(
            "regions",
            REGIONS.replace("level: province", 'level: province, parent: "990000"'),
            1,
            "没有“990000”",
            id="a province under nothing known",
        ),
        pytest.param(
            "regions",
            '- {code: "110000", name: 北京市, name_en: Beijing, level: province}\n'
            '- {code: "140321", name: 平定县, name_en: P, level: county, parent: "110000"}\n',
            2,
            "以 11 开头",
            id="a county under another province",
        ),
        pytest.param(
            "regions",
            REGIONS.replace("level: province", "level: planet"),
            1,
            "应是 'province'、'city'、'county'、'zone' 之一，而不是 'planet'",
            id="an unknown level",
        ),
        pytest.param("regions", REGIONS + REGIONS, 2, "重复", id="a region twice"),
        pytest.param(
            "regions", with_succession(valid=""), 3, "撤销日期应与沿革日期相同", id="still there"
        ),
        pytest.param(
            "regions", with_succession('"990199"'), 3, "没有“990199”", id="became nothing known"
        ),
        pytest.param(
            "regions", with_succession('"990100"'), 3, "级别不同", id="became another level"
        ),
        pytest.param(
            "regions",
            with_succession(valid="valid_from: 2026-01-01, valid_to: 2025-01-01, "),
            3,
            "撤销日期不晚于设立日期",
            id="ended before it began",
        ),
        pytest.param(
            "breaks",
            BREAK.replace("R}", '"990000"}'),
            1,
            "行政区划表里没有“990000”",
            id="a break nowhere",
        ),
        pytest.param(
            "breaks",
            BREAK.replace("R}", '"140000"}').replace("water", "wine"),
            1,
            "指标目录里没有“wine”",
            id="a break of nothing",
        ),
        pytest.param("breaks", BREAK.replace("R}", '"140000"}') * 2, 2, "重复", id="a break twice"),
        pytest.param(
            "breaks",
            BREAK.replace("R}", '"140000"}').replace("method", "mood"),
            1,
            "kind",
            id="an unknown kind",
        ),
        pytest.param(
            "catalogue", CATALOGUE + CATALOGUE.replace("亿立方米", "亿方"), 2, "亿方", id="unit"
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("definition_source: 公报", "definition_source: ' '"),
            1,
            "definition_source",
            id="a definition of nobody",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("definition_en: Water, ", ""),
            1,
            "definition_en",
            id="a definition in one language",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("unit: 亿立方米", "unit: 亿立方米, per: 万元"),
            1,
            "要写明价格口径",
            id="money without a price basis",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, price_basis: current"),
            1,
            "数值里没有金额，不写价格口径",
            id="a price basis without money",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, tolerance: 0.05, whole_numbers: true"),
            1,
            "按个数计的指标没有“左右”的容差",
            id="a tolerance of a count",
        ),
        pytest.param(
            "catalogue",
            with_division("wine")
            + with_division("water").splitlines()[0].replace("code: water", "code: wine"),
            1,
            "一个指标不能是它自己分项的分项",
            id="a part of its part",
        ),
        pytest.param(
            "regions",
            with_succession()
            .replace("kind: recoded", "kind: split")
            .replace("on: 2025", "on: 2026"),
            3,
            "沿革日期不在原行政区存续的时间之内",
            id="split after its end",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, level_of: water"),
            1,
            "不是水平",
            id="a reduction of itself",
        ),
        pytest.param(
            "catalogue",
            CATALOGUE.replace("theme: total", "theme: total, level_of: wine"),
            1,
            "没有“wine”",
            id="a reduction of nothing",
        ),
    ],
)
def test_refuses_what_the_plans_share(
    tmp_path: Path, name: str, content: str, line: int, reason: str
) -> None:
    shutil.copy(settings.FIXTURES / "functions.yaml", tmp_path)
    (tmp_path / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "units.yaml").write_text(UNITS, encoding="utf-8")
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "breaks.yaml").write_text("[]", encoding="utf-8")
    (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(FixtureError) as refused:
        read_fixtures(tmp_path, [])
    problems = [str(problem) for problem in refused.value.problems]
    place = f"{tmp_path.name}/{name}.yaml:{line}:"
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("entry", "model", "columns"),
    [
        (schema.PlanHead, Plan, {}),
        (schema.DepartmentEntry, Department, {"function": None}),
        (schema.IndicatorEntry, PlanIndicator, {"name": "printed_name", "unit": "printed_unit"}),
        (schema.IndicatorEntry, PlanIndicator, {"theme": "printed_theme"}),
        (schema.TargetEntry, Target, {}),
        (schema.TaskEntry, Task, {}),
        (schema.MilestoneEntry, Milestone, {}),
        (shared.RegionEntry, Region, {"code": None}),
        (shared.UnitEntry, Unit, {}),
        (shared.FunctionEntry, DepartmentFunction, {}),
        (shared.DivisionEntry, IndicatorDivision, {}),
        (shared.CatalogueEntry, Indicator, {"unit": None}),
        (shared.BreakEntry, SeriesBreak, {}),
    ],
)
def test_lengths_are_those_of_the_database(
    entry: type[schema.Strict], model: type[models.Model], columns: dict[str, str | None]
) -> None:
    widths = {
        field.name: field.max_length
        for field in model._meta.fields
        if isinstance(field, models.CharField) and not field.choices
    }
    for name, field in entry.model_fields.items():
        width = widths.get(columns.get(name, name) or "")
        if width is not None:
            lengths = [getattr(rule, "max_length", None) for rule in field.metadata]
            assert width in lengths, f"{entry.__name__}.{name}"


def test_lengths_of_keys_and_names() -> None:
    assert Clause._meta.get_field("key").max_length == KEY_LENGTH
    assert DepartmentAlias._meta.get_field("name").max_length == 60
    assert UnitSpelling._meta.get_field("text").max_length == 20


JUNK: list[Any] = [None, 0, -1, 10**12, True, "", "  ", "长" * 400, [], {}, ["x"], {"a": 1}]
JUNK += [Decimal("1e400"), Decimal("0.0000001"), Decimal("-3.5"), Decimal("NaN"), "%s {0}", "\0"]
JUNK += [date(1, 1, 1), datetime(2025, 1, 1), "２０２５", "c1", 2025]


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in `data`, with each of its keys."""
    keys = list(data) if isinstance(data, dict) else range(len(data))
    for key in keys if isinstance(data, dict | list) else ():
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key])


@pytest.mark.parametrize("slug", ["changzhi-2025", "yangquan-2025"])
def test_a_plan_spoilt_at_random_is_refused_in_words(slug: str) -> None:
    """Only `FixtureError` and problems in words come out, whatever went in."""
    file = settings.FIXTURES / "plans" / f"{slug}.yaml"
    fixtures = read_fixtures(settings.FIXTURES, [])
    source, clauses = read_yaml(file), read_clauses(file.with_suffix(".txt"))
    dice = random.Random(slug)
    refused = 0
    for _ in range(60):
        data = copy.deepcopy(source.data)
        for _ in range(dice.choice([1, 1, 2])):
            holder, key = dice.choice(list(places(data)))
            if dice.random() < 0.4:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(dice.choice(JUNK))
        spoiled = Source(file, data, source.lines)
        try:
            check = PlanCheck(spoiled, parse_plan(spoiled), clauses, fixtures.shared)
        except FixtureError:
            refused += 1
            continue
        check.run()
        refused += bool(check.problems)
    assert refused > 30
