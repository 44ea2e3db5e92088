"""The API of what is promised: the shape of each row, and what each filter chooses."""

from typing import Any

import pytest
from django.test import Client

from indicators.plans.models import PlanIndicator, Target
from tests import factories


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    factories.mini_plan("taiyuan-2026", "140100")
    return factories.mini_plan()


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_a_plan(client: Client, mini: factories.MiniPlan) -> None:
    assert client.get("/api/v1/plans/yangquan-2025/").json() == {
        "slug": "yangquan-2025",
        "region": "140300",
        "year": 2025,
        "title": "yangquan-2025 实施方案",
        "doc_number": "阳政办发〔2025〕56号",
        "issuer": "",
        "issued_on": "2025-12-03",
        "date_text": "2025年12月3日",
        "status": "issued",
        "note": "",
        "supersedes": None,
        "superseded_by": None,
        "superseded_on": None,
    }


def test_the_text_of_a_plan_in_its_order(client: Client, mini: factories.MiniPlan) -> None:
    found = rows(client, "plans/yangquan-2025/clauses/")
    assert [(row["key"], row["kind"], row["order"]) for row in found] == [
        ("a1.1", "row", 1),
        ("c9", "clause", 2),
        ("c10", "clause", 3),
    ]
    assert found[0]["text"] == "1\t用水总量\t2.270\t9.0"


def test_an_indicator_of_the_catalogue(client: Client, mini: factories.MiniPlan) -> None:
    assert client.get("/api/v1/indicators/gdp_water_intensity_reduction/").json() == {
        "code": "gdp_water_intensity_reduction",
        "name": "万元GDP用水量下降幅度",
        "name_en": "Gdp water intensity reduction",
        "unit": "%",
        "direction": "at_least",
        "theme": "total",
        "level_of": "gdp_water_intensity",
        "increment_of": None,
        "basin": "",
        "definition": "",
        "definition_en": "",
        "definition_source": "",
        "is_intensity": False,
        "whole_numbers": False,
        "cumulative": False,
        "may_be_negative": False,
        "per": None,
        "smallest": None,
        "largest": None,
        "tolerance": None,
        "price_basis": None,
        "divisions": [],
        "part_of": [],
    }


def test_what_the_catalogue_says_of_values_wholes_and_parts(client: Client, plans: None) -> None:
    def said(code: str, *names: str) -> dict[str, object]:
        row = client.get(f"/api/v1/indicators/{code}/").json()
        return {name: row[name] for name in names}

    whole = said("total_water_use", "divisions", "part_of", "largest", "tolerance", "smallest")
    assert whole == {
        "divisions": [
            {
                "code": "source",
                "complete": True,
                "parts": [
                    "surface_water_abstraction",
                    "groundwater_use",
                    "nonconventional_water_use",
                ],
            },
            {
                "code": "use",
                "complete": True,
                "parts": [
                    "domestic_water_use",
                    "industrial_water_use",
                    "agricultural_water_use",
                    "ecological_water_use",
                ],
            },
        ],
        "part_of": [],
        "largest": 650,
        "smallest": None,
        "tolerance": 0.05,
    }
    assert said("transferred_water", "part_of") == {
        "part_of": [{"whole": "surface_water_abstraction", "division": "works", "complete": False}]
    }
    assert said("gdp_water_intensity", "per", "price_basis", "is_intensity", "smallest") == {
        "per": "万元",
        "price_basis": "current",
        "is_intensity": True,
        "smallest": 1,
    }
    assert said("closed_wells", "whole_numbers", "cumulative", "unit", "price_basis") == {
        "whole_numbers": True,
        "cumulative": True,
        "unit": "眼",
        "price_basis": None,
    }
    assert "地下水管理条例" in str(said("closed_wells", "definition_source"))


def test_a_plan_indicator_with_its_targets_and_departments(
    client: Client, mini: factories.MiniPlan
) -> None:
    found = rows(client, "plan-indicators/?plan=yangquan-2025&indicator=total_water_use")
    assert found == [
        {
            "plan": "yangquan-2025",
            "region": "140300",
            "indicator": "total_water_use",
            "serial": "1",
            "printed_name": "用水总量",
            "printed_unit": "亿立方米",
            "printed_theme": "",
            "nature": "constraint",
            "origin": "annex",
            "definition_note": "",
            "note": "",
            "targets": [
                {
                    "year": 2025,
                    "value": 2.27,
                    "comparator": "<=",
                    "base_year": None,
                    "goal_kind": "by_year",
                    "form": "value",
                    "value_to": None,
                    "aim": None,
                    "counts_from": None,
                    "wording": "",
                    "conflict": False,
                    "definition_note": "",
                    "note": "",
                    "amends": None,
                    "amended_by": None,
                    "effective_on": None,
                    "citations": [
                        {
                            "clause": "a1.1",
                            "quote": "2.270",
                            "stated_value": 2.27,
                            "kind": "value",
                            "start": 7,
                            "end": 12,
                        }
                    ],
                },
                {
                    "year": None,
                    "value": 2.5,
                    "comparator": "<=",
                    "base_year": None,
                    "goal_kind": "standing",
                    "form": "value",
                    "value_to": None,
                    "aim": None,
                    "counts_from": None,
                    "wording": "",
                    "conflict": False,
                    "definition_note": "",
                    "note": "",
                    "amends": None,
                    "amended_by": None,
                    "effective_on": None,
                    "citations": [
                        {
                            "clause": "a1.1",
                            "quote": "2.270",
                            "stated_value": 2.5,
                            "kind": "value",
                            "start": 7,
                            "end": 12,
                        }
                    ],
                },
            ],
            "reported": [
                {
                    "year": 2024,
                    "value": 2.1,
                    "base_year": None,
                    "note": "",
                    "citations": [
                        {
                            "clause": "a1.1",
                            "quote": "2.270",
                            "stated_value": 2.1,
                            "kind": "value",
                            "start": 7,
                            "end": 12,
                        }
                    ],
                }
            ],
            "departments": [
                {"id": mini.water.pk, "name": "市水利局", "role": "lead", "order": 1},
                {"id": mini.city.pk, "name": "市城市管理局", "role": "participating", "order": 2},
            ],
        }
    ]


