"""The sixth plan with one thing spoilt: each is refused at its line, and its right neighbours not.

What one document alone shows is tested with the mini plan; these need counties, a second
document, or another state of what plans share.
"""

from datetime import date
from pathlib import Path

import pytest

from siwei.loading.days import days_begun, days_in, days_in_force, days_of_issue
from siwei.loading.problems import FixtureError
from siwei.loading.read import plan_files, read_fixtures
from tests.siwei.mini_plan import line_of, spoilt
from tests.siwei.sixth_plan import with_sixth_plan

PLAN, NOTICE = "plans/shiyan-2024", "plans/shiyan-2025"
REVISED = "plans/shiyan-2026"


def problems(folder: Path, *changes: tuple[str, str, str]) -> list[str]:
    """What is wrong with the sixth plan after `changes`: (file, old, new)."""
    fixtures = with_sixth_plan(folder / "fixtures")
    for name, old, new in changes:
        file = fixtures / name
        file.write_text(spoilt(old, new, source=file.read_text("utf-8")), encoding="utf-8")
    try:
        read_fixtures(fixtures, plan_files(fixtures))
    except FixtureError as error:
        return [str(one) for one in error.problems]
    return []


def line(folder: Path, name: str, words: str) -> str:
    """Where the first of these words stand now: shiyan-2024.yaml:7."""
    return f"{name}:{line_of(words, (folder / 'fixtures' / name).read_text('utf-8'))}: "


ROWS = '{a1.1: "990102", a1.2: "990103", a1.3: "990104", a1.4: "990171"}'
FARMLAND = "  - indicator: high_standard_farmland\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "reason"),
    [
        pytest.param(
            PLAN,
            'a1.1: "990102", a1.2: "990103"',
            'a1.1: "990103", a1.2: "990102"',
            "rows: {",
            "原文印的是“东区”，而990103是“西区”；确是这里的，在 note 里写明“西区”",
            id="two rows swapped",
        ),
        pytest.param(
            NOTICE,
            'a1.1: "990102", a1.2: "990103"',
            'a1.1: "990103", a1.2: "990102"',
            "rows: {",
            "原文印的是“西区”，而990102是“东区”；确是这里的，在 note 里写明“东区”",
            id="two rows of an amendment swapped",
        ),
        pytest.param(
            PLAN,
            'a1.4: "990171"',
            'a1.4: "140121"',
            "rows: {",
            "“清徐县”（140121）不在规划的行政区990100之内",
            id="a county of another province",
        ),
        pytest.param(
            PLAN,
            FARMLAND,
            f'{FARMLAND}    region: "990000"\n',
            'region: "990000"',
            "“试验省”（990000）不在规划的行政区990100之内",
            id="the province of the city",
        ),
    ],
)
def test_refused_regions(
    tmp_path: Path, name: str, old: str, new: str, at: str, reason: str
) -> None:
    found = problems(tmp_path, (f"{name}.yaml", old, new))
    assert line(tmp_path, f"{name}.yaml", at) + reason in found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            ("东区	", "东区	"), ('a1.3: "990104"', 'a1.3: "990122"'), id="an older code"
        ),
        pytest.param(("北区	", "北县	"), ("a1.1: ", "a1.1: "), id="an older name"),
        pytest.param(("东区	", "试验市东 区	"), ("a1.1: ", "a1.1: "), id="a longer name"),
        pytest.param(("试验经济技术", ""), ("a1.1: ", "a1.1: "), id="a zone in short"),
        pytest.param(
            ("东区	", "束区	"),
            ('a1.1: "990102"', 'a1.1: {region: "990102", note: 原文误作束区，即东区}'),
            id="a misprint with a note",
        ),
    ],
)
def test_regions_that_are_right(
    tmp_path: Path, text: tuple[str, str], rows: tuple[str, str]
) -> None:
    changes = ((f"{PLAN}.txt", *text), (f"{PLAN}.yaml", *rows))
    assert problems(tmp_path, *changes) == []


def test_a_misprint_without_a_note(tmp_path: Path) -> None:
    found = problems(tmp_path, (f"{PLAN}.txt", "东区	", "束区	"))
    (problem,) = found
    assert "原文这一行没有“东区”（990102）；是别称或误印的" in problem


