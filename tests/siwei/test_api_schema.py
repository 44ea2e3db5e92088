"""The description of the API: valid, complete, true, and shown from this host alone."""

import re
from collections.abc import Iterator
from enum import StrEnum
from io import StringIO
from typing import Any

import pytest
import yaml
from django.contrib.admindocs.views import simplify_regex
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver
from openapi_spec_validator import OpenAPIV31SpecValidator

from common.api.problems import CODES
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Pace
from indicators.plans.rules.enums import LimitBasis

# What every list takes.
OF_LISTS = {"page", "page_size", "after", "count", "lang", "fields", "ordering", "format"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()


def test_it_is_served(client: Client, db: None, description: dict[str, Any]) -> None:
    served = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert served.status_code == 200
    assert served.json()["paths"].keys() == description["paths"].keys()
    assert "filters" in served.json()["info"]["description"].lower()


def test_every_operation_says_how_it_fails_and_that_reading_may_be_public(
    description: dict[str, Any],
) -> None:
    for methods in description["paths"].values():
        for method, operation in methods.items():
            assert {"400", "401", "404", "default"} <= operation["responses"].keys()
            assert ({} in operation["security"]) == (method == "get")
            assert operation["summary"] and operation["description"]


def test_every_filter_is_explained(description: dict[str, Any]) -> None:
    parameters = description["paths"]["/api/v1/targets/"]["get"]["parameters"]
    named = {one["name"]: one for one in parameters}
    filters = {"plan", "region", "indicator", "year", "nature", "goal_kind", "form", "as_of"}
    assert filters | OF_LISTS == named.keys()
    assert all(one["description"] for one in parameters)
    assert named["region"]["explode"] is False
    assert {"citations", "amends", "amends.year"} < set(named["fields"]["schema"]["items"]["enum"])
    assert {"year", "-year"} < set(named["ordering"]["schema"]["items"]["enum"])
    assert named["format"]["schema"]["enum"] == ["csv", "json"]


def test_it_says_what_is_required(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    rows = {name: one for name, one in schemas.items() if "properties" in one}
    for name, one in rows.items():
        if name.endswith("Request"):
            assert one["additionalProperties"] is False, name
        elif name.endswith("Fields"):
            assert "required" not in one, name
        elif not name.startswith("Paginated"):
            assert one["required"] == list(one["properties"]), name
    bodies = {
        path.rsplit("/", 2)[1]: operation["requestBody"]
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if method in ("put", "post")
    }
    needed = {name for name, body in bodies.items() if body["required"]}
    assert needed == {"{key}", "return", "reopen", "retract", "progress"}


def test_every_type_of_a_problem_is_explained(description: dict[str, Any]) -> None:
    told = set(re.findall(r"`([a-z-]+)`", description["info"]["description"]))
    assert {code.replace("_", "-") for code in CODES.values()} <= told


def test_the_words_of_the_description_name_every_list_with_its_filters(
    description: dict[str, Any],
) -> None:
    text = description["info"]["description"].partition("### What there is")[2]
    rows = [line for line in text.splitlines() if "/`" in line]
    for path, methods in description["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        if "page_size" not in {one["name"] for one in parameters}:
            continue
        address = path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">")
        (row,) = [line for line in rows if line.startswith(f"| `{address}`")]
        filters = {one["name"] for one in parameters if one["in"] == "query"}
        told = set(re.findall(r"`(\w+)`", row.rpartition(" | ")[2]))
        assert told == filters - OF_LISTS, address


def test_the_words_of_the_description_name_every_order(description: dict[str, Any]) -> None:
    text = description["info"]["description"].partition("### Columns, order and CSV")[2]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text.partition("\n### ")[0], re.MULTILINE)
    told = {address: set(re.findall(r"`([\w.]+)`", names)) for address, names in rows}
    assert told == {
        path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">"): {
            word.removeprefix("-") for word in parameter["schema"]["items"]["enum"]
        }
        for path, methods in description["paths"].items()
        for parameter in methods.get("get", {}).get("parameters", [])
        if parameter["name"] == "ordering"
    }


