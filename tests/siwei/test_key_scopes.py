"""What a key may write, at every address of the API that writes: what its scope leaves of its
owner's rights, and no more."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from common.audit.models import AuditRow
from departments.models import ApiKey, Membership
from tests.evidence_files import pdf
from tests.siwei.routes import COUNTY_DRAFT, DRAFT, PUBLISHED, TABLE, Route
from tests.siwei.test_routes import outcome, send, stored
from tests.siwei.world import World


def writing() -> Iterator[tuple[str, str]]:
    """Each address of the API that writes, with the method; not where a POST only reads."""
    for pattern in get_resolver().namespace_dict["api"][1].url_patterns:
        view = pattern.callback
        known = getattr(view, "actions", None) or [one for one in UNSAFE if hasattr(view.cls, one)]
        methods = [one for one in UNSAFE if one in known]
        if not getattr(view.cls, "post_reads", False):
            yield from ((f"api:{pattern.name}", one.upper()) for one in methods)


UNSAFE = ("post", "put", "patch", "delete")
WRITES = [route for route in TABLE if (route.name, route.method) in set(writing())]
WHOEVER_MAY = ("editor", "reviewer", "bureau")
SCOPE_REFUSED = "key-scope"
JSON = "application/json"


def owner_of(route: Route, world: World) -> User:
    role = next(role for role in WHOEVER_MAY if route.access[role] == "done")
    return the(world, role)


def the(world: World, role: str) -> User:
    user = world.people[role]
    assert user is not None
    return user


def key_client(owner: User, **limits: Any) -> Client:
    name = f"{owner} {limits}"[:50]
    _key, secret = ApiKey.objects.create_key(name=name, user=owner, **limits)
    return Client(headers={"Authorization": f"Api-Key {secret}"})


def ask(world: World, route: Route, owner: User, limits: Mapping[str, Any]) -> str:
    """What comes of the request with such a key. Whatever it changes is taken back."""
    client = key_client(owner, **limits)
    before = stored()
    with transaction.atomic():
        response = send(client, world.address(route), route.method, route)
        changed = stored() != before
        transaction.set_rollback(True)
    assert not changed or response.status_code < 300, response
    if response.status_code == 403 and response["Content-Type"] == "application/problem+json":
        body = response.json()  # type: ignore[attr-defined]
        if body["type"] == f"urn:siwei:problem:{SCOPE_REFUSED}":
            assert [one["code"] for one in body["errors"]] == ["key_scope"]
            return SCOPE_REFUSED
    return "done" if changed else outcome(response, route.method)


def everywhere(world: World, **limits: Any) -> dict[str, str]:
    return {str(one): ask(world, one, owner_of(one, world), limits) for one in WRITES}


def every(answer: str) -> dict[str, str]:
    return {str(one): answer for one in WRITES}


def test_every_address_that_writes_is_asked() -> None:
    assert {(one.name, one.method) for one in WRITES} == set(writing())


@pytest.mark.parametrize(
    ("limits", "answer"),
    [
        ({"scope": "read"}, SCOPE_REFUSED),
        ({}, SCOPE_REFUSED),
        ({"scope": "write"}, "done"),
        ({"scope": "write", "region_id": "140000"}, "done"),
        ({"scope": "write", "region_id": "140100"}, SCOPE_REFUSED),
        ({"scope": "write", "region_id": "370000"}, SCOPE_REFUSED),
        ({"scope": "write", "revoked": True}, "login"),
    ],
    ids=["read", "by itself", "write", "above", "beside", "far away", "revoked"],
)
def test_what_a_key_writes(world: World, limits: dict[str, Any], answer: str) -> None:
    assert everywhere(world, **limits) == every(answer)


def test_of_its_region_and_below(world: World) -> None:
    own = everywhere(world, scope="write", region_id="140300")
    assert own == every("done")
    below = everywhere(world, scope="write", region_id="140321")
    assert {name for name, answer in below.items() if answer == "done"} == {
        str(one) for one in WRITES if one.at.get("key") == COUNTY_DRAFT
    }
    assert set(below.values()) == {"done", SCOPE_REFUSED}


def test_a_key_that_expired(world: World) -> None:
    past = timezone.now() - timedelta(seconds=1)
    assert everywhere(world, scope="write", expiry_date=past) == every("login")


@pytest.mark.parametrize("region", [None, "140300"])
def test_no_more_than_its_owner(world: World, region: str | None) -> None:
    """A stranger's key is answered as the stranger is; so is the key of who has lost their rights,
    at once and without being revoked."""
    limits = {"scope": "write", "region_id": region}
    stranger = the(world, "stranger")
    asked = {str(one): ask(world, one, stranger, limits) for one in WRITES}
    in_person = {str(one): one.access["stranger"] for one in WRITES}
    if region is None:
        assert asked == in_person
    assert "done" not in asked.values()
    Membership.objects.filter(user__username__in=("alice", "bob", "rui")).delete()
    assert set(everywhere(world, **limits).values()) <= {"missing", "forbidden"}


def test_reading_is_as_its_owner_s(world: World) -> None:
    """Drafts too, wherever the key writes; `may` says what it could do itself."""
    alice = the(world, "editor")
    address = f"/api/v1/actuals/{DRAFT}/"
    expected = {"read": [], "beside": [], "own": ["save", "submit"], "all": ["save", "submit"]}
    limits: dict[str, dict[str, Any]] = {
        "read": {"scope": "read"},
        "beside": {"scope": "write", "region_id": "140100"},
        "own": {"scope": "write", "region_id": "140300"},
        "all": {"scope": "write"},
    }
    for name, those in limits.items():
        client = key_client(alice, **those)
        assert client.get(address).json()["may"] == expected[name], name
        rows = client.get("/api/v1/actuals/?state=draft&region=140300,140321").json()["results"]
        found = {row["key"]: row["may"] for row in rows}
        assert found == dict.fromkeys((DRAFT, COUNTY_DRAFT), expected[name]), name


def test_what_a_key_can_t_do_is_said_in_words_and_recorded(world: World) -> None:
    alice = the(world, "editor")
    client = key_client(alice, scope="read")
    address = f"/api/v1/actuals/{PUBLISHED}/"
    answer = client.put(f"{address}?lang=en", "{}", JSON)
    assert answer.status_code == 403
    assert answer["Content-Language"] == "en"
    row = AuditRow.objects.get(event="refused")
    assert (row.actor, row.what) == (alice, f"PUT {address}")
    assert row.key == ApiKey.objects.get(scope="read", name__startswith="alice").prefix
    assert "只能读取" in client.put(address, "{}", JSON).json()["detail"]
    narrow = key_client(alice, scope="write", region_id="140100")
    body = narrow.put(address, '{"value": 2}', JSON, headers={"If-Match": '"1"'}).json()
    assert "140100" in body["detail"]


def test_a_method_that_an_address_doesn_t_have_is_a_405(world: World) -> None:
    client = key_client(the(world, "editor"), scope="read")
    for address in ("regions/", "tasks/yangquan-2025/1/", f"actuals/{PUBLISHED}/submit/"):
        assert client.delete(f"/api/v1/{address}").status_code == 405
    assert client.options("/api/v1/regions/").status_code == 200


def test_no_file_of_a_key_that_only_reads_is_taken(world: World) -> None:
    bob = the(world, "bureau")
    sent = {"plan": "yangquan-2025", "task": "2.1", "text": "x", "status": "in_progress"}
    answers = {}
    for name, limits in {
        "read": {"scope": "read"},
        "beside": {"scope": "write", "region_id": "140100"},
        "write": {"scope": "write"},
    }.items():
        file = SimpleUploadedFile("x.pdf", pdf())
        answer = key_client(bob, **limits).post("/api/v1/progress/", {**sent, "file": file})
        answers[name] = (answer.status_code, answer.json().get("type", "").rpartition(":")[2])
    assert answers == {
        "read": (403, SCOPE_REFUSED),
        "beside": (403, SCOPE_REFUSED),
        "write": (201, ""),
    }


def test_a_page_is_nobody_s_whatever_key_is_sent(world: World) -> None:
    client = key_client(the(world, "editor"), scope="write")
    answer = client.post("/entry/140300/2025/row/", {})
    assert answer.status_code in (302, 401)
    assert client.get("/mine/").status_code == 302
