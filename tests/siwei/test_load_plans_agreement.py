"""What a plan's files must say alike: duties, titles, definitions, aims and counties."""

from pathlib import Path

import pytest
from django.conf import settings

from siwei.loading.problems import FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.mini_plan import TEXT, YAML, line_of, spoilt, write_plan

SHARED = "    departments: {shared: [市水利局, 市城市管理局]}\n"
OF_THE_CLAUSE = "      - {clause: c1, shared: [市水利局, 市城市管理局]}\n"
IN_THE_ANNEX = "      - {clause: a2.1, lead: [市水利局], participating: [市城市管理局]}\n"
ANNEX = "\n@a2.1 row\n控制总量\t市水利局\t市城管局\n"
UNASSIGNED = spoilt("（市水利局、市城管局按职责分工负责）", "", source=TEXT) + ANNEX
MILESTONE = """\
    milestones:
      - due_on: 2030-12-31
        due_text: 到2030年
        text: 漏损率进一步降低
        clause: c1
        quote: 进一步降低
        regions: []
"""


def problems(folder: Path, *, text: str = TEXT, yaml_text: str = YAML) -> list[str]:
    try:
        read_fixtures(settings.FIXTURES, [write_plan(folder, text=text, yaml_text=yaml_text)])
    except FixtureError as refused:
        return [str(problem) for problem in refused.problems]
    return []


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param(
            SHARED,
            "",
            "indicator: gdp_water",
            "条款“c1”已有责任单位，指标“万元GDP用水量”却没有写",
            id="no departments where the clause has some",
        ),
        pytest.param(
            SHARED,
            "    departments: {lead: [市城市管理局]}\n",
            "{lead: [市城市管理局]}",
            "“市城市管理局”的职责与条款的职责分工不一致",
            id="another duty than in the clause",
        ),
        pytest.param(
            "    origin: body\n",
            "    origin: body\n    definition_note: 正文第1条写的是另一个量。\n",
            "definition_note",
            "不要写条款号",
            id="a definition that no second plan can have",
        ),
        pytest.param(
            "        base_year: 2020\n",
            "        base_year: 2020\n        definition_note: 附件写的是另一个量。\n",
            "definition_note",
            "不要写条款号",
            id="the same of one target",
        ),
        pytest.param(
            "title: 控制总量", "title: 管控总量", "title: 管控", "“控制总量”", id="another title"
        ),
    ],
)
def test_refuses(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    yaml_text = spoilt(old, new)
    place = f"plans/mini-2025.yaml:{line_of(at, yaml_text)}:"
    found = problems(tmp_path, yaml_text=yaml_text)
    assert any(one.startswith(place) and reason in one for one in found), found


def test_departments_may_stand_where_an_annex_assigns_the_clause(tmp_path: Path) -> None:
    lead = "    departments: {lead: [市水利局], participating: [市城市管理局]}\n"
    yaml_text = spoilt(OF_THE_CLAUSE, IN_THE_ANNEX, source=YAML.replace(SHARED, lead))
    assert problems(tmp_path, text=UNASSIGNED, yaml_text=yaml_text) == []
    without = spoilt(OF_THE_CLAUSE, IN_THE_ANNEX, source=YAML.replace(SHARED, ""))
    found = problems(tmp_path, text=UNASSIGNED, yaml_text=without)
    assert [one.partition("条款")[2][:4] for one in found] == ["“c1”", "“c1”"]


@pytest.mark.parametrize(
    ("label", "right"), [("一、总量", True), ("（一）总量管控", False), ("二、效率", False)]
)
def test_a_group_bears_the_heading_above_its_clause(
    tmp_path: Path, label: str, right: bool
) -> None:
    text = spoilt("@c1 clause", "@1 section\n= 一、总量\n\n@c1 clause", source=TEXT)
    text += "\n@2 section\n= 二、效率\n"
    yaml_text = spoilt("label: 总量", f"label: {label}")
    found = problems(tmp_path, text=text, yaml_text=yaml_text)
    assert ["这一组的标题是“一、总量”" in one for one in found] == ([] if right else [True])


def test_what_is_only_striven_for_is_told_so(tmp_path: Path) -> None:
    text = spoilt("漏损率进一步降低", "漏损率力争进一步降低", source=TEXT)
    yaml_text = spoilt("quote: 到2030年，漏损率", "quote: 到2030年，漏损率力争")
    assert "原文写的是“力争”，这里没有写明" in problems(tmp_path, text=text, yaml_text=yaml_text)[0]
    told = spoilt("wording: 进一步", "wording: 力争进一步", source=yaml_text)
    assert problems(tmp_path, text=text, yaml_text=told) == []


@pytest.mark.parametrize(
    ("words", "regions", "missing"),
    [
        ("清徐县漏损率", "", ["清徐县 140121"]),
        ("清徐县漏损率", '["140121"]', []),
        ("各县漏损率", "", ["小店区 140105", "古交市 140181"]),
        ("漏损率", "", []),
    ],
)
def test_a_milestone_has_its_counties(
    tmp_path: Path, words: str, regions: str, missing: list[str]
) -> None:
    text = spoilt("到2030年，漏损率", f"到2030年，{words}", source=TEXT)
    wanted = MILESTONE.replace("text: 漏损率", f"text: {words}")
    wanted = wanted.replace("[]", regions or "[]")
    yaml_text = spoilt("    milestones: []\n", wanted)
    yaml_text = spoilt("到2030年，漏损率", f"到2030年，{words}", source=yaml_text)
    yaml_text = spoilt('region: "140300"', 'region: "140100"', source=yaml_text)
    found = problems(tmp_path, text=text, yaml_text=yaml_text)
    assert [one for one in missing if one not in "".join(found)] == []
    assert len(found) == (1 if missing else 0), found
