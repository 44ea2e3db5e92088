"""Every list as CSV, with the columns that are asked for: the page of its JSON, cell by cell."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas
import pytest
import simplejson
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.live_server_helper import LiveServer

from common.api.tables import CSVRenderer
from common.sheets import guarded
from indicators.actuals.selectors.country import country
from siwei.api_urls import router
from tests import factories, people
from tests.siwei.test_api_contract import problem

# Every list of the router, with what it has to be asked.
ADDRESSES = {
    "regions": "regions/?",
    "departments": "departments/?region=140300&",
    "plans": "plans/?",
    "clauses": "plans/yangquan-2025/clauses/?",
    "indicators": "indicators/?",
    "series-breaks": "series-breaks/?",
    "plan-indicators": "plan-indicators/?plan=yangquan-2025&",
    "targets": "targets/?plan=yangquan-2025&",
    "conflicts": "conflicts/?plan=yangquan-2025&",
    "actuals": "actuals/?region=140300,140100&",
    "revisions": "actuals/140300.total_water_use.2025/revisions/?",
    "assessments": "assessments/?region=140300&year=2024:2026&",
    "comparison": "comparison/?indicator=total_water_use&year=2025&",
    "completeness": "completeness/?",
    "tasks": "tasks/?plan=yangquan-2025&",
    "milestones": "milestones/?plan=yangquan-2025&",
    "progress": "progress/?",
}


def table(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer, each text as it was before it was guarded."""
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = answer.content.decode("utf-8")
    assert content.startswith("\ufeff")
    heads, *lines = csv.reader(io.StringIO(content[1:], newline=""))
    assert all(len(line) == len(heads) for line in lines)
    return [
        dict(zip(heads, [cell.removeprefix("'") for cell in line], strict=True)) for line in lines
    ]


