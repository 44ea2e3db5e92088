"""The API of tasks and milestones."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.people import editor


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    """With somebody who could report: nobody else is ever late."""
    made = factories.mini_plan()
    editor("alice")
    return made


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_a_task(client: Client, mini: factories.MiniPlan) -> None:
    expected = {
        "plan": "yangquan-2025",
        "region": "140300",
        "group": {"order": 1, "label": "（一）坚持以水定地"},
        "key": "1",
        "number": "1",
        "title": "推进农业节水",
        "clause": "c9",
        "items": [
            {"number": 1, "text": "改造老旧灌区"},
            {"number": 2, "text": "推广滴灌"},
        ],
        "assignments": [
            {
                "items": [1],
                "department": {"id": mini.water.pk, "name": "市水利局"},
                "role": "lead",
                "order": 1,
            },
            {
                "items": [1],
                "department": {"id": mini.city.pk, "name": "市城市管理局"},
                "role": "participating",
                "order": 2,
            },
        ],
        "indicators": ["irrigation_efficiency"],
        "status": "upcoming",
        "progress": None,
        "reports": [],
        "note": "",
    }
    assert client.get("/api/v1/tasks/yangquan-2025/1/").json() == expected
    assert rows(client, "tasks/")[0] == expected


def test_milestones_the_earliest_first(client: Client, mini: factories.MiniPlan) -> None:
    found = rows(client, "milestones/")
    assert [(row["task"], row["due_on"], row["status"]) for row in found] == [
        ("2.1", "2020-12-31", "overdue"),
        ("1", "2099-12-31", "upcoming"),
        ("2.1", None, "undated"),
    ]
    assert found[0] == {
        "plan": "yangquan-2025",
        "task": "2.1",
        "number": 1,
        "due_on": "2020-12-31",
        "due": "2020-12-31",
        "extended": False,
        "due_text": "2020年底前",
        "text": "完成",
        "regions": ["140321"],
        "status": "overdue",
        "clause": "c10",
        "quote": "20",
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["1", "2.1"]),
        ("?plan=yangquan-2025", ["1", "2.1"]),
        ("?status=overdue", ["2.1"]),
        ("?status=upcoming", ["1"]),
        ("?status=overdue,upcoming", ["1", "2.1"]),
        ("?status=undated", []),
        ("?role=lead", ["1"]),
        ("?role=shared", ["2.1"]),
        ("?search=%E6%BB%B4%E7%81%8C", ["1"]),
        ("?search=%E5%8F%96%E6%B0%B4%20%E8%AE%A1%E9%87%8F", ["2.1"]),
        ("?search=%E6%BB%B4%E7%81%8C%20%E8%AE%A1%E9%87%8F", []),
    ],
)
def test_filters_of_tasks(
    client: Client, mini: factories.MiniPlan, query: str, keys: list[str]
) -> None:
    assert [row["key"] for row in rows(client, f"tasks/{query}")] == keys


def test_department_and_role_ask_for_one_assignment(
    client: Client, mini: factories.MiniPlan
) -> None:
    def keys(query: str) -> list[str]:
        return [row["key"] for row in rows(client, f"tasks/?{query}")]

    assert keys(f"department={mini.city.pk}") == ["1", "2.1"]
    assert keys(f"department={mini.city.pk}&role=shared") == ["2.1"]
    # The task has a lead, and has this department, but not as the lead.
    assert keys(f"department={mini.city.pk}&role=lead") == []
    assert keys(f"department={mini.city.pk},{mini.water.pk}&role=lead") == ["1"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?due_before=2020-12-30", 0),
        ("?due_before=2020-12-31", 1),
        ("?due_before=2099-12-31", 2),
        ("?region=140321", 1),
        ("?region=140300", 3),
        ("?region=140300,140321", 3),
        ("?region=140100", 0),
        ("?status=undated", 1),
        ("?plan=yangquan-2025&status=overdue,upcoming", 2),
    ],
)
def test_filters_of_milestones(
    client: Client, mini: factories.MiniPlan, query: str, count: int
) -> None:
    assert len(rows(client, f"milestones/{query}")) == count