DAY = "effective_on: 2025-04-01"
OWN = "      - year: 2030\n        value: 9.3"
SENTENCE = "全市2030年用水总量控制目标调整为9.3亿立方米以内"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "reason"),
    [
        pytest.param(
            NOTICE,
            DAY,
            "effective_on: 2025-03-01",
            "effective_on",
            "2025-03-01早于本文件的印发日期2025-03-20，而正文没有写明这一天；另有依据的",
            id="in force before it was issued",
        ),
        pytest.param(
            NOTICE,
            DAY,
            "effective_on: 2025-07-01",
            "effective_on",
            "原文写明自2025-04-01起执行，这里却从2025-07-01起",
            id="in force from another day than its clause says",
        ),
        pytest.param(
            NOTICE,
            f"        {DAY}\n",
            "",
            "- year: 2030\n        value: 9.3",
            "原文写明自2025-04-01起执行，这里却从2025-03-20起",
            id="in force from its issue, and its clause says otherwise",
        ),
        pytest.param(
            NOTICE,
            DAY,
            "effective_on: 2031-04-01",
            "effective_on",
            "2031-04-01在目标年2030过完以后，这样什么也没有修订",
            id="in force when all is over",
        ),
        pytest.param(
            NOTICE,
            OWN,
            OWN.replace("2030", "2029"),
            "year: 2029",
            "修订的是2030年的目标，这里写的却是2029年",
            id="another year than the amended one",
        ),
        pytest.param(
            NOTICE,
            "status: issued",
            "status: draft",
            "amends: {",
            "征求意见稿还不作数，不能修订或代替别的规划",
            id="a draft that amends",
        ),
        pytest.param(
            REVISED,
            "status: issued",
            "status: draft",
            "supersedes:",
            "征求意见稿还不作数，不能修订或代替别的规划",
            id="a draft that supersedes",
        ),
        pytest.param(
            REVISED,
            "supersedes_on: 2026-07-01",
            "supersedes_on: 2025-07-01",
            "supersedes_on",
            "2025-07-01早于本文件的印发日期2026-06-20，而正文没有写明这一天",
            id="in another's place before it was issued",
        ),
        pytest.param(
            PLAN,
            "issued_on: 2024-01-15",
            "issued_on: 2024-05-15",
            "issued_on",
            "原文的日期是2024年1月15日，而不是2024-05-15",
            id="issued on another day",
        ),
        pytest.param(
            PLAN,
            "  date_text: 2024年1月15日\n",
            "",
            "slug",
            "",
            id="no printed date, which may be left out",
        ),
        pytest.param(
            PLAN,
            "date_text: 2024年1月15日",
            "date_text: 2025年1月15日",
            "date_text",
            "正文里没有“2025年1月15日”",
            id="another printed date",
        ),
        pytest.param(
            PLAN,
            "doc_number: 试政发〔2024〕1号",
            "doc_number: 试政发〔2024〕11号",
            "doc_number",
            "正文里没有“试政发〔2024〕11号”",
            id="another number",
        ),
        pytest.param(
            PLAN,
            "title: 试验市落实",
            "title: 某市落实",
            "title",
            "正文里没有“某市落实“四水四定”实施方案”",
            id="another title",
        ),
    ],
)
def test_documents(tmp_path: Path, name: str, old: str, new: str, at: str, reason: str) -> None:
    found = problems(tmp_path, (f"{name}.yaml", old, new))
    if not reason:
        assert found == []
    else:
        place = line(tmp_path, f"{name}.yaml", at)
        assert any(one.startswith(place + reason) for one in found), found


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            (
                (f"{NOTICE}.txt", "自2025年4月1日起", "自2025年1月1日起"),
                (f"{NOTICE}.yaml", DAY, "effective_on: 2025-01-01"),
                (f"{NOTICE}.yaml", "quote: 2025年4月1日", "quote: 2025年1月1日"),
            ),
            id="in force from a day before, as the text says",
        ),
        *(
            pytest.param(
                (
                    (f"{NOTICE}.txt", "自2025年4月1日起", f"自{begins}起"),
                    (f"{NOTICE}.yaml", DAY, "effective_on: 2025-01-01"),
                    (f"{NOTICE}.yaml", "quote: 2025年4月1日", f"quote: {begins}"),
                ),
                id=f"in force from a day before: {begins}",
            )
            for begins in ("2025年1月", "2025年度", "2025年")
        ),
        pytest.param(
            (
                (
                    f"{NOTICE}.yaml",
                    DAY,
                    "effective_on: 2025-01-01\n        note: 经请示，自2025年1月1日起算",
                ),
            ),
            id="in force from a day before, as a note argues",
        ),
        pytest.param(
            (
                (f"{PLAN}.yaml", "  date_text: 2024年1月15日\n", ""),
                (f"{PLAN}.yaml", "  - {clause: front, quote: 2024年1月15日, reason: date}\n", ""),
                (f"{PLAN}.txt", "\n2024年1月15日", "\n自二〇二四年三月一日起施行"),
            ),
            id="no printed day of issue, but one from which it is in force",
        ),
        pytest.param(
            (
                (f"{NOTICE}.txt", SENTENCE, f"{SENTENCE}，推迟到2032年"),
                (f"{NOTICE}.yaml", OWN, OWN.replace("2030", "2032")),
                (f"{NOTICE}.yaml", SENTENCE, f"{SENTENCE}，推迟到2032年"),
            ),
            id="a target that is put off",
        ),
        pytest.param(
            (
                (f"{PLAN}.txt", "2024年1月15日", "二〇二四年 一月十五日"),
                (f"{PLAN}.yaml", "date_text: 2024年1月15日", "date_text: 二〇二四年一月十五日"),
                (f"{PLAN}.yaml", "  - {clause: front, quote: 2024年1月15日, reason: date}\n", ""),
            ),
            id="a day in words, with a blank",
        ),
    ],
)
def test_documents_that_are_right(
    tmp_path: Path, changes: tuple[tuple[str, str, str], ...]
) -> None:
    assert problems(tmp_path, *changes) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025年12月3日", {date(2025, 12, 3)}),
        ("二○二五年\n十二月二十三日", {date(2025, 12, 23)}),
        ("２０２５年１月３０日印发，自2025年4月1日起", {date(2025, 1, 30), date(2025, 4, 1)}),
        ("二〇二五年十月十日、2025年   月   日、2025年2月30日", {date(2025, 10, 10)}),
        ("2025年12月", set()),
        ("二〇二五年三月三十十日", set()),
    ],
)
def test_the_days_of_a_text(text: str, days: set[date]) -> None:
    assert days_in(text) == days


