"""In what an address answers, and where it leads: `Accept`, HEAD, `Link`."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.siwei.test_api_contract import LISTS, mini, problem

JSON, CSV = "application/json", "text/csv; charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
__all__ = ["mini"]  # the fixture


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("*/*", JSON),
        ("", JSON),
        (BROWSER, JSON),
        ("application/*", JSON),
        ("text/*", CSV),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv; charset=utf-8", CSV),
        ("text/csv, */*", CSV),
        ("text/csv, application/json", JSON),
        ("text/csv, application/json;q=0.9", CSV),
        ("text/csv;q=0.5, application/json", JSON),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        ("text/csv;q=0.3, */*;q=0.2", CSV),
        ("application/json;q=0, */*", CSV),
        ("application/json;q=0.1, text/*;q=0.2, text/csv;q=0", JSON),
        ("text/csv;q=many", CSV),  # no quality: 1
        ("application/json; indent=2", JSON),
    ],
)
def test_what_is_wanted_most(client: Client, db: None, accept: str, answer: str) -> None:
    factories.regions()
    found = client.get("/api/v1/regions/", headers={"Accept": accept})
    assert (found.status_code, found["Content-Type"]) == (200, answer)
    assert "Accept" in re.split(r",\s*", found["Vary"])


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/xml",
        "application/json;q=0, text/csv;q=0",
        "json",
        ";;;",
        "text/csv+zip",
        "a/b; x*=utf-8''%ff",
        ",".join(["text/html"] * 5000),
    ],
)
def test_what_there_is_not(client: Client, db: None, accept: str) -> None:
    refused = client.get("/api/v1/regions/", headers={"Accept": accept})
    assert "application/json、text/csv" in problem(refused, 406)["detail"]
    assert "Accept" in refused["Vary"]


def test_a_row_is_json_alone(client: Client, db: None) -> None:
    factories.regions()
    refused = client.get("/api/v1/regions/140300/", headers={"Accept": "text/csv"})
    assert problem(refused, 406)["detail"].endswith("application/json。")
    assert client.get("/api/v1/regions/140300/", headers={"Accept": BROWSER}).status_code == 200


def test_what_the_address_says_decides_before_what_is_accepted(client: Client, db: None) -> None:
    factories.regions()
    only_json = {"Accept": "application/json"}
    assert client.get("/api/v1/regions/?format=csv", headers=only_json)["Content-Type"] == CSV
    assert client.get("/api/v1/regions.csv", headers=only_json)["Content-Type"] == CSV
    only_csv = {"Accept": "text/csv"}
    assert client.get("/api/v1/regions/?format=json", headers=only_csv)["Content-Type"] == JSON


@pytest.mark.parametrize("accept", ["*/*", "text/csv"])
@pytest.mark.parametrize("address", LISTS)
def test_a_head_is_its_get_without_a_body(
    client: Client, mini: factories.MiniPlan, address: str, accept: str
) -> None:
    path, headers = f"/api/v1/{address}/?page_size=1", {"Accept": accept}
    said, head = client.get(path, headers=headers), client.head(path, headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    for counted in (head, said):
        del counted.headers["RateLimit"]
    assert dict(head.headers) == dict(said.headers)
    assert int(head["Content-Length"]) == len(said.content)


@pytest.mark.parametrize(
    ("address", "accept"),
    [("regions/", "text/csv"), ("regions/?format=csv", "*/*"), ("regions.csv", "*/*")],
)
def test_whoever_has_a_table_already_is_told_so(
    client: Client, mini: factories.MiniPlan, address: str, accept: str
) -> None:
    path, headers = f"/api/v1/{address}", {"Accept": accept}
    etag = client.get(path, headers=headers)["ETag"]
    known = client.get(path, headers={"If-None-Match": etag, **headers})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
    assert "Content-Type" not in known.headers


def links(answer: Any) -> dict[str, str]:
    """The links of an answer, by what they lead to."""
    found = re.findall(r'<([^>]+)>; rel="([a-z-]+)"', answer["Link"])
    assert ", ".join(f'<{link}>; rel="{rel}"' for link, rel in found) == answer["Link"]
    return {rel: link for link, rel in found}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_where_a_list_goes_on(client: Client, db: None, form: str) -> None:
    factories.regions()
    address = f"/api/v1/regions.{form}?page_size=1&search=市"
    first = links(client.get(address))
    assert first.keys() == {"next", "first", "service-desc"}
    assert client.get(first["service-desc"]).status_code == 200
    second = client.get(first["next"])
    assert links(second).keys() == {"prev", "first", "service-desc"}
    assert client.get(links(second)["prev"]).content == client.get(address).content
    assert client.get(links(second)["first"]).content == client.get(address).content
    if form == "json":
        body = client.get(address).json()
        assert (body["next"], body["previous"]) == (first["next"], None)
        assert second.json()["previous"] == links(second)["prev"]