def test_a_list_is_described_as_json_and_as_csv(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    answer = description["paths"]["/api/v1/assessments/"]["get"]["responses"]["200"]
    assert answer["content"]["text/csv"]["schema"]["type"] == "string"
    assert answer["content"].keys() == {"application/json", "text/csv"}
    assert {"ETag", "Link", "RateLimit", "RateLimit-Policy"} == answer["headers"].keys()
    row = description["paths"]["/api/v1/plans/{slug}/"]["get"]["responses"]["200"]
    assert row["content"].keys() == {"application/json"}
    rows = schemas["PaginatedAssessmentList"]["properties"]["results"]["items"]
    assert [one["$ref"].rpartition("/")[2] for one in rows["anyOf"]] == [
        "Assessment",
        "AssessmentFields",
    ]
    # Of an object, too, some fields may be asked for.
    part = schemas["AssessmentFields"]["properties"]
    assert part.keys() == schemas["Assessment"]["properties"].keys()
    assert part["limit"]["oneOf"][0]["$ref"].endswith("/LimitFields")
    assert part["breaks"]["items"]["$ref"].endswith("/NamedBreak")


@pytest.mark.parametrize("words", [Status, LimitBasis, Pace, ComparabilityLevel])
def test_the_words_of_the_description_explain_those_of_the_answers(
    description: dict[str, Any], words: type[StrEnum]
) -> None:
    assert [one for one in words if f"`{one}`" not in description["info"]["description"]] == []


def test_the_examples_have_the_fields_of_their_rows(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    shown = {name: one for name, one in schemas.items() if "example" in one}
    assert len(shown) == 14
    for name, one in shown.items():
        assert one["example"].keys() == one["properties"].keys(), name


def test_its_page_is_whole_without_inline_code(client: Client, db: None) -> None:
    page = client.get("/api/docs/", headers={"Accept": "text/html"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in html and "style=" not in html
    assert html.count("<script") == len(re.findall(r'<script (?:type="module" )?src=', html)) == 6
    head = html.replace("<!doctype html>", "").split("<body>")[0]
    assert "//" not in head.replace("http://testserver/", "/")  # its own address, for paper
    assert '<nav class="nav"' in html and 'id="swagger-ui" lang="en"' in html
    script = client.get("/api/docs/?script=", headers={"Accept": "*/*"})
    assert script.status_code == 200


# What the description leaves out, each with why, and the words of docs/api.md that tell of it.
UNDESCRIBED = {
    # The lists of lists, and the description itself.
    r"/api/v1/": "Under `/api/v1/`",
    r"/api/schema/": "`/api/schema/` (OpenAPI 3.1)",
    r"/api/docs/": "`/api/docs/` shows it",
    # A list by its ending answers as its `format` does, which is described.
    r"/api/v1/.+\.\{format\}": "the ending `.csv` in place of the last slash",
    # A protocol whose messages describe themselves.
    r"/api/v1/mcp/": "`/api/v1/mcp/` speaks the Model Context Protocol",
    # The whole address is described; a shorter one leaves its end open.
    r"/api/v1/sdmx/3\.0/\w+/": "what is left out at the end is any",
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        elif address.startswith("api/"):
            simple = simplify_regex(address).replace("\\.", ".")
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", simple)


def test_every_address_is_described_or_told_of(description: dict[str, Any]) -> None:
    words, paths = description["info"]["description"], description["paths"].keys()
    there = set(addresses(get_resolver()))
    assert paths <= there
    for told in UNDESCRIBED.values():
        assert told in words
    undescribed = [
        one for one in there - paths if not any(re.fullmatch(a, one) for a in UNDESCRIBED)
    ]
    assert undescribed == []
    lists = {one.replace(".{format}", "/") for one in there if one.endswith(".{format}")}
    assert lists <= paths