@pytest.mark.parametrize(
    ("text", "issued", "begun", "in_force"),
    [
        ("2025年12月3日印发", {date(2025, 12, 3)}, set(), set()),
        ("自2025年1月1日起施行", set(), {date(2025, 1, 1)}, {date(2025, 1, 1)}),
        ("自二〇二五年一月起执行", set(), {date(2025, 1, 1)}, {date(2025, 1, 1)}),
        ("自2025年7月份起正式执行", set(), {date(2025, 7, 1)}, {date(2025, 7, 1)}),
        ("自2025年度起每年新增", set(), {date(2025, 1, 1)}, set()),
        ("２０２５年开始执行", set(), {date(2025, 1, 1)}, {date(2025, 1, 1)}),
        ("2025年12月31日前完成、2025年13月起", set(), set(), set()),
    ],
)
def test_what_the_days_of_a_text_are(
    text: str, issued: set[date], begun: set[date], in_force: set[date]
) -> None:
    found = (days_of_issue(text), days_begun(text), days_in_force(text))
    assert found == (issued, begun, in_force)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "reason"),
    [
        pytest.param(
            "catalogue.yaml",
            "tolerance: 0.05",
            "tolerance: 5",
            "tolerance: 5\n",
            "应小于 1，而不是 5",
            id="a tolerance",
        ),
        pytest.param(
            "regions.yaml",
            "name: 西区, name_en: West District, level: county",
            "name: 西区, name_en: West District, level: town",
            "level: town",
            "而不是 'town'",
            id="a kind of region",
        ),
        pytest.param(
            "units.yaml", "factor: 0.01", "factor: 0", "factor: 0\n", "应大于 0", id="a factor"
        ),
    ],
)
def test_one_mistake_in_what_plans_share_is_one_problem(
    tmp_path: Path, name: str, old: str, new: str, at: str, reason: str
) -> None:
    (problem,) = problems(tmp_path, (name, old, new))
    assert f"/{line(tmp_path, name, at)}" in problem and reason in problem


def test_the_shape_of_a_plan_is_checked_beside_a_mistake_in_what_plans_share(
    tmp_path: Path,
) -> None:
    plan = (f"{PLAN}.yaml", "value: 9.5", "value: 约9.5")
    found = problems(tmp_path, ("units.yaml", "factor: 0.01", "factor: 0"), plan)
    assert [one.split(":")[0].split("/")[-1] for one in found] == ["units.yaml", "shiyan-2024.yaml"]


def test_a_mistake_in_a_table_leaves_no_number_over(tmp_path: Path) -> None:
    column = "2025年, indicator: total_water_use, year: 202"
    (problem,) = problems(tmp_path, (f"{PLAN}.yaml", f"{column}5", f"{column}6"))
    assert "一列是2025年的，这里写的却是2026年" in problem
