"""What HTTP asks of every address of the API: compression, HEAD, OPTIONS, what a cache may keep."""

import gzip
from datetime import date
from typing import Any, ClassVar

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from pytest_django import Settings
from rest_framework.routers import SimpleRouter
from rest_framework.test import APIRequestFactory

from common.api.deprecation import Deprecation
from common.api.middleware import takes_gzip
from departments.api import RegionViewSet
from departments.models import ApiKey
from tests import factories, people

PACKED = {"Accept-Encoding": "gzip, br"}
LISTS = "/api/v1/regions/"
VALUE = "/api/v1/actuals/140300.total_water_use.2024/"


@pytest.fixture(autouse=True)
def mini(db: None) -> factories.MiniPlan:
    made = factories.mini_plan()
    factories.actual()
    return made


def test_a_list_is_packed_for_who_can_unpack_it(client: Client) -> None:
    plain, packed = client.get(LISTS), client.get(LISTS, headers=PACKED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    # One weak tag stands for both, so either is known whichever way it came.
    assert packed["ETag"] == plain["ETag"] and plain["ETag"].startswith('W/"')
    for headers in ({}, PACKED):
        known = client.get(LISTS, headers={"If-None-Match": plain["ETag"], **headers})
        assert known.status_code == 304 and "Content-Encoding" not in known


def test_a_key_has_its_answers_packed_and_a_log_in_doesnt(client: Client) -> None:
    """A site that an attacker made could have a browser ask with a log-in, never with a key."""
    vera = people.viewer("vera")
    _key, secret = ApiKey.objects.create_key(name="夜间", user=vera)
    keyed = client.get(LISTS, headers={"Authorization": f"Api-Key {secret}", **PACKED})
    assert keyed["Content-Encoding"] == "gzip"
    client.force_login(vera)
    assert "Content-Encoding" not in client.get(LISTS, headers=PACKED)


def test_what_a_write_names_and_what_is_short_stay_as_they_are(client: Client) -> None:
    for address in (VALUE, "/api/v1/regions/?search=没有这个地方"):
        assert "Content-Encoding" not in client.get(address, headers=PACKED)
    assert client.get(VALUE)["ETag"].startswith('"1-')
    refused = client.get("/api/v1/regions/?page=0", headers=PACKED)
    assert "Content-Encoding" not in refused


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("br,gzip ; q=0.1", True),
        ("gzip;q=0", False),
        ("br, gzip;q=0.000", False),
        ("x-gzipped", False),
        ("identity", False),
        ("", False),
    ],
)
def test_whether_gzip_is_taken(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


@pytest.mark.parametrize("address", [LISTS, VALUE, "/api/v1/", "/api/schema/"])
def test_a_head_has_the_headers_of_its_get_and_no_body(client: Client, address: str) -> None:
    got, asked = client.get(address), client.head(address)
    assert asked.content == b"" and asked.status_code == 200
    for counted in (got, asked):
        del counted.headers["RateLimit"]
    assert dict(asked.headers) == dict(got.headers)


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        (LISTS, "GET, HEAD, OPTIONS"),
        (VALUE, "GET, PUT, HEAD, OPTIONS"),
        (f"{VALUE}submit/", "POST, OPTIONS"),
        ("/api/v1/progress/", "GET, POST, HEAD, OPTIONS"),
        ("/api/v1/", "GET, HEAD, OPTIONS"),
        ("/api/schema/", "GET, HEAD, OPTIONS"),
        ("/api/docs/", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_names_the_methods_and_nothing_else(
    client: Client, address: str, methods: str
) -> None:
    client.force_login(people.administrator("ada"))
    answer = client.options(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Allow"] == methods


def test_a_shared_cache_may_keep_what_everybody_gets(client: Client, settings: Settings) -> None:
    varies = {"accept", "accept-encoding", "accept-language", "authorization", "cookie"}
    answer = client.get(LISTS)
    assert answer["Cache-Control"] == "public, no-cache"
    assert varies <= {one.strip().lower() for one in answer["Vary"].split(",")}
    known = client.get(LISTS, headers={"If-None-Match": answer["ETag"]})
    assert (known["Cache-Control"], known["Vary"]) == (answer["Cache-Control"], answer["Vary"])
    assert client.get("/api/v1/regions/?page=0")["Cache-Control"] == "private, no-cache"
    vera = people.viewer("vera")
    _key, secret = ApiKey.objects.create_key(name="夜间", user=vera)
    keyed = client.get(LISTS, headers={"Authorization": f"Api-Key {secret}"})
    assert keyed["Cache-Control"] == "private, no-cache"
    client.force_login(vera)
    assert client.get(LISTS)["Cache-Control"] == "private, no-cache"


def test_scripts_of_other_sites_read_the_headers(client: Client) -> None:
    answer = client.get(LISTS, headers={"Origin": "https://elsewhere.test"})
    exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Link", "Retry-After", "RateLimit", "Deprecation", "Sunset"} <= exposed


class OldRegions(RegionViewSet):
    deprecations: ClassVar = (
        Deprecation(
            since=date(2027, 1, 1), sunset=date(2028, 6, 30), instead="/api/v1/departments/"
        ),
    )


class RegionsByAnOldWord(RegionViewSet):
    deprecations: ClassVar = (Deprecation(since=date(2027, 1, 1), parameter="level"),)


def asked(view: Any, address: str) -> Any:
    return view.as_view({"get": "list"})(APIRequestFactory().get(address))


def test_what_is_deprecated_says_so_in_headers() -> None:
    old = asked(OldRegions, "/api/v1/old/")
    assert old["Deprecation"] == "@1798761600"
    assert old["Sunset"] == "Fri, 30 Jun 2028 00:00:00 GMT"
    assert old["Link"].endswith(
        '<http://testserver/api/docs/>; rel="deprecation"; type="text/html", '
        '<http://testserver/api/docs/>; rel="sunset"; type="text/html", '
        '<http://testserver/api/v1/departments/>; rel="successor-version"'
    )
    named = asked(RegionsByAnOldWord, "/api/v1/old/?level=city")
    assert named["Deprecation"] == "@1798761600" and "Sunset" not in named
    assert "Deprecation" not in asked(RegionsByAnOldWord, "/api/v1/old/")
    assert "Deprecation" not in asked(RegionViewSet, "/api/v1/regions/?level=city")


def test_what_is_deprecated_says_so_in_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the examples, which are of other addresses.
    monkeypatch.setattr(spectacular_settings, "POSTPROCESSING_HOOKS", [])
    router = SimpleRouter()
    router.register("api/v1/old", OldRegions, basename="old")
    router.register("api/v1/word", RegionsByAnOldWord, basename="word")
    generator: Any = SchemaGenerator
    paths = generator(patterns=router.urls).get_schema(public=True)["paths"]
    assert paths["/api/v1/old/"]["get"]["deprecated"] is True
    listed = paths["/api/v1/word/"]["get"]
    assert "deprecated" not in listed
    marked = {one["name"] for one in listed["parameters"] if one.get("deprecated")}
    assert marked == {"level"}


def test_nothing_goes_within_a_year() -> None:
    with pytest.raises(ValueError, match="a year"):
        Deprecation(since=date(2027, 1, 1), sunset=date(2027, 12, 31))
