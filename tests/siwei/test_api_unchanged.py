"""What a read costs whoever has its answer already, and that it is never taken for another one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from common.stamps.selectors import stamp
from departments.models import ApiKey
from indicators.actuals.models import Actual
from indicators.plans.models import Unit
from tasks.rules.enums import StatementKind
from tests import factories, people
from tests.siwei.test_api_contract import LISTS, ROWS
from tests.tasks.work import report, speak

EVERY = [f"/api/v1/{name}/" for name in (*LISTS, *ROWS)]
COMPARISON = "/api/v1/comparison/?indicator=total_water_use&year=2024"
KEY = "140300.total_water_use.2024"
VALUE = f"/api/v1/actuals/{KEY}/"


@pytest.fixture(autouse=True)
def mini(db: None, settings: Settings, tmp_path: Any) -> factories.MiniPlan:
    settings.MEDIA_ROOT = tmp_path
    made = factories.mini_plan()
    factories.confirmed_report(made)
    factories.history_row(factories.actual(), 1, "approve")
    factories.series_break()
    return made


def again(client: Client, address: str, etag: str, **headers: str) -> Any:
    return client.get(address, headers={"If-None-Match": etag, **headers})


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("address", [*EVERY, COMPARISON])
def test_who_has_the_answer_costs_one_query(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(address)
    assert first.status_code == 200, first.content
    with django_assert_num_queries(1):
        answer = again(client, address, f'"x", {first["ETag"]}')
    assert (answer.status_code, answer.content) == (304, b"")
    same = ("ETag", "Vary", "Cache-Control", "Content-Language")
    assert {name: answer[name] for name in same} == {name: first[name] for name in same}
    assert not {"Content-Length", "Content-Type"} & set(answer.headers)


def test_who_logs_in_or_has_a_key_costs_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    vera = people.viewer("vera")
    _key, secret = ApiKey.objects.create_key(name="夜间", user=vera)
    keyed = Client(headers={"Authorization": f"Api-Key {secret}"})
    client.force_login(vera)
    # The stamp; the session and its person, or the key with its person.
    for one, costs in ((client, 3), (keyed, 2)):
        for address in ("/api/v1/assessments/", VALUE):
            etag = one.get(address)["ETag"]
            with django_assert_num_queries(costs):
                assert again(one, address, etag).status_code == 304


def test_nobody_gets_what_another_one_has(client: Client) -> None:
    vera, rui = signed_in(people.viewer("vera")), signed_in(people.reviewer("rui"))
    Actual.objects.update(state="reopened", value="9.99")
    for address in ("/api/v1/actuals/", VALUE, "/api/v1/progress/"):
        tags = {one: one.get(address)["ETag"] for one in (client, vera, rui)}
        for one, mine in tags.items():
            for theirs in set(tags.values()) - {mine}:
                assert again(one, address, theirs)["ETag"] == mine
        assert len({mine.rpartition("-")[2] for mine in tags.values()}) == 3
        # What they see differs, and none of them is told to go on with another one's.
        assert again(client, address, tags[vera]).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/api/v1/regions/?lang=en", {}),
        ("/api/v1/regions/?level=city", {}),
        ("/api/v1/regions/?page_size=1", {}),
        ("/api/v1/regions/", {"Accept-Language": "en"}),
        ("/api/v1/regions/", {"Accept": "application/json; indent=2"}),
        ("/api/v1/regions/", {"Host": "127.0.0.1"}),
        ("/api/v1/departments/", {}),
    ],
)
def test_an_answer_stands_for_one_address_language_and_form(
    client: Client, address: str, headers: dict[str, str]
) -> None:
    etag = client.get("/api/v1/regions/")["ETag"]
    made_of = etag.rstrip('"').rpartition("-")[2]
    other = client.get(address, headers=headers)
    assert other.status_code == 200
    assert made_of not in other["ETag"]
    assert again(client, address, f'W/"{made_of}"', **headers).status_code == 200


def test_an_answer_stands_for_one_day_one_release_and_one_setting(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    client.force_login(people.viewer("vera"))
    stamps = [client.get(VALUE)["ETag"]]
    monkeypatch.setattr("common.api.etags.release", lambda: "another one")
    stamps.append(client.get(VALUE)["ETag"])
    settings.PUBLIC_READ = False
    stamps.append(client.get(VALUE)["ETag"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_at: tomorrow)
    stamps.append(client.get(VALUE)["ETag"])
    assert len({one.rpartition("-")[2] for one in stamps}) == len(stamps)


def test_who_may_not_read_gets_no_304(client: Client, settings: Settings) -> None:
    vera = people.viewer("vera")
    key, secret = ApiKey.objects.create_key(name="夜间", user=vera)
    keyed = Client(headers={"Authorization": f"Api-Key {secret}"})
    etag, public = keyed.get(VALUE)["ETag"], client.get(VALUE)["ETag"]
    key.revoked = True
    key.save(update_fields=["revoked"])
    assert again(keyed, VALUE, etag).status_code == 401
    settings.PUBLIC_READ = False
    assert again(client, VALUE, public).status_code == 401


@pytest.mark.parametrize("query", ["?nosuch=1", "?page=0", "?lang=xx", "?format=xx"])
def test_a_refusal_stays_one(client: Client, query: str) -> None:
    etag = client.get("/api/v1/regions/")["ETag"]
    refused = again(client, f"/api/v1/regions/{query}", etag)
    assert refused.status_code == 400 and "ETag" not in refused
    assert "ETag" not in client.get("/api/v1/regions/999999/")


def test_what_was_written_elsewhere_saves_the_bytes_still(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old = {address: client.get(address)["ETag"] for address in ("/api/v1/regions/", VALUE)}
    Unit.objects.update(name_en="x")
    for address, etag in old.items():
        answer = again(client, address, etag)
        assert answer.status_code == 304
        assert answer["ETag"] != etag
        with django_assert_num_queries(1):
            assert again(client, address, answer["ETag"]).status_code == 304


def test_an_asterisk_is_any_answer(client: Client) -> None:
    assert again(client, "/api/v1/regions/", "*").status_code == 304
    assert again(client, "/api/v1/regions/999999/", "*").status_code == 404


def test_a_weak_tag_is_no_precondition_of_a_write(client: Client) -> None:
    etag = client.get("/api/v1/regions/")["ETag"]
    refused = client.get("/api/v1/regions/", headers={"If-Match": etag})
    assert refused.status_code == 412
    assert refused["Content-Type"] == "application/problem+json"
    assert client.get(VALUE, headers={"If-Match": client.get(VALUE)["ETag"]}).status_code == 200


def test_the_tag_of_a_write_is_known_to_the_next_read(client: Client) -> None:
    client.force_login(people.editor("alice"))
    people.open_year(2025)
    address = "/api/v1/actuals/140300.total_water_use.2025/"
    written = client.put(
        address,
        {"value": 2.2, "source": "公报"},
        content_type="application/json",
        headers={"If-None-Match": "*"},
    )
    assert written.status_code == 201
    read = again(client, address, written["ETag"])
    assert read.status_code == 304
    assert read["ETag"].startswith(written["ETag"].rstrip('"'))
    changed = client.put(
        address,
        {"value": 2.1},
        content_type="application/json",
        headers={"If-Match": read["ETag"]},
    )
    assert changed.status_code == 200


def on_value(client: Client, action: str, body: dict[str, Any]) -> None:
    """A write of the value in the version that stands now."""
    seen = {"If-Match": f'"{Actual.objects.get().version}"'}
    send = client.post if action else client.put
    answer = send(f"{VALUE}{action}", body, content_type="application/json", headers=seen)
    assert answer.status_code == 200, answer.content


def test_the_public_is_not_told_that_something_is_worked_on(client: Client) -> None:
    """Of no address the answer or its ETag, whatever is done but what everybody may see."""
    water, rui = people.editor("alice"), people.reviewer("rui")
    bob = people.editor("bob", function="urban_management")
    alice, reviewer = signed_in(water), signed_in(rui)
    people.open_year(2024)
    steps: dict[str, Callable[[], Any]] = {
        "reopened": lambda: on_value(reviewer, "reopen/", {"reason": "复核"}),
        "changed": lambda: on_value(alice, "", {"value": 2.12, "source": "公报"}),
        "handed in": lambda: on_value(alice, "submit/", {}),
        "returned": lambda: on_value(reviewer, "return/", {"reason": "来源？"}),
        "a report on the task": lambda: report(bob),
        "a comment": lambda: speak(bob, StatementKind.COMMENT, text="内部"),
        "a question": lambda: speak(rui, StatementKind.QUESTION, text="进度如何？"),
        "a key": lambda: ApiKey.objects.create_key(name="夜间", user=water),
    }
    addresses = [*EVERY, COMPARISON, "/api/v1/actuals/?as_of=2026-01-01"]
    before = {address: client.get(address) for address in addresses}
    for name, step in steps.items():
        mine = stamp(public=False)
        step()
        assert stamp(public=False) != mine, name
    # No stamp ever comes back, so once is enough.
    for address, answer in before.items():
        now = client.get(address)
        assert (now.content, now["ETag"]) == (answer.content, answer["ETag"]), address
