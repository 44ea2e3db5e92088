"""What the loader refuses, and that it says file, line, what and why."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from indicators.plans.models import Plan
from siwei.loading.problems import FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.mini_plan import TEXT, YAML, line_of, spoilt, write_plan


def refusal(file: Path) -> list[str]:
    with pytest.raises(FixtureError) as refused:
        read_fixtures(settings.FIXTURES, [file])
    return [str(problem) for problem in refused.value.problems]


def test_the_mini_plan_is_right(tmp_path: Path) -> None:
    read_fixtures(settings.FIXTURES, [write_plan(tmp_path)])


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param(
            "全市用水总量控制在2.27亿立方米以内}",
            "全市用水总量限制在2.27亿立方米以内}",
            "全市用水总量限制",
            "没有这句话",
            id="a quotation that does not stand in its clause",
        ),
        pytest.param(
            "quote: 到2025年，全市用水总量控制在2.27亿立方米以内}",
            "quote: 到2025年，全市用水总量控制在2.27亿立方米以内, value: 2.28}",
            "value: 2.28",
            "没有数值 2.28",
            id="a stated value that is not in its quotation",
        ),
        pytest.param(
            "value: 2.35",
            "value: 2.53",
            'quote: "2.35"',
            "没有数值 2.53",
            id="a target that differs from its quotation",
        ),
        pytest.param(
            "value: 9.0", "value: 9", "quote: 万元GDP", "请照写", id="a value not as printed"
        ),
        pytest.param(
            "quote: 万元GDP用水量较2020年下降9.0%以上",
            "quote: 年",
            "quote: 年}",
            "不止一次",
            id="a quotation that stands in its clause more than once",
        ),
        pytest.param(
            "column: 2030年", "column: 2035年", "column: 2035年", "表头里没有", id="no such column"
        ),
        pytest.param(
            "column: 2030年", "column: 2025年", 'quote: "2.35"', "一格里没有", id="another cell"
        ),
        pytest.param("unit: 亿立方米", "unit: 亿方", "unit: 亿方", "未知的计量单位", id="unit"),
        pytest.param(
            "unit: 亿立方米", "unit: 万亩", "unit: 万亩", "不能换算", id="a unit of something else"
        ),
        pytest.param(
            "indicator: pipe_leakage_rate",
            "indicator: pipe_leakage",
            "indicator: pipe_leakage\n",
            "指标目录里没有",
            id="an unknown indicator",
        ),
        pytest.param(
            "lead: [市水利局]",
            "lead: [市水务局]",
            "lead: [市水务局]",
            "部门表里没有“市水务局”",
            id="an unknown department",
        ),
        pytest.param(
            "aliases: [市城管局]",
            "aliases: []",
            "participating: [市城市管理局]",
            "没有提到",
            id="a department that the clause does not name",
        ),
        pytest.param(
            "function: water", "function: aqua", "function: aqua", "未知的部门职能", id="function"
        ),
        pytest.param(
            "aliases: [市城管局]", "aliases: [市水利局]", "aliases", "重复", id="a double name"
        ),
        pytest.param(
            "indicator: pipe_leakage_rate\n    name: 漏损率",
            "indicator: total_water_use\n    name: 漏损率",
            "indicator: total_water_use\n    name: 漏损率",
            "重复",
            id="a double indicator",
        ),
        pytest.param(
            "year: 2030\n        value",
            "year: 2025\n        value",
            None,
            "重复",
            id="a double year",
        ),
        pytest.param('    number: "1"', "    number: 1", "number: 1", "应是文字", id="a type"),
        pytest.param("year: 2025\n", "year: 2025.5\n", "year: 2025.5", "应是整数", id="a year"),
        pytest.param("value: 2.27", "value: 约2.27", "value: 约2.27", "应是数字", id="a number"),
        pytest.param("nature: constraint", "nature: binding", "nature: binding", "之一", id="word"),
        pytest.param("    serial:", "    serail:", "serail", "不认识的键", id="a misspelt key"),
        pytest.param("  status: issued\n", "", "slug: mini", "缺少这一项", id="a missing key"),
        pytest.param(
            "    unit: 亿立方米\n",
            "    unit: 亿立方米\n    unit: 万立方米\n",
            "unit: 万立方米",
            "重复的键",
            id="a double key",
        ),
        pytest.param("base_year: 2020\n", "note: x\n", None, "基期年", id="no base year"),
        pytest.param("base_year: 2020", "base_year: 2026", None, "早于", id="base after target"),
        pytest.param('region: "140300"', 'region: "149900"', "region", "行政区", id="region"),
        pytest.param("clause: c1\n", "clause: c9\n", "clause: c9", "没有条款", id="no clause"),
        pytest.param(
            "reason: date}", "reason: boring}", "reason: boring", "之一", id="an unknown reason"
        ),
        pytest.param(
            "departments:", "departments: [", None, "不是合法的 YAML：括号里缺少内容", id="no YAML"
        ),
        pytest.param(
            'comparator: "<="',
            "comparator: less",
            "comparator: less",
            "应是 '<='、'>='、'=' 之一，而不是 'less'",
            id="no comparator",
        ),
    ],
)
def test_refuses(tmp_path: Path, old: str, new: str, at: str | None, reason: str) -> None:
    text = spoilt(old, new)
    problems = refusal(write_plan(tmp_path, yaml_text=text))
    place = "plans/mini-2025.yaml:" + (f"{line_of(at, text)}:" if at else "")
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param("@a1 annex", "@a1 appendix", "@a1", "未知的条款类别", id="an unknown kind"),
        pytest.param("@a1 annex", "@c1 annex", "@c1 annex", "出现了两次", id="a double key"),
        pytest.param("@title", "#title", "#title", "开头", id="no key"),
    ],
)
def test_refuses_a_text(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    text = spoilt(old, new, source=TEXT)
    problems = refusal(write_plan(tmp_path, text=text))
    place = f"plans/mini-2025.txt:{line_of(at, text)}:"
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


def test_names_every_mistake_at_once(tmp_path: Path) -> None:
    text = spoilt("unit: 亿立方米", "unit: 亿方", source=spoilt("lead: [市水利局]", "lead: [甲]"))
    assert len(refusal(write_plan(tmp_path, yaml_text=text))) == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "读不到" in refusal(tmp_path / "plans" / "none.yaml")[0]


def test_a_refused_file_writes_nothing(db: None, tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    files = [write_plan(good), write_plan(bad, yaml_text=spoilt('2.35"', '2.36"'))]
    with pytest.raises(CommandError, match="未写入任何数据"):
        call_command("load_plans", *files, stdout=StringIO())
    assert not Plan.objects.exists()


def test_check_writes_nothing(db: None, tmp_path: Path) -> None:
    out = StringIO()
    call_command("load_plans", write_plan(tmp_path), "--check", stdout=out)
    assert "无误" in out.getvalue()
    assert not Plan.objects.exists()


def test_english_terminals_are_answered_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    file = write_plan(tmp_path, yaml_text=YAML + "extra: 1\n")
    with pytest.raises(CommandError, match="Unknown key"):
        call_command("load_plans", file, stdout=StringIO())
