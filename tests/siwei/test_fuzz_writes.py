"""Whatever is sent to a page, the API or the administration, the answer is never a 500."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from departments.models import ApiKey
from tests.evidence_files import pdf
from tests.siwei.routes import DRAFT, PDF, ROLES, SUBMITTED, TABLE, Route
from tests.siwei.world import World

FORM = "application/x-www-form-urlencoded"
HOSTILE: dict[str, object] = {
    "a NUL": "14\x000000",
    "half a character": "水\ud83d",
    "very long": "9" * 10_000,
    "Arabic digits": "١٢٣",
    "not a number": "NaN",
    "below zero": "-1",
    "nothing": "",
    "a list": ["1", "2"],
}
JSON_ONLY: dict[str, object] = {
    "null": None,
    "true": True,
    "a mapping": {"zh": "x"},
    "lists in lists": [[["x"]]],
    "a huge number": 10**4000,
    "a tiny number": 1e-300,
}
BODIES = (b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"value": 1e999}', b'{"value": NaN}')
VERSIONS = ("", "*", '"-1"', '"x"', '"' + "9" * 30 + '"', '"\u00b2"')
# What the pages also send, besides what the table of routes does.
MORE: dict[str, Mapping[str, object]] = {
    "login": {"next": "/mine/", "kept:value:x": "2.27"},
    "set_language": {"next": "/plans/"},
    "entry": {f"was:{DRAFT}": "x", f"choice:{DRAFT}": "mine", "submit": DRAFT, "do": "submit"},
    "entry_row": {
        **{f"{name}:{DRAFT}": "x" for name in ("status", "source", "note", "explanation")},
        **{f"stored:{DRAFT}": "1", f"choice:{DRAFT}": "mine", "submit": DRAFT},
    },
    "entry_paste": {"hidden": "1", "fills": "1"},
    "review": {
        **{f"reason:{SUBMITTED}": "x", f"checked:{SUBMITTED}": "1", "reason": "x"},
        **{"pick": SUBMITTED, "picked": "return", "return": SUBMITTED},
    },
    "actual": {"reason": "x", "checked": "1"},
    "evidence_remove": {"checked": "1"},
    "api:progress-list": {
        **{"kind": "report", "item": 1, "milestone": 1, "department": 1, "percent": 40, "about": 1},
        **{"next_step": "x", "until": "2030-01-01"},
    },
    "api:actuals-detail": {"obs_status": "normal", "source": "x", "note": "x", "explanation": "x"},
    **{
        f"api:actuals-{name}": {"comment": "x"}
        for name in ("submit", "withdraw", "approve", "send-back", "reopen")
    },
}
WRITES = [route for route in TABLE if route.method != "GET"]


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    return client


def failures(asked: Iterator[tuple[str, HttpResponseBase]]) -> list[str]:
    """What was answered with a 500. Whatever a request changed is taken back by its maker."""
    return [case for case, response in asked if response.status_code >= 500]


def spoilt(fields: Mapping[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """The fields with each of them spoilt in every way, and with a spoilt name."""
    for name in fields:
        for case, value in HOSTILE.items():
            yield f"{name}: {case}", {**fields, name: value}
        yield f"{name}: left out", {key: value for key, value in fields.items() if key != name}
        start = name.partition(":")[0]
        for case in ("a NUL", "half a character", "very long"):
            yield f"a name like {name}: {case}", {**fields, f"{start}:{HOSTILE[case]}": "1"}


def post(client: Client, address: str, fields: Mapping[str, object]) -> HttpResponseBase:
    """Sends a form as a hostile program would: what UTF-8 has no place for is sent all the same."""
    body = urlencode(fields, doseq=True, errors="surrogatepass")
    with transaction.atomic():
        response = client.generic("POST", address, body, content_type=FORM)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize(
    "route", [one for one in WRITES if not one.name.startswith("api:")], ids=str
)
def test_odd_forms(world: World, route: Route) -> None:
    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        fields = {**route.sent, **MORE.get(route.name, {})}
        fields.pop("file", None)
        for role in roles(route):
            client = client_of(world.people[role])
            yield f"{role}: query", post(client, f"{address}?page=%00&year=%FF", fields)
            for case, data in spoilt(fields if role == roles(route)[0] else {"x": "x"}):
                yield f"{role}: {case}", post(client, address, data)

    address = world.address(route)
    assert failures(ask()) == []


def roles(route: Route) -> list[str]:
    """Whoever does something there, or at least comes as far as a refusal; and who has not logged
    in."""
    does = next(
        role
        for wanted in ("done", "nothing", "refused")
        for role in ROLES
        if route.access[role] == wanted
    )
    return list(dict.fromkeys([does, "anonymous"]))


@pytest.mark.parametrize("name", ["x\x00.pdf", "水\ud83d.pdf", "x" * 5000 + ".pdf", "", "..", "/"])
def test_odd_files(world: World, name: str) -> None:
    route = next(one for one in WRITES if PDF in one.sent.values())
    client = client_of(world.people["editor"])
    file = SimpleUploadedFile("x.pdf", pdf())
    body = (
        b'--x\r\nContent-Disposition: form-data; name="seen"\r\n\r\n1\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.encode(errors="surrogatepass")
        + b'"\r\nContent-Type: application/\x00pdf\r\n\r\n'
        + file.read()
        + b"\r\n--x--\r\n"
    )
    address = world.address(route)
    kind = "multipart/form-data; boundary=x"
    assert client.generic("POST", address, body, content_type=kind).status_code < 500


@pytest.mark.parametrize("route", [one for one in WRITES if one.name.startswith("api:")], ids=str)
def test_odd_json(world: World, route: Route) -> None:
    fields = {**route.sent, **MORE.get(route.name, {})}
    address = world.address(route)
    values = HOSTILE | JSON_ONLY

    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        for role in roles(route):
            client = client_of(world.people[role])
            for name in fields:
                for case, value in values.items():
                    body = json.dumps({**fields, name: value}).encode()
                    yield f"{role}: {name}: {case}", send(client, body, '"1"')
            for raw in BODIES:
                yield f"{role}: {raw!r}", send(client, raw, '"1"')
            for version in VERSIONS:
                yield f"{role}: If-Match: {version}", send(client, json.dumps(fields), version)

    def send(client: Client, body: bytes | str, version: str) -> HttpResponseBase:
        with transaction.atomic():
            response = client.generic(
                route.method,
                address,
                body,
                content_type="application/json",
                headers={"If-Match": version},
            )
            transaction.set_rollback(True)
        return response

    assert failures(ask()) == []


@pytest.mark.parametrize(
    "place",
    [
        *("/entry/{}/2025/", "/entry/140300/{}/", "/entry/{}/2025/row/", "/actuals/{}/"),
        *("/actuals/{}/evidence/", "/actuals/{}/evidence/1/remove/", "/evidence/{}/"),
        f"/actuals/{DRAFT}/evidence/{{}}/remove/",
        *("/api/v1/actuals/{}/", "/api/v1/actuals/{}/approve/", "/api/v1/progress/{}/"),
        *("/admin/tasks/statement/{}/change/", "/admin/departments/region/{}/"),
        *("/admin/auth/user/{}/change/", "/admin/actuals/actual/{}/change/"),
    ],
)
def test_odd_addresses(world: World, place: str) -> None:
    odd = ("%00", "9" * 20, "9" * 5000, "-1", "%FF", "%ED%A0%BD", "x" * 300, "%D9%A1", "2025")

    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        for role in ("anonymous", "editor", "reviewer", "administrator"):
            client = client_of(world.people[role])
            for one in odd:
                address = place.format(one)
                yield f"{role}: GET {one}", client.get(address)
                yield f"{role}: POST {one}", post(client, address, {"do": "save", "seen": "1"})

    assert failures(ask()) == []


@pytest.mark.parametrize(
    "path",
    [
        "/review/",
        "/review/years/",
        "/mine/",
        "/entry/",
        "/entry/140300/2025/",
        f"/actuals/{DRAFT}/",
    ],
)
def test_odd_parameters_of_a_page_for_people(world: World, path: str) -> None:
    client = client_of(world.people["reviewer"])

    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        for name in ("region", "year", "indicator", "page"):
            for case, value in HOSTILE.items():
                query = urlencode({name: value}, doseq=True, errors="surrogatepass")
                yield f"{name}: {case}", client.get(f"{path}?{query}")

    assert failures(ask()) == []


# An address of the administration, and what its form sends.
ADMINISTRATION: dict[str, Mapping[str, object]] = {
    "/admin/departments/region/add/": {
        **{"code": "140900", "name": "忻州市", "name_en": "Xinzhou"},
        **{"level": "city", "parent": "140000"},
    },
    "/admin/departments/region/140321/change/": {
        **{"name": "平定县", "name_en": "Pingding", "level": "county", "parent": "140300"},
    },
    "/admin/departments/department/add/": {
        **{"region": "140100", "name": "市水务局", "function": "water", "note": "x"},
        **{"aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-name": "水务局"},
    },
    "/admin/auth/user/add/": {
        **{"username": "alice2", "first_name": "李丽", "email": "a@example.invalid"},
        **{"usable_password": "true", "password1": "four-waters-2027"},
        **{"password2": "four-waters-2027"},
        **{"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0"},
        **{"memberships-0-role": "reviewer", "memberships-0-region": "140000"},
        **{"memberships-0-department": ""},
    },
    "/admin/departments/apikey/add/": {
        **{"name": "省统计局", "user": "1"},
        **{"expiry_date_0": "2030-01-01", "expiry_date_1": "00:00"},
    },
    "/admin/actuals/reportingyear/add/": {
        **{"province": "140000", "year": "2024", "is_open": "on", "due_on": "2025-04-30"},
    },
    "/admin/departments/region/": {
        **{"action": "delete_selected", "_selected_action": "140321", "index": "0"},
        **{"select_across": "0", "post": "yes"},
    },
    "/admin/login/": {"username": "admin", "password": "x", "next": "/admin/"},
}


@pytest.mark.parametrize("address", ADMINISTRATION)
def test_odd_forms_of_the_administration(world: World, address: str) -> None:
    client = client_of(None if address == "/admin/login/" else world.people["administrator"])
    cases = spoilt(ADMINISTRATION[address])
    assert failures((case, post(client, address, data)) for case, data in cases) == []


LISTS = (
    *("auth/user", "departments/region", "departments/department", "departments/apikey"),
    *("indicators/reportingyear", "indicators/actual", "indicators/plan", "indicators/indicator"),
    *("indicators/planindicator", "tasks/task", "tasks/statement"),
)


@pytest.mark.parametrize("path", LISTS)
def test_odd_parameters_of_the_administration(world: World, path: str) -> None:
    ApiKey.objects.create_key(name="x", user=world.people["editor"])
    client = client_of(world.people["administrator"])
    names = (
        *("q", "p", "o", "all", "region__code__exact", "memberships__region__code__exact"),
        *("region", "level__exact", "year", "id", "is_active__exact", "_to_field", "e"),
    )

    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        for name in names:
            for case, value in HOSTILE.items():
                query = urlencode({name: value}, doseq=True, errors="surrogatepass")
                yield f"{name}: {case}", client.get(f"/admin/{path}/?{query}")

    assert failures(ask()) == []


def test_odd_searches_of_the_administration(world: World) -> None:
    client = client_of(world.people["administrator"])
    known = {
        **{"app_label": "departments", "model_name": "membership", "field_name": "department"},
        **{"term": "水", "region": "140300", "page": "1"},
    }

    def ask() -> Iterator[tuple[str, HttpResponseBase]]:
        for case, data in spoilt(known):
            query = urlencode(data, doseq=True, errors="surrogatepass")
            yield case, client.get(f"/admin/autocomplete/?{query}")

    assert failures(ask()) == []
