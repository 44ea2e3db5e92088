"""Every answer of the API is what its description says, to the last field and null."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from openapi_schema_validator import OAS31Validator

from tests import people

pytestmark = pytest.mark.usefixtures("demo")

ANSWERS = (
    "regions/",
    "regions/140300/",
    "departments/",
    "plans/",
    "plans/yangquan-2025/",
    "plans/yangquan-2025/clauses/",
    "indicators/",
    "indicators/total_water_use/",
    "series-breaks/",
    "plan-indicators/?plan=yangquan-2025,taiyuan-2026",
    "targets/",
    "conflicts/",
    "actuals/",
    "actuals/?published=true",
    "actuals/140100.gdp_water_intensity_reduction.2020-2025/",
    "actuals/140300.total_water_use.2025/revisions/",
    "assessments/?year=2025:2026",
    "comparison/?indicator=groundwater_use&year=2025",
    "comparison/?indicator=gdp_water_intensity_reduction&year=2027",
    "completeness/",
    "tasks/",
    "tasks/yangquan-2025/1/",
    "milestones/",
    "progress/",
    "progress/?kind=report,question,answer",
)
REFUSALS = (
    ("regions/?regoin=1", 400),
    ("regions/?page=99", 404),
    ("plans/nosuch/", 404),
    ("comparison/", 400),
    ("progress/0/", 404),
)
KEY = "actuals/140300.pipe_leakage_rate.2026/"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The description; an object with fields that it doesn't name is refused."""
    made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    found: dict[str, Any] = json.loads(json.dumps(made, default=str))
    for one in _objects(found["components"]["schemas"]):
        if one.get("type") == "object" and "properties" in one:
            one.setdefault("additionalProperties", False)
    # Nobody asks for some fields here: each row has all.
    for name, one in found["components"]["schemas"].items():
        if name.startswith("Paginated"):
            rows = one["properties"]["results"]
            rows["items"] = rows["items"]["anyOf"][0]
    # A stale write adds two fields to a problem.
    found["components"]["schemas"]["Problem"].pop("additionalProperties")
    return found


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("caller", ["the public", "a reviewer"])
def test_what_is_read(
    client: Client, description: dict[str, Any], address: str, caller: str
) -> None:
    if caller == "a reviewer":
        client.force_login(people.reviewer("rui"))
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    check(description, address, "get", answer)


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("assessments/?year=2025&fields=year,limit.value,trend.target,breaks", "Assessment"),
        ("targets/?fields=amends.year,amended_by.effective_on,citations", "FlatTarget"),
        ("tasks/?fields=group.label", "Task"),
        ("actuals/?fields=withdrawn,may", "Actual"),
    ],
)
def test_what_is_read_of_some_fields(
    client: Client, description: dict[str, Any], address: str, row: str
) -> None:
    schema = {"$ref": f"#/components/schemas/{row}Fields", "components": description["components"]}
    found = client.get(f"/api/v1/{address}").json()["results"]
    assert found
    for one in found:
        assert list(OAS31Validator(schema).iter_errors(one)) == []


@pytest.mark.parametrize(("address", "status"), REFUSALS)
def test_what_is_refused(
    client: Client, description: dict[str, Any], address: str, status: int
) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    check(description, address, "get", answer)


def test_what_is_written(client: Client, description: dict[str, Any]) -> None:
    alice, rui = people.editor("alice"), people.reviewer("rui")

    def write(user: User | None, status: int, path: str, body: object, **headers: str) -> None:
        client.logout()
        if user is not None:
            client.force_login(user)
        method = client.put if path == KEY else client.post
        kind = "application/json"
        answer = method(f"/api/v1/{path}", json.dumps(body), content_type=kind, headers=headers)
        assert answer.status_code == status, answer.content
        check(description, path, "put" if path == KEY else "post", answer)

    write(None, 401, KEY, {"value": 2.4})
    write(alice, 428, KEY, {"value": 2.4})
    write(alice, 400, KEY, {"value": "x"}, **{"If-None-Match": "*"})
    write(alice, 412, KEY, {"value": 2.4}, **{"If-Match": '"1"'})
    write(alice, 201, KEY, {"value": 30}, **{"If-None-Match": "*"})
    write(alice, 200, KEY, {"value": 40}, **{"If-Match": '"1"'})
    write(alice, 412, KEY, {"value": 2.4}, **{"If-Match": '"1"'})
    write(rui, 403, KEY, {"value": 2.4}, **{"If-Match": '"2"'})
    write(rui, 409, f"{KEY}approve/", {}, **{"If-Match": '"2"'})
    write(alice, 400, f"{KEY}submit/", {}, **{"If-Match": '"2"'})
    write(alice, 428, f"{KEY}submit/", {})
    write(alice, 412, f"{KEY}submit/", {}, **{"If-Match": '"1"'})
    said = {"plan": "yangquan-2025", "task": "1", "status": "in_progress", "text": "已完成一半"}
    write(None, 401, "progress/", said)
    write(alice, 400, "progress/", {**said, "percent": 101})
    write(alice, 201, "progress/", said)
    write(alice, 200, "progress/", said)
    write(rui, 403, "progress/", said)
    write(rui, 404, "progress/", {**said, "task": "99"})
    write(alice, 404, f"{KEY.replace('140300', '149999')}submit/", {}, **{"If-Match": '"1"'})


def check(description: dict[str, Any], address: str, method: str, answer: Any) -> None:
    """Its status and type are described, and its body is as described."""
    operation = _operation(description, address, method)
    kinds = operation["responses"][str(answer.status_code)]["content"]
    assert answer["Content-Type"] in kinds
    schema = kinds[answer["Content-Type"]]["schema"] | {"components": description["components"]}
    wrong = [
        (list(error.absolute_path), error.message)
        for error in OAS31Validator(schema).iter_errors(answer.json())
    ]
    assert wrong[:3] == []


def _operation(description: dict[str, Any], address: str, method: str) -> dict[str, Any]:
    """What is described of an address: that of the path with the fewest holes."""
    wanted = f"/api/v1/{address.partition('?')[0]}"
    found = [
        path
        for path in description["paths"]
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), wanted)
    ]
    operation: dict[str, Any] = description["paths"][min(found, key=lambda one: one.count("{"))]
    described: dict[str, Any] = operation[method]
    return described


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for one in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(one, dict | list):
            yield from _objects(one)
