"""The sixth plan with one thing spoilt: each is refused at its line, and its right neighbours not.

What one document alone shows is tested with the mini plan; these need counties, a second
document, or another state of what plans share.
"""

from pathlib import Path

import pytest

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
            "原文印的是“东区”，而990103是“西区”",
            id="two rows swapped",
        ),
        pytest.param(
            NOTICE,
            'a1.1: "990102", a1.2: "990103"',
            'a1.1: "990103", a1.2: "990102"',
            "rows: {",
            "原文印的是“西区”，而990102是“东区”",
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
