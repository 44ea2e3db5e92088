"""`manage.py new_plan`: what is known of a plan is laid out; the check names what is missing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.read import parse_plan, read_fixtures
from siwei.loading.yaml_source import read_yaml
from tests.siwei.mini_plan import YAML, spoilt, write_plan

FIXTURES: Path = settings.FIXTURES


@pytest.fixture
def fixtures(tmp_path: Path, settings: Settings) -> Path:
    """A folder with what the plans share, and one plan of 阳泉 of 2025."""
    for file in FIXTURES.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    settings.FIXTURES = tmp_path
    write_plan(tmp_path)
    return tmp_path


def new_plan(*arguments: object) -> str:
    out = StringIO()
    call_command("new_plan", *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> str:
    with pytest.raises(CommandError) as error:
        new_plan(*arguments)
    return str(error.value)


def missing(file: Path) -> list[FileProblem]:
    with pytest.raises(FixtureError) as error:
        read_fixtures(FIXTURES, [file])
    return error.value.problems


def test_what_the_plan_before_says_is_carried_over(fixtures: Path) -> None:
    out = new_plan("140300", "2030", "--title", "阳泉市“四水四定”方案：2030")
    file = fixtures / "plans" / "yangquan-2030.yaml"
    assert str(file) in out and "部门 2 个、指标 3 项" in out
    plan, before = (
        parse_plan(read_yaml(one)) for one in (file, fixtures / "plans" / "mini-2025.yaml")
    )
    assert (plan.plan.region, plan.plan.title) == ("140300", "阳泉市“四水四定”方案：2030")
    assert plan.departments == before.departments
    assert plan.indicators == [
        one.model_copy(update={"targets": [], "reported": []}) for one in before.indicators
    ]
    text = file.read_text(encoding="utf-8")
    assert "#   - year:   # mini-2025：2025年 2.27\n" in text
    assert "#     base_year:   # mini-2025：2020\n" in text
    assert "\n1\t用水总量\t亿立方米\t" in file.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_check_names_each_thing_that_is_still_to_be_filled(fixtures: Path) -> None:
    new_plan("140300", "2030")
    file = fixtures / "plans" / "yangquan-2030.yaml"
    lines = {
        one: one.read_text(encoding="utf-8").splitlines()
        for one in (file, file.with_suffix(".txt"))
    }
    expected = {
        (f"plans/{one.name}", number)
        for one, content in lines.items()
        for number, line in enumerate(content, start=1)
        if "【待填】" in line or line.startswith(("  - indicator:", "  - {name:"))
    }
    found = missing(file)
    assert {(problem.file, problem.line) for problem in found} == expected
    assert len(found) == len(expected) > 20


def test_what_is_filled_is_no_longer_named(fixtures: Path) -> None:
    """The files of a whole plan, one line of which is not finished."""
    unfinished = spoilt("title: 试验市", "title: 【待填】试验市", source=YAML)
    file = write_plan(fixtures, yaml_text=unfinished)
    (problem,) = missing(file)
    assert (problem.line, problem.message) == (
        4,
        "还没有填：title: 【待填】试验市落实“四水四定”方案",
    )
    read_fixtures(FIXTURES, [write_plan(fixtures)])


def test_a_region_without_a_plan_gets_an_empty_one(fixtures: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    new_plan("371524", "2026", "--folder", folder)
    plan = parse_plan(read_yaml(folder / "donge-2026.yaml"))
    assert (plan.departments, plan.indicators) == ([], [])
    assert not (fixtures / "plans" / "donge-2026.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["149999", "2030"], "行政区划表里没有“149999”"),
        (["140300", "1999"], "年份应在 2000 与 2099 之间，而不是“1999”"),
        (["140300", "明年"], "而不是“明年”"),
        (["140300", "2030", "--slug", "Yangquan-2030"], "标识“Yangquan-2030”应是小写拼音加年份"),
        (["140300", "2030", "--slug", "yangquan-2031"], "标识“yangquan-2031”应是"),
        (["140300", "2025", "--slug", "mini-2025"], "文件已经存在，没有改动："),
        (["140300", "2030", "--title", "方案\n\n@c9 clause\n正文"], "标题须是一行可见的文字"),
        (["140300", "2030", "--title", "方案\u2028附件"], "标题须是一行可见的文字"),
        (["140300", "2030", "--title", "方案\udce9"], "标题须是一行可见的文字"),
        (["140300", "2030", "--title", "方案\x00"], "标题须是一行可见的文字"),
        (["140300", "2030", "--folder", "/no/such/folder"], "写不了文件 /no/such/folder/"),
    ],
)
def test_what_cannot_be_laid_out(fixtures: Path, arguments: list[str], why: str) -> None:
    before = {one: one.read_bytes() for one in (fixtures / "plans").iterdir()}
    assert why in refused(*arguments)
    assert {one: one.read_bytes() for one in (fixtures / "plans").iterdir()} == before


def test_one_of_the_two_files_is_enough_to_refuse(fixtures: Path) -> None:
    text = fixtures / "plans" / "yangquan-2030.txt"
    text.write_text("@title title\n", encoding="utf-8")
    assert "yangquan-2030.txt" in refused("140300", "2030")
    assert not text.with_suffix(".yaml").exists()


def test_an_earlier_plan_that_is_not_right_is_named(fixtures: Path) -> None:
    write_plan(fixtures, yaml_text=spoilt("unit: 亿立方米", "unti: 亿立方米", source=YAML))
    assert "plans/mini-2025.yaml" in refused("140300", "2030")
