"""What holds for every answer, also for those that no view made: headers of safety, who may read
it from another site."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories

ORIGIN = {"Origin": "https://elsewhere.test"}
SAFETY = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cache-Control",
)


def fail(*_args: object) -> None:
    raise RuntimeError("a fault")


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("nosuch/", {}, 404),
        ("v1/regions/", {"Host": "elsewhere.test"}, 400),
        ("v1/regions/?" + "a&" * 10_001, {}, 413),
        ("v1/regions/", {"Accept": "text/html"}, 406),
        ("v1/regions/?page=0", {}, 400),
        ("v1/departments/", {}, 500),
    ],
    ids=["resolver", "host", "too many parameters", "not JSON", "refused", "fault"],
)
@pytest.mark.parametrize("kind", ["api", "page"])
def test_no_error_lacks_the_headers_of_safety(
    db: None,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    address: str,
    headers: dict[str, str],
    status: int,
    https: bool,
) -> None:
    if https:
        settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr("departments.selectors.departments", fail)
    client = Client(raise_request_exception=False)
    prefix = "/api/" if kind == "api" else "/"
    if kind == "page":
        if status in (406, 500) or "page=0" in address:
            return  # the kinds of error of the API alone
        address = address.replace("v1/regions/", "")
    secure = {"X-Forwarded-Proto": "https"} if https and "Host" not in headers else {}
    answer = client.get(f"{prefix}{address}", headers={**headers, **secure})
    assert answer.status_code == status, answer.content
    assert [name for name in SAFETY if name not in answer] == []
    assert ("Strict-Transport-Security" in answer) is bool(secure)
    if kind == "api":
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
    else:
        assert answer["Content-Type"].startswith("text/html")


def across(client: Client, method: str = "get", address: str = "regions/", **headers: str) -> Any:
    return getattr(client, method)(f"/api/v1/{address}", headers={**ORIGIN, **headers})


def test_other_sites_read_what_is_public(client: Client, db: None, settings: Settings) -> None:
    factories.regions()
    answer = across(client)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert {"ETag", "Link", "Retry-After"} <= set(
        answer["Access-Control-Expose-Headers"].split(", ")
    )
    # A refusal and "nothing new" are read, too.
    assert across(client, address="regions/?page=0")["Access-Control-Allow-Origin"] == "*"
    unchanged = across(client, **{"If-None-Match": answer["ETag"]})
    assert (unchanged.status_code, unchanged["Access-Control-Allow-Origin"]) == (304, "*")
    asked = across(
        client,
        "options",
        **{"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x"},
    )
    assert asked.status_code == 200
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = asked["Access-Control-Allow-Headers"].split(", ")
    assert "if-none-match" in allowed and "authorization" not in allowed


def test_other_sites_read_nothing_else(client: Client, db: None, settings: Settings) -> None:
    allowed = "Access-Control-Allow-Origin"
    assert allowed not in across(client, "post")
    assert allowed not in across(client, "put", "actuals/140300.total_water_use.2025/")
    assert allowed not in client.get("/", headers=ORIGIN)
    settings.PUBLIC_READ = False
    assert allowed not in across(client)
    assert allowed not in across(client, "options", **{"Access-Control-Request-Method": "GET"})


@pytest.mark.parametrize("address", ["/api/schema/", "/api/docs/", "/api/v1/"])
def test_a_closed_installation_doesnt_describe_itself(
    client: Client, db: None, settings: Settings, address: str, django_user_model: Any
) -> None:
    settings.PUBLIC_READ = False
    refused = client.get(address)
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    client.force_login(django_user_model.objects.create_user("alice"))
    assert client.get(address).status_code == 200
