"""The plan of `mini_plan` with one promise in other words, for tests of what its target may say."""

from pathlib import Path

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
ADDED = ("efficient_irrigation_increment", "万亩")
FALL = ("industrial_water_intensity_reduction", "%")
INTENSITY = ("gdp_water_intensity", "立方米")
SURFACE, YELLOW = ("surface_water_abstraction", "亿立方米"), ("water_from_yellow_river", "亿立方米")
EFFICIENT = ("efficient_irrigation_area", "万亩")
FIRMS = ("water_saving_enterprises", "家")
COEFFICIENT = ("irrigation_efficiency", "")


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
    return problems_of(folder, text, target)


def problems_of(folder: Path, text: str, yaml_text: str) -> list[str]:
    try:
        read_fixtures(settings.FIXTURES, [write_plan(folder, text=text, yaml_text=yaml_text)])
    except FixtureError as error:
        return [str(problem) for problem in error.problems]
    return []


def assert_said(found: list[str], why: str, *about: str) -> None:
    """`why` is among the problems; without it, none of them is about these."""
    said = [one for one in found if any(word in one for word in about)]
    assert [one for one in said if why in one] if why else said == [], found
    assert all(one.startswith("plans/mini-2025.") for one in found)
