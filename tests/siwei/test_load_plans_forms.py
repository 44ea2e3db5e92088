"""What the loader makes of ranges, aims, changes, 左右, goals and increments, and what it refuses."""

from pathlib import Path

import pytest
from django.conf import settings

from siwei.loading.problems import FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.mini_plan import TEXT, spoilt, write_plan

_TARGET = """\
        comparator: "<="
        wording: 进一步降低
        citations:
          - {clause: c1, quote: 到2030年，漏损率进一步降低, states: words}
"""
LEAKAGE, WATER = ("pipe_leakage_rate", "%"), ("total_water_use", "亿立方米")
RECLAIMED, AREA = ("reclaimed_water_rate", "%"), ("high_standard_farmland", "万亩")
ADDED = ("high_standard_farmland_increment", "万亩")
PER_CAPITA_FALL = ("industrial_water_intensity_reduction", "%")
INTENSITY = ("gdp_water_intensity", "立方米")


def problems(
    folder: Path, of: tuple[str, str], words: str, keys: str, *, year: str = "2030"
) -> list[str]:
    """The mini plan whose last promise says `words` and is transcribed by `keys`."""
    indicator, unit = of
    text = spoilt("漏损率进一步降低", words, source=TEXT)
    entry = spoilt("indicator: pipe_leakage_rate", f"indicator: {indicator}")
    entry = spoilt(
        'unit: "%"\n    nature: unstated\n    origin: body\n    departments: '
        "{shared: [市水利局, 市城市管理局]}\n    targets:\n      - year: 2030",
        f'unit: "{unit}"\n    nature: unstated\n    origin: body\n    departments: '
        f"{{shared: [市水利局, 市城市管理局]}}\n    targets:\n      - year: {year}",
        source=entry,
    )
    lines = "".join(f"        {key}\n" for key in keys.split("; "))
    cited = f'        citations:\n          - {{clause: c1, quote: "到2030年，{words}"}}\n'
    target = spoilt(_TARGET, lines + cited, source=entry)
    if year == "null":
        target = target.replace("      - year: null\n        ", "      - ")
    try:
        read_fixtures(settings.FIXTURES, [write_plan(folder, text=text, yaml_text=target)])
    except FixtureError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("of", "words", "keys"),
    [
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 28; value_to: 30; form: range; comparator: ">="',
            id="range",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%以内、力争8.5%",
            'value: 9; aim: 8.5; comparator: "<="',
            id="a firm value with an aim",
        ),
        pytest.param(
            PER_CAPITA_FALL,
            "万元工业增加值用水量较2020年年均下降2%以上",
            'value: 2; form: per_year; base_year: 2020; comparator: ">="',
            id="a yearly rate of a reduction",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量比2020年年均下降2%以上",
            'value: 2; form: per_year; base_year: 2020; comparator: ">="',
            id="a yearly rate of a level",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率较2020年降低2个百分点",
            'value: 2; form: points; base_year: 2020; comparator: ">="',
            id="percentage points",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到自治区下达目标",
            'form: set_elsewhere; wording: 达到自治区下达目标; comparator: ">="',
            id="set elsewhere",
        ),
        pytest.param(
            AREA,
            "高标准农田新增10万亩，累计达到61万亩",
            'value: 61; note: 新增的10万亩另列; comparator: ">="; wording: 累计达到61万亩',
            id="a word of another number, told by the note",
        ),
    ],
)
def test_a_form_that_is_right(tmp_path: Path, of: tuple[str, str], words: str, keys: str) -> None:
    found = problems(tmp_path, of, words, keys)
    assert [one for one in found if "没有着落" not in one] == []
