"""What statistical formats are made of: codes, observations, cubes, SDMX-CSV, JSON-stat."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.rules.enums import Comparator, TargetForm
from siwei.datasets.rules import cubes
from siwei.datasets.rules.codes import COMPARATORS, STATUSES, unit_codes
from siwei.datasets.rules.cubes import TooManyCellsError, cube_of
from siwei.datasets.rules.designs import ACTUALS, TARGETS
from siwei.datasets.rules.jsonstat import CubeLabels, jsonstat
from siwei.datasets.rules.observations import (
    Observation,
    columns_of,
    decimals_of,
    number,
    of_actual,
    of_target,
)
from siwei.datasets.rules.sdmx_csv import BLOCK, sdmx_csv

ROW: dict[str, Any] = {
    "region": "140300",
    "indicator": "total_water_use",
    "year": 2025,
    "base_year": None,
    "value": Decimal("2.270"),
    "obs_status": "normal",
    "state": "approved",
    "demo": False,
    "updated_at": "2026-03-02T09:15:00+08:00",
}
TARGET: dict[str, Any] = {
    "plan": "yangquan-2025",
    "region": "140300",
    "indicator": "total_water_use",
    "goal_kind": "by_year",
    "form": "value",
    "year": 2030,
    "base_year": None,
    "value": Decimal("2.50"),
    "comparator": "<=",
    "nature": "constraint",
    "value_to": None,
    "aim": None,
    "counts_from": None,
    "conflict": False,
    "amended_by.plan": None,
}
LABELS = CubeLabels(
    title="年度实际值",
    source="四维",
    dimensions={one.name: one.name for one in (*ACTUALS.dimensions, *TARGETS.dimensions)},
    categories={"region": {"140300": "阳泉市"}, "indicator": {"total_water_use": "用水总量"}},
    units={"M3": "立方米", "MU": "亩"},
    statuses={"normal": "正常"},
    states={"submitted": "已提交"},
)
USUAL = {"total_water_use": "M3", "leakage": "PERCENT"}


def actual(**changes: Any) -> Observation:
    return of_actual(ROW | changes, "M3")


def target(**changes: Any) -> Observation:
    return of_target(TARGET | changes, "M3")


def written(*observations: Observation, extension: Mapping[str, Any] | None = None) -> Any:
    cube = cube_of(ACTUALS, observations, USUAL)
    text = "".join(jsonstat(ACTUALS, cube, LABELS, extension or {}))
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@pytest.mark.parametrize("status", ObsStatus)
def test_every_status_has_one_code_of_sdmx(status: ObsStatus) -> None:
    # SDMX's CL_OBS_STATUS: A normal, P provisional, and three kinds of missing.
    assert STATUSES[status] in "APOLM"
    assert list(STATUSES.values()).count(STATUSES[status]) == 1


def test_comparators_are_ids() -> None:
    assert {COMPARATORS[one] for one in Comparator} == {"LE", "GE", "EQ"}


@pytest.mark.parametrize(
    ("units", "codes"),
    [
        ([("亿立方米", "100 million m³"), ("%", "%")], ["100_MILLION_M3", "PERCENT"]),
        ([("‰", "‰"), ("万亩", "10,000 mu")], ["PER_MILLE", "10_000_MU"]),
        ([("a", "cubic metres"), ("b", "Cubic metres")], ["CUBIC_METRES", "CUBIC_METRES_2"]),
        ([("t", "")], ["T"]),
        ([("1", "dimensionless")], ["DIMENSIONLESS"]),
    ],
)
def test_units_have_codes(units: list[tuple[str, str]], codes: list[str]) -> None:
    assert list(unit_codes(units).values()) == codes


@pytest.mark.parametrize(
    ("value", "text", "decimals"),
    [
        ("9.0", "9.0", 1),
        ("0.6380", "0.6380", 4),
        ("0", "0", 0),
        ("1E+3", "1000", 0),
        ("1E-7", "0.0000001", 7),
        ("-3.50", "-3.50", 2),
        (None, "NaN", 0),
    ],
)
def test_numbers_keep_their_digits(value: str | None, text: str, decimals: int) -> None:
    found = None if value is None else Decimal(value)
    assert (number(found), decimals_of(found)) == (text, decimals)


def test_an_actual_as_an_observation() -> None:
    one = actual(base_year=2020, value=None, obs_status="not_available", demo=True)
    assert one.key == ("140300", "total_water_use", "2020", "2025")
    assert one.attributes == ("L", "M3", "0", "approved", "true")
    assert actual().key[2] == "_Z"


@pytest.mark.parametrize(
    ("changes", "year", "status", "unit"),
    [
        ({}, "2030", "A", "M3"),
        ({"year": None, "goal_kind": "standing"}, "standing", "A", "M3"),
        ({"year": None, "goal_kind": "undated", "value": None}, "undated", "M", "M3"),
        ({"form": "set_elsewhere", "value": None}, "2030", "L", "M3"),
        ({"form": "per_year", "base_year": 2020}, "2030", "A", "PERCENT_PER_YEAR"),
        ({"form": "points", "base_year": 2020}, "2030", "A", "PERCENTAGE_POINTS"),
        ({"form": "increment", "counts_from": 2025}, "2030", "A", "M3"),
    ],
)
def test_a_target_as_an_observation(
    changes: dict[str, Any], year: str, status: str, unit: str
) -> None:
    one = target(**changes)
    assert (one.key[-1], one.attributes[0], one.attributes[1]) == (year, status, unit)
    assert one.unit == unit


def test_an_observation_fits_its_design() -> None:
    for design, one in ((ACTUALS, actual()), (TARGETS, target())):
        assert len(one.key) == len(design.dimensions)
        assert len(one.attributes) == len(design.attributes)


@pytest.mark.parametrize("form", TargetForm)
def test_what_a_target_says_more_is_never_empty(form: TargetForm) -> None:
    assert all(target(form=form.value, value=None).attributes)


def test_sdmx_csv() -> None:
    text = "".join(sdmx_csv(ACTUALS, [actual(), actual(value=None, obs_status="missing")]))
    assert text.split("\r\n") == [
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,BASE_YEAR,TIME_PERIOD,OBS_VALUE,"
        "OBS_STATUS,UNIT_MEASURE,DECIMALS,REVIEW_STATE,DEMO",
        "dataflow,SIWEI:ACTUALS(1.0.0),R,140300,total_water_use,_Z,2025,2.270,A,M3,3,approved,false",
        "dataflow,SIWEI:ACTUALS(1.0.0),R,140300,total_water_use,_Z,2025,NaN,O,M3,0,approved,false",
        "",
    ]


def test_sdmx_csv_comes_in_blocks_and_has_a_header_without_rows() -> None:
    blocks = list(sdmx_csv(ACTUALS, (actual(year=year) for year in range(1000, 1000 + BLOCK + 1))))
    assert [block.count("\r\n") for block in blocks] == [BLOCK + 1, 1]
    (only,) = sdmx_csv(TARGETS, [])
    assert only.removesuffix("\r\n").split(",")[3:] == list(columns_of(TARGETS))


def test_a_cube_has_the_codes_that_occur_in_order() -> None:
    found = written(actual(year=2025), actual(year=2024, value=Decimal("2.3")))
    assert found["id"] == ["region", "indicator", "base_year", "year"]
    assert found["size"] == [1, 1, 1, 2]
    assert found["dimension"]["year"]["category"]["index"] == ["2024", "2025"]
    assert list(map(str, found["value"])) == ["2.3", "2.270"]
    assert found["status"] == "normal"
    assert found["updated"] == ROW["updated_at"]
    unit = found["dimension"]["indicator"]["category"]["unit"]
    assert unit == {"total_water_use": {"label": "立方米", "decimals": 3}}
    assert found["role"] == {"metric": ["indicator"], "geo": ["region"], "time": ["year"]}
    assert found["dimension"]["region"]["category"]["label"] == {"140300": "阳泉市"}


def test_a_sparse_cube_has_its_values_by_place() -> None:
    regions = [f"{code}" for code in range(140100, 140110)]
    found = written(*(actual(region=code, year=2000 + at) for at, code in enumerate(regions)))
    assert found["size"] == [10, 1, 1, 10]
    assert found["value"].keys() == {str(11 * at) for at in range(10)}
    assert found["status"].keys() == found["value"].keys()


def test_a_cell_without_a_value_is_there_with_its_status() -> None:
    rows = [actual(year=2024), actual(year=2025, value=None, obs_status="not_applicable")]
    found = written(*rows)
    assert found["value"] == [Decimal("2.270"), None]
    assert found["status"] == {"0": "normal", "1": "not_applicable"}


def test_what_the_format_has_no_place_for() -> None:
    rows = [actual(year=2024, demo=True), actual(year=2025, state=ActualState.SUBMITTED)]
    found = written(*rows, extension={"as_of": "2026-01-01"})["extension"]
    assert found["demo"] == [0]
    assert found["state"] == {"label": {"submitted": "已提交"}, "value": {"1": "submitted"}}
    assert found["status"] == {"label": {"normal": "正常"}}
    assert found["as_of"] == "2026-01-01"
    assert written(actual())["extension"].keys() == {"status"}


def test_another_unit_is_another_category() -> None:
    rows = [target(), of_target(TARGET | {"value": Decimal("3.0")}, "MU")]
    cube = cube_of(TARGETS, rows, USUAL)
    found = json.loads("".join(jsonstat(TARGETS, cube, LABELS, {})))["dimension"]["indicator"]
    assert found["category"]["index"] == ["total_water_use", "total_water_use.MU"]
    assert found["category"]["label"]["total_water_use.MU"] == "用水总量 (亩)"
    assert found["category"]["unit"]["total_water_use.MU"] == {"label": "亩", "decimals": 1}


@pytest.mark.parametrize(("limit", "most"), [("MOST_CELLS", 8), ("MOST_FILLED", 2)])
def test_a_cube_has_a_limit(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cubes, limit, most)
    rows = [actual(region=f"14{at}00", year=2020 + at) for at in range(3)]
    assert cube_of(ACTUALS, rows[:2], USUAL).size == [2, 1, 1, 2]
    with pytest.raises(TooManyCellsError):
        cube_of(ACTUALS, rows, USUAL)


def test_a_cube_of_nothing() -> None:
    found = written()
    assert found["size"] == [0, 0, 0, 0]
    assert found["value"] == []
    assert "updated" not in found