def test_a_flat_target_says_the_same_as_its_plan_indicator(
    client: Client, mini: factories.MiniPlan
) -> None:
    total = PlanIndicator.objects.filter(indicator="total_water_use", plan=mini.plan)
    total.update(definition_note="口径甲")
    Target.objects.filter(plan_indicator__in=total, year=None).update(definition_note="口径乙")
    flat = rows(client, "targets/?page_size=1000")
    keys = [row.pop("key") for row in flat]
    nested = rows(client, "plan-indicators/?page_size=1000")
    own = {"targets", "reported"}
    expected = [
        {
            **{name: value for name, value in owner.items() if name not in own},
            **{("target_note" if name == "note" else name): value for name, value in one.items()},
            "definition_note": one["definition_note"] or owner["definition_note"],
        }
        for owner in nested
        for one in owner["targets"]
    ]
    assert flat == expected
    assert len(set(keys)) == len(flat) == 10
    assert keys[:2] == [
        "taiyuan-2026/140100.total_water_use.2025",
        "taiyuan-2026/140100.total_water_use.standing",
    ]
    notes = [row["definition_note"] for row in flat if row["definition_note"]]
    assert notes == ["口径甲", "口径乙"]


def test_a_conflict_has_every_reading_with_the_adopted_first(
    client: Client, mini: factories.MiniPlan
) -> None:
    document = {"plan": "yangquan-2025", "printed_unit": "/"}
    assert rows(client, "conflicts/?plan=yangquan-2025") == [
        {
            "kind": "within",
            "plan": "yangquan-2025",
            "region": "140300",
            "indicator": "irrigation_efficiency",
            "printed_name": "灌溉系数",
            "printed_unit": "/",
            "year": 2025,
            "base_year": None,
            "adopted": 0.624,
            "readings": [
                {"value": 0.624, "clause": "a1.1", "quote": "2.270"} | document,
                {"value": 0.63, "clause": "c9", "quote": "0.63"} | document,
            ],
        }
    ]
    marked = [row["indicator"] for row in rows(client, "targets/") if row["conflict"]]
    assert marked == ["irrigation_efficiency"] * 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("plans/", 2),
        ("plans/?region=140300", 1),
        ("plans/?region=140300,140100", 2),
        ("plans/?status=draft,undated", 0),
        ("plans/?search=YANGQUAN", 1),
        ("indicators/?theme=land", 1),
        ("indicators/?direction=at_most", 2),
        ("indicators/?search=water%20use", 1),
        ("indicators/?search=%E4%B8%87%E5%85%83", 2),
        ("plan-indicators/?nature=constraint", 4),
        ("plan-indicators/?origin=body", 2),
        ("plan-indicators/?region=140321", 0),
        ("targets/?year=2025", 6),
        ("targets/?year=2026:", 2),
        ("targets/?year=:2025", 6),
        ("targets/?year=2025:2030", 8),
        ("targets/?year=2025,2030", 8),
        ("targets/?year=none", 2),
        ("targets/?year=2030,none", 4),
        ("targets/?nature=expected&plan=yangquan-2025", 2),
        ("conflicts/?indicator=total_water_use", 0),
        ("conflicts/?search=灌溉", 2),
        ("conflicts/?search=0.63", 2),
        ("conflicts/?search=漏损", 0),
    ],
)
def test_filters(client: Client, mini: factories.MiniPlan, query: str, count: int) -> None:
    assert len(rows(client, query)) == count


def test_a_filter_by_department_lists_an_indicator_once(
    client: Client, mini: factories.MiniPlan
) -> None:
    both = f"{mini.water.pk},{mini.city.pk}"
    found = rows(client, f"plan-indicators/?department={both}")
    assert [(row["plan"], row["indicator"]) for row in found] == [
        ("yangquan-2025", "total_water_use")
    ]
