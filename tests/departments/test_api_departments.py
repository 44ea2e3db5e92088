"""The API of regions and departments."""

import pytest
from django.test import Client

from departments.models import DepartmentFunction
from tests import factories


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.mini_plan()


def test_a_region(client: Client, mini: factories.MiniPlan) -> None:
    assert client.get("/api/v1/regions/140300/").json() == {
        "code": "140300",
        "name": "阳泉市",
        "name_en": "Yangquan",
        "level": "city",
        "parent": "140000",
        "valid_from": None,
        "valid_to": None,
        "successors": [],
        "predecessors": [],
    }


def test_a_department_with_its_other_spellings(client: Client, mini: factories.MiniPlan) -> None:
    assert client.get(f"/api/v1/departments/{mini.city.pk}/").json() == {
        "id": mini.city.pk,
        "region": "140300",
        "name": "市城市管理局",
        "aliases": ["市城管局"],
        "function": "urban_management",
        "note": "",
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("regions/?level=city", 2),
        ("regions/?level=city,county", 3),
        ("regions/?level=city&level=county", 3),
        ("regions/?parent=140300", 1),
        ("regions/?search=yang", 1),
        ("regions/?search=1403", 2),
        ("departments/?region=140300", 2),
        ("departments/?region=140100", 0),
        ("departments/?function=water", 1),
        ("departments/?search=%E5%B8%82%E5%9F%8E%E7%AE%A1%E5%B1%80", 1),
    ],
)
def test_filters(client: Client, mini: factories.MiniPlan, query: str, count: int) -> None:
    assert client.get(f"/api/v1/{query}").json()["count"] == count


def test_an_unknown_function_is_refused_with_the_known_ones(
    client: Client, mini: factories.MiniPlan
) -> None:
    DepartmentFunction.objects.create(code="emergency", name="应急管理", name_en="Emergency")
    answer = client.get("/api/v1/departments/?function=magic&lang=en")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("function", "unknown")
    assert "magic" in error["message"]
    assert "water" in error["message"] and "emergency" in error["message"]
