"""The description of the API: valid, complete, true, and shown from this host alone."""

import re
from collections.abc import Iterator
from enum import StrEnum
from io import StringIO
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from common.api.problems import CODES
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Pace
from indicators.plans.rules.enums import LimitBasis
from siwei.wsgi import application
from tests import factories

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


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


def test_every_operation_says_how_it_fails_and_that_it_may_be_public(
    description: dict[str, Any],
) -> None:
    for methods in description["paths"].values():
        for operation in methods.values():
            assert {"400", "401", "404", "default"} <= operation["responses"].keys()
            assert {} in operation["security"]
            assert operation["summary"] and operation["description"]


def test_every_filter_is_explained(description: dict[str, Any]) -> None:
    parameters = description["paths"]["/api/v1/targets/"]["get"]["parameters"]
    named = {one["name"]: one for one in parameters}
    filters = {"plan", "region", "indicator", "year", "nature", "goal_kind", "form", "as_of"}
    assert filters | {"page", "page_size", "after", "count", "lang"} == named.keys()
    assert all(one["description"] for one in parameters)
    assert named["region"]["explode"] is False


def test_it_says_what_is_required(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    rows = {name: one for name, one in schemas.items() if "properties" in one}
    for name, one in rows.items():
        if name.endswith("Request"):
            assert one["additionalProperties"] is False, name
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
    rows = [line for line in description["info"]["description"].splitlines() if "/`" in line]
    for path, methods in description["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        if "page_size" not in {one["name"] for one in parameters}:
            continue
        address = path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">")
        (row,) = [line for line in rows if line.startswith(f"| `{address}`")]
        filters = {one["name"] for one in parameters if one["in"] == "query"}
        told = set(re.findall(r"`(\w+)`", row.rpartition(" | ")[2]))
        assert told == filters - {"page", "page_size", "after", "count", "lang"}, address


@pytest.mark.parametrize("words", [Status, LimitBasis, Pace, ComparabilityLevel])
def test_the_words_of_the_description_explain_those_of_the_answers(
    description: dict[str, Any], words: type[StrEnum]
) -> None:
    assert [one for one in words if f"`{one}`" not in description["info"]["description"]] == []


def test_the_examples_have_the_fields_of_their_rows(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    shown = {name: one for name, one in schemas.items() if "example" in one}
    assert len(shown) == 13
    for name, one in shown.items():
        assert one["example"].keys() == one["properties"].keys(), name


def test_its_page_is_whole_without_inline_code(client: Client, db: None) -> None:
    page = client.get("/api/docs/", headers={"Accept": "text/html"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in html and "style=" not in html
    assert html.count("<script") == html.count("<script src=") == 5
    head = html.replace("<!doctype html>", "").split("<body>")[0]
    assert "//" not in head.replace("http://testserver/", "/")  # its own address, for paper
    assert '<nav class="nav"' in html and 'id="swagger-ui" lang="en"' in html
    script = client.get("/api/docs/?script=", headers={"Accept": "*/*"})
    assert script.status_code == 200


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests leave the test's connection open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_answers_are_as_described(kept_connection: None) -> None:
    """Whatever is asked, no answer is a fault, and each has the form that is described."""
    factories.confirmed_report(factories.mini_plan())
    factories.history_row(factories.actual(), 1, "approve")
    host = {"Host": "localhost"}
    api = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application, headers=host)
    for found in api.get_all_operations():
        operation = found.ok()

        @settings(max_examples=12, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=host, checks=CHECKS)

        ask()
