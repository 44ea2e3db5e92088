"""The API of assessments, comparison and completeness: shapes, filters, refusals."""

from decimal import Decimal
from typing import Any

import pytest
import simplejson
from django.test import Client

from indicators.actuals.models import Actual
from tests import factories, people


def get(client: Client, address: str) -> Any:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return simplejson.loads(response.content, use_decimal=True)


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    made = factories.mini_plan()
    factories.actual(year=2025, value="2.200", published="2.200")
    return made


def test_an_assessment_carries_its_inputs_and_its_reason(
    client: Client, mini: factories.MiniPlan
) -> None:
    body = get(client, "assessments/?region=140300&indicator=total_water_use&year=2025")
    assert body["results"] == [
        {
            "region": "140300",
            "plan": "yangquan-2025",
            "indicator": "total_water_use",
            "year": 2025,
            "nature": "constraint",
            "unit": "亿立方米",
            "limit": {
                "value": Decimal("2.270"),
                "comparator": "<=",
                "basis": "stated",
                "base_year": None,
                "form": "value",
                "value_to": None,
                "aim": None,
                "tolerance": None,
                "counts_from": None,
                "set_by": None,
            },
            "actual": Decimal("2.200"),
            "obs_status": "normal",
            "withdrawn": None,
            "gap": Decimal("0.070"),
            "status": "near_limit",
            "reason": "2025年实际2.200亿立方米，未超过约束性目标2.270亿立方米，"
            "余量仅0.070亿立方米（3.1%），不足上限的5%。",
            "reason_en": body["results"][0]["reason_en"],
            "derived": None,
            "breaks": [],
            "trend": None,
            "projection": None,
            "demo": False,
        }
    ]
    assert body["results"][0]["reason_en"].startswith("The actual value for 2025, 2.200")


def test_trend_and_projection_of_a_road(client: Client, demo: None) -> None:
    body = get(client, "assessments/?region=140300&indicator=reclaimed_water_rate&year=2025")
    row = body["results"][0]
    assert row["demo"] is True
    assert set(row["trend"]) == {"pace", "ratio", "method", "start", "target"}
    assert row["trend"]["start"]["year"] == 2024
    assert set(row["projection"]) == {
        "year",
        "value",
        "kept",
        "required_per_year",
        "required_rate",
    }
    assert row["projection"]["year"] == 2030


def test_a_promise_in_words_has_no_limit_but_a_reason(client: Client, plans: None) -> None:
    body = get(client, "assessments/?region=371500&indicator=groundwater_level&year=2025")
    row = body["results"][0]
    assert (row["limit"], row["actual"], row["status"]) == (None, None, "not_assessable")
    assert row["reason"] and row["reason_en"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("year=2025", 3),
        ("year=2025:2026", 6),
        ("year=2025&status=near_limit", 1),
        ("year=2025&status=near_limit,no_data", 3),
        ("province=140000&year=2025", 3),
        ("region=140100", 0),
        ("plan=yangquan-2025&indicator=total_water_use&year=2025,2030", 2),
        ("year=1990", 0),
    ],
)
def test_filters_of_assessments(
    client: Client, mini: factories.MiniPlan, query: str, count: int
) -> None:
    body = get(client, f"assessments/?{query}")
    assert body["count"] == len(body["results"]) == count


def test_a_value_that_is_not_published_is_not_assessed(
    client: Client, mini: factories.MiniPlan
) -> None:
    factories.actual("irrigation_efficiency", 2025, value="0.7", published=None, state="submitted")
    body = get(client, "assessments/?indicator=irrigation_efficiency&year=2025")
    assert (body["results"][0]["actual"], body["results"][0]["status"]) == (None, "no_data")


