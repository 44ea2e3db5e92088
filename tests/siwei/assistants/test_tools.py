"""What the tools for assistants answer, message by message."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from departments.models import ApiKey
from siwei.assistants.api import protocol
from tests import factories, people

ADDRESS = "/api/v1/mcp/"


def send(client: Client, message: Any, **headers: str) -> Any:
    return client.post(
        ADDRESS,
        message if isinstance(message, str) else json.dumps(message),
        content_type="application/json",
        headers={"Accept": "application/json, text/event-stream", **headers},
    )


def call(client: Client, tool: str, **arguments: str) -> tuple[bool, str]:
    """Whether the tool refused, and what it said."""
    params = {"name": tool, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    response = send(client, message)
    assert response.status_code == 200, response.content
    result = response.json()["result"]
    return bool(result.get("isError")), result["content"][0]["text"]


def answer(client: Client, tool: str, **arguments: str) -> dict[str, Any]:
    refused, said = call(client, tool, **arguments)
    assert not refused, said
    return json.loads(said, parse_float=Decimal)


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.mini_plan()


def test_words_of_a_plan_are_found_with_their_clause(
    client: Client, mini: factories.MiniPlan
) -> None:
    clause = mini.plan.clauses.exclude(text="").first()
    word = clause.text.split("\t")[0][:4]
    found = answer(client, "search_plans", words=word)
    assert clause.key in {one["clause"] for one in found["clauses"]}
    assert found["plans"][0]["plan"] == "yangquan-2025"
    assert not answer(client, "search_plans", words=f"{word} 没有这样的话")["clauses"]
    assert answer(client, "search_plans", words=word, region="140300")["clauses"]
    assert call(client, "search_plans", words=word, region="999999")[0]


def test_a_value_says_which_organ_approved_it_and_a_member_reads_who(
    client: Client, demo: None
) -> None:
    asked = {"region": "140300", "indicator": "total_water_use", "year": "2024"}
    (value,) = answer(client, "get_values", **asked)["results"]
    assert value["demo"] is True
    approval = value["approval"]
    assert (approval["action"], approval["by"]) == ("approve", None)
    assert approval["organ"].startswith("山西省")
    _key, secret = ApiKey.objects.create_key(name="a", user=people.viewer("victor"))
    client.defaults["HTTP_AUTHORIZATION"] = f"Api-Key {secret}"
    (seen,) = answer(client, "get_values", **asked)["results"]
    assert seen["approval"]["by"]
    assert seen | {"approval": approval} == value | {"approval": approval}


def test_a_draft_is_never_told_not_even_to_its_own_city(
    client: Client, mini: factories.MiniPlan
) -> None:
    factories.actual(year=2024, state="draft", published=None)
    _key, secret = ApiKey.objects.create_key(name="a", user=people.viewer("victor"))
    client.defaults["HTTP_AUTHORIZATION"] = f"Api-Key {secret}"
    assert answer(client, "get_values", region="140300")["results"] == []


def test_a_verdict_names_its_reason_its_sentence_and_its_approval(
    client: Client, demo: None
) -> None:
    found = answer(client, "get_verdicts", region="140300", year="2024")
    judged = [one for one in found["results"] if one["actual"] is not None]
    assert judged
    for one in judged:
        assert one["reason"] and one["reason_en"]
        assert one["approval"]["at"], one
        assert any(target["sentences"] for target in one["promised"]), one["indicator"]


def test_what_may_not_be_compared_is_refused_with_the_reason_of_the_rules(
    client: Client, demo: None
) -> None:
    found = answer(client, "compare", indicator="total_water_use", year="2024")
    for of in ("targets", "values"):
        ranked = [one["ranked_by"] for one in found[of]["ranking"]]
        assert ranked == sorted(ranked)
        assert all(one["note"] and one["note_en"] for one in found[of]["not_comparable"])
    asked = {"indicator": "total_water_use", "year": "2024"}
    refused, said = call(client, "compare", **asked, region="140300")
    assert refused and "至少要两个" in said
    refused, said = call(client, "compare", **asked, region="140300,140000")
    assert refused and "没有两个" in said
    assert "140000: 没有规划对这一指标提出目标。" in said


def test_the_past_is_answered_as_it_was(client: Client, demo: None) -> None:
    asked = {"region": "140300", "indicator": "total_water_use"}
    assert answer(client, "get_values", **asked)["results"]
    assert answer(client, "get_values", **asked, as_of="2001-01-01")["results"] == []
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert call(client, "get_values", **asked, as_of=str(tomorrow))[0]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"jsonrpc": "2.0"}', 400),
        ("{}", 400),
        ("[]", 400),
        ("", 400),
        ("\x00", 400),
        ({"jsonrpc": "2.0", "method": "notifications/initialized"}, 202),
    ],
)
def test_odd_messages_are_refused_in_words(
    client: Client, db: None, message: Any, status: int
) -> None:
    response = send(client, message)
    assert response.status_code == status
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem["type"] in ("urn:siwei:problem:bad-request", "urn:siwei:problem:invalid")
        assert problem["detail"] and "pydantic" not in problem["detail"]


def test_only_messages_are_taken(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 405
    assert client.get(ADDRESS, headers={"Accept": "text/event-stream"}).status_code == 405
    response = client.post(ADDRESS, {"a": "b"}, headers={"Accept": "application/json"})
    assert response.status_code == 415


def test_who_may_ask(client: Client, db: None, settings: Settings) -> None:
    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert send(client, ask, Authorization="Api-Key wrong.key").status_code == 401
    settings.PUBLIC_READ = False
    assert send(client, ask).status_code == 401
    factories.regions()
    factories.mini_plan()
    client.force_login(people.viewer("victor"))
    assert send(client, ask).status_code == 401  # a session doesn't count
    _key, secret = ApiKey.objects.create_key(name="a", user=people.person("mona"))
    assert send(client, ask, Authorization=f"Api-Key {secret}").status_code == 200


def test_without_the_library_it_says_so(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "find_spec", lambda name: None)
    response = send(client, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert response.status_code == 501
    assert "assistants" in response.json()["detail"]


def test_a_question_costs_the_same_however_many_it_finds(
    client: Client, demo: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        answer(client, "get_verdicts", region="140300", year="2024")
    with django_assert_max_num_queries(30):
        answer(client, "get_verdicts", year="2024")