def flat(row: dict[str, Any], way: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from flat(value, f"{way}{name}.")
        else:
            yield f"{way}{name}", value


def at(row: dict[str, Any], way: str) -> Any:
    """What stands there, None too where the object is null that it would stand in."""
    value: Any = row
    for name in way.split("."):
        value = None if value is None else value[name]
    return value


def written(value: Any) -> str:
    """A value of the JSON as its cell has it, numbers digit for digit."""
    if isinstance(value, list):
        text: str = simplejson.dumps(
            value, use_decimal=True, ensure_ascii=False, separators=(",", ":")
        )
        return text
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = json.loads(answer.content, parse_float=Decimal)["results"]
    return found


def test_the_table_of_this_test_has_every_list() -> None:
    registry: Any = router.registry
    tables = {name for _, view, name in registry if CSVRenderer in view.list_renderer_classes}
    assert ADDRESSES.keys() == tables


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("caller", ["the public", "a reviewer"])
def test_a_table_says_what_the_json_does(
    client: Client, demo: None, name: str, caller: str
) -> None:
    if caller == "a reviewer":
        client.force_login(people.reviewer("rui"))
    address = f"/api/v1/{ADDRESSES[name]}page_size=40"
    said = client.get(address)
    answer = client.get(address, headers={"Accept": "text/csv"})
    rows, lines = results(said), table(answer)
    assert len(rows) == len(lines) > 0
    for row, line in zip(rows, lines, strict=True):
        assert line == {way: written(at(row, way)) for way in line}
        for way, value in flat(row):
            in_it = any(one.startswith(f"{way}.") for one in line)
            assert way in line or (value is None and in_it), way
    assert answer["Link"] == said["Link"]
    assert answer["Content-Disposition"] == f'attachment; filename="siwei-{name}.csv"'
    assert answer["ETag"] != said["ETag"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_address_may_end_in_what_it_is_to_be(client: Client, demo: None, name: str) -> None:
    address, _mark, query = ADDRESSES[name].partition("/?")
    by_format = client.get(f"/api/v1/{address}/?{query}page_size=3&format=csv")
    by_ending = client.get(f"/api/v1/{address}.csv?{query}page_size=3")
    assert by_ending.content == by_format.content
    assert client.get(f"/api/v1/{address}.json?{query}page_size=3&count=false").json()["results"]
    if 'rel="next"' in by_ending["Link"]:
        assert f"/api/v1/{address}.csv?" in by_ending["Link"]
    problem(client.get(f"/api/v1/{address}.csv?{query}format=csv"), 400)
    client.force_login(people.person("alice"))
    refused = client.post(f"/api/v1/{address}.csv", {}, content_type="application/json")
    assert (problem(refused, 405), refused["Allow"])[1] == "GET, HEAD, OPTIONS"


def test_pandas_reads_it(client: Client, demo: None) -> None:
    """With two lines: texts as they are, but for the guard."""
    answer = client.get("/api/v1/plans/yangquan-2025/clauses.csv?page_size=1000")
    frame = pandas.read_csv(io.BytesIO(answer.content), dtype=str, keep_default_na=False)
    frame = frame.map(lambda cell: cell.removeprefix("'"))
    said = client.get("/api/v1/plans/yangquan-2025/clauses/?page_size=1000").json()["results"]
    assert frame["key"].tolist() == [row["key"] for row in said]
    assert frame["text"].tolist() == [row["text"] for row in said]
    assert frame["order"].astype(int).tolist() == [row["order"] for row in said]
    values = pandas.read_csv(
        io.BytesIO(client.get("/api/v1/actuals.csv?page_size=1000").content),
        dtype={"value": str},
    )
    rows = results(client.get("/api/v1/actuals/?page_size=1000"))
    assert values["value"].dropna().tolist() == [
        str(row["value"]) for row in rows if row["value"] is not None
    ]


@pytest.mark.django_db(transaction=True)
def test_the_program_of_the_documentation(live_server: LiveServer) -> None:
    text = (configured.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    section = text.split("\n### Columns, order and CSV\n")[1].split("\n### ")[0]
    block = section[section.index("    import csv\n") :]
    names: dict[str, Any] = {}
    exec(block.replace("\n    ", "\n").removeprefix("    "), names)  # our own document
    factories.mini_plan()
    for year in (2023, 2024):
        factories.actual(year=year, value="2.270", published="2.270")
    address = f"{live_server.url}/api/v1/actuals.csv"
    rows = names["table"](address, fields="year,value", ordering="-year", page_size=1)
    assert rows == [{"year": "2024", "value": "2.270"}, {"year": "2023", "value": "2.270"}]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("2.10", "'2.10"),
        ("'已引", "''已引"),
        ("甲,乙\n丙", "甲,乙\n丙"),
        ("2025", "2025"),
    ],
)
def test_a_formula_is_guarded(client: Client, db: None, text: str, cell: str) -> None:
    made = factories.mini_plan()
    made.plan.note = text
    made.plan.save()
    answer = client.get("/api/v1/plans.csv?fields=note,year")
    _heads, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert line == [cell, "2025"]
    assert guarded(text) == cell


def test_an_empty_list_has_its_heads(client: Client, db: None) -> None:
    factories.regions()
    answer = client.get("/api/v1/regions.csv?search=nowhere")
    assert answer.content.decode().split("\r\n")[0].startswith("\ufeffcode,name,name_en,level")
    assert table(answer) == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_the_fields_that_are_asked_for(client: Client, demo: None, name: str) -> None:
    address = f"/api/v1/{ADDRESSES[name]}page_size=5"
    whole, lines = results(client.get(address)), table(client.get(f"{address}&format=csv"))
    columns = list(lines[0])
    wanted = [columns[-1], columns[0], columns[len(columns) // 2]]
    asked = f"{address}&fields={','.join(wanted)}"
    assert [list(line.items()) for line in table(client.get(f"{asked}&format=csv"))] == [
        [(one, line[one]) for one in wanted] for line in lines
    ]
    tops = {one.split(".")[0] for one in wanted}
    for row, full in zip(results(client.get(asked)), whole, strict=True):
        assert row.keys() == tops
        for way, value in flat(row):
            assert dict(flat(full))[way] == value


def test_an_object_may_be_named_as_a_whole_or_by_what_is_in_it(client: Client, demo: None) -> None:
    address = "/api/v1/assessments/?region=140300&year=2025&indicator=total_water_use"

    def asked(fields: str) -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"{address}&fields={fields}").json()["results"][0]
        return found

    assert asked("year,limit.value,limit.basis").keys() == {"year", "limit"}
    assert asked("limit.value")["limit"].keys() == {"value"}
    assert len(asked("limit")["limit"]) == len(asked("limit.value,limit")["limit"]) > 5
    # An object is all of its columns; none comes twice.
    heads = list(table(client.get(f"{address}&fields=limit.basis,limit&format=csv"))[0])
    assert heads[0] == "limit.basis" and len(set(heads)) == len(heads) > 5
    assert (
        "fields=limit.basis"
        in client.get(
            f"{address.replace('year=2025', 'year=2020:2030')}&fields=limit.basis&page_size=1"
        )["Link"]
    )


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("regions/?fields=", "fields", "empty"),
        ("regions/?fields=code,", "fields", "invalid"),
        ("regions/?fields=nosuch", "fields", "unknown"),
        ("regions/?fields=successors.code", "fields", "unknown"),  # what repeats is one field
        ("regions/?fields=code.x", "fields", "unknown"),
        ("regions/?fields=%00", "fields", "null_characters_not_allowed"),
        (f"regions/?fields={'x' * 2001}", "fields", "max_length"),
        ("regions/?ordering=", "ordering", "empty"),
        ("regions/?ordering=name", "ordering", "unknown"),
        ("regions/?ordering=--code", "ordering", "unknown"),
        ("regions/?ordering=code,-code", "ordering", "repeated"),
        ("assessments/?ordering=gap", "ordering", "unknown"),
        ("comparison/?indicator=total_water_use&ordering=actual", "ordering", "unknown"),
        ("completeness/?ordering=rate", "ordering", "unknown"),
        ("regions/140300/?fields=code", "fields", "unknown_parameter"),
        ("regions/140300/?ordering=code", "ordering", "unknown_parameter"),
        ("regions/140300/?format=csv", "format", "unknown"),
        ("regions.csv?format=json", "format", "repeated"),
        ("regions.csv?format=csv&format=csv", "format", "repeated"),
        ("regions.csv?after=x&page_size=0", "page_size", "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: Client, db: None, query: str, field: str, code: str
) -> None:
    factories.mini_plan()
    body = problem(client.get(f"/api/v1/{query}"), 400)
    assert [(one["field"], one["code"]) for one in body["errors"]] == [(field, code)]
    assert "%(" not in body["detail"]


def test_a_refusal_names_what_is_known(client: Client, db: None) -> None:
    factories.regions()
    told = problem(client.get("/api/v1/regions/?fields=nosuch&ordering=nosuch&x=1"), 400)
    messages = {one["field"]: one["message"] for one in told["errors"]}
    assert "code、name、name_en、level" in messages["fields"]
    assert "code、-code、valid_from、-valid_from" in messages["ordering"]
    assert "fields、ordering" in messages["x"]


def test_a_csv_that_cannot_be_had_is_a_problem(client: Client, db: None) -> None:
    factories.mini_plan()
    problem(client.get("/api/v1/regions.csv?page=9"), 404)
    problem(client.get("/api/v1/plans/nosuch/clauses.csv"), 404)
    problem(client.get("/api/v1/regions.xml"), 404)
    problem(client.get("/api/v1/regions/140300/", headers={"Accept": "text/csv"}), 406)


def test_what_nobody_asks_for_is_not_computed(client: Client, db: None) -> None:
    factories.mini_plan()
    factories.actual(state="submitted", published=None)
    client.force_login(people.reviewer("rui"))
    country()  # known by now, as to whoever asks a second time

    def cost(fields: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert results(client.get(f"/api/v1/actuals/?count=false&fields={fields}"))
        return len(found)

    assert cost("key,value,state") == cost("key") < cost("may")
    whole = 1  # the values in work, read as such once for both
    assert cost("may") + cost("remarks") - cost("key") - whole == cost("may,warnings,remarks")


def test_the_reasons_of_verdicts_are_worded_where_they_are_asked_for(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.mini_plan()
    monkeypatch.setattr("indicators.assessments.api.explain", lambda _one: "理由")
    address = "/api/v1/assessments/?page_size=1&fields="
    assert results(client.get(f"{address}reason")) == [{"reason": "理由"}]
    monkeypatch.delattr("indicators.assessments.api.explain")
    assert results(client.get(f"{address}year,status"))


def test_who_is_not_let_in_gets_no_table(client: Client, db: None, settings: Any) -> None:
    settings.PUBLIC_READ = False
    problem(client.get("/api/v1/regions.csv"), 401)
    client.force_login(User.objects.create_user("alice"))
    assert client.get("/api/v1/regions.csv").status_code == 200