def test_a_comparison_says_what_each_plan_asks_a_year(client: Client, plans: None) -> None:
    body = get(client, "comparison/?indicator=gdp_water_intensity_reduction&year=2025")
    rows = {row["region"]: row for row in body["results"]}
    assert set(rows) == {"140100", "140300", "140400", "140500", "371500"}
    yangquan = rows["140300"]
    assert yangquan["target"] == {
        "value": Decimal("9.5"),
        "year": 2025,
        "base_year": 2020,
        "comparator": ">=",
        "goal_kind": "by_year",
        "form": "value",
        "value_to": None,
        "aim": None,
        "counts_from": None,
        "set_by": None,
    }
    assert yangquan["annual_rate"] == Decimal("1.976610")
    assert yangquan["comparability"]["level"] == "rebased"
    assert "折合每年下降1.98%" in yangquan["comparability"]["note"]
    assert yangquan["comparability"]["note_en"]


def test_what_cannot_be_compared_says_why(client: Client, plans: None) -> None:
    body = get(client, "comparison/?indicator=total_water_use&year=2030")
    rows = {row["region"]: row["comparability"] for row in body["results"]}
    assert rows["140300"]["level"] == "direct"
    assert rows["140400"]["level"] == "none"
    assert rows["140400"]["ranked_by"] is None
    assert rows["140400"]["note"] == "年份不同：2025年与2030年，不可比。"


def test_a_comparison_is_of_cities_unless_others_are_named(client: Client, plans: None) -> None:
    cities = get(client, "comparison/?indicator=reclaimed_water_rate&year=2027")["results"]
    assert {row["region"][4:] for row in cities} == {"00"}
    named = get(client, "comparison/?indicator=reclaimed_water_rate&year=2027&region=140121")
    assert [row["region"] for row in named["results"]] == ["140121"]


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("comparison/", "indicator", "required"),
        ("comparison/?indicator=nosuch", "indicator", "unknown"),
        ("comparison/?indicator=total_water_use,irrigation_efficiency", "indicator", "several"),
        ("comparison/?indicator=total_water_use&year=2025:2030", "year", "invalid"),
        ("comparison/?indicator=total_water_use&year=99999", "year", "max_value"),
        ("comparison/?indicator=total_water_use&status=met", "status", "unknown_parameter"),
        ("assessments/?status=good", "status", "unknown"),
        ("assessments/?year=twenty", "year", "invalid"),
        ("assessments/?region=999999", "region", "unknown"),
        ("completeness/?province=140300", "province", "unknown"),
        ("completeness/?plan=yangquan-2025", "plan", "unknown_parameter"),
    ],
)
def test_what_is_not_known_is_refused_by_name(
    client: Client, mini: factories.MiniPlan, query: str, field: str, code: str
) -> None:
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [(field, code)]


def test_a_comparison_has_an_etag(client: Client, mini: factories.MiniPlan) -> None:
    address = "/api/v1/comparison/?indicator=total_water_use&year=2025"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    factories.actual("total_water_use", 2024)
    factories.mini_plan("taiyuan-2025", "140100")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_completeness_counts(client: Client, mini: factories.MiniPlan) -> None:
    body = get(client, "completeness/?region=140300&year=2025")
    assert body["results"] == [
        {
            "region": "140300",
            "year": 2025,
            "required": 3,
            "filled": 1,
            "submitted": 1,
            "approved": 1,
            "on_time": None,
            "rate": Decimal("0.3333"),
        }
    ]


def test_progress_is_public_but_no_correction_shows_in_it(
    client: Client, mini: factories.MiniPlan
) -> None:
    factories.actual("irrigation_efficiency", 2025, value="0.620", published=None, state="draft")
    address = "completeness/?year=2025"
    before = get(client, address)["results"]
    (row,) = before
    assert (row["filled"], row["submitted"], row["approved"]) == (2, 1, 1)
    taken_back = Actual.objects.filter(indicator="total_water_use")
    taken_back.update(state="reopened", value=None, value_places=None, obs_status="missing")
    assert get(client, address)["results"] == before
    client.force_login(people.reviewer("rui"))
    assert get(client, address)["results"] == before
