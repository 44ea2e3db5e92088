"""The data package: frictionless, a program that we did not write, checks our CSV files by it."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils.translation import override
from frictionless import validate
from pytest_django import DjangoAssertNumQueries, Settings

from common.api.languages import LANGUAGES
from siwei.datasets.wording.columns import column_unit
from tests import factories

PACKAGE = "/api/v1/datasets/datapackage.json"
DOCUMENT = (configured.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
REFERENCES = ["regions", "indicators"]
ALL = ["actuals", "targets", "assessments", "tasks"]


def package(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{PACKAGE}{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def resource(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = (one for one in found["resources"] if one["name"] == name)
    return one


def fields(found: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in resource(found, name)["schema"]["fields"]}


@pytest.fixture
def save(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`save_package` as it stands in docs/api.md."""

    def ask(address: str) -> io.BytesIO:
        parts = urlsplit(address)
        assert parts.netloc == "siwei.example"
        answer = client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, answer.content if not answer.streaming else address
        return io.BytesIO(answer.getvalue())

    monkeypatch.setattr(urllib.request, "urlopen", ask)
    (block,) = (
        one
        for one in re.findall(r"(?:^    .*\n|^\n)+", DOCUMENT, re.MULTILINE)
        if "def save_package" in one
    )
    names: dict[str, Any] = {}
    exec(re.sub(r"^    ", "", block, flags=re.MULTILINE), names)  # our own document
    return names["save_package"]


def faults(folder: Path) -> set[tuple[str, str]]:
    """(file, kind) of all that frictionless finds."""
    report = validate(str(folder / "datapackage.json"))
    assert report.errors == []
    return {(task.name, error.type) for task in report.tasks for error in task.errors}


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"region": "140300"}, ALL),
        ({"indicator": "total_water_use,gdp_water_intensity_reduction", "year": ":2030"}, ALL[:3]),
        ({"plan": "taiyuan-2026", "lang": "en"}, ALL[1:]),
        ({"region": "140300", "year": "2025:2030", "as_of": "2026-03-31"}, ALL[:3]),
    ],
    ids="&".join,
)
def test_a_package_with_its_files_is_valid(
    demo: None, save: Callable[..., None], tmp_path: Path, filters: dict[str, str], names: list[str]
) -> None:
    save("https://siwei.example", tmp_path, **filters)
    found = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in found["resources"]] == [*names, *REFERENCES]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["datapackage.json", *(f"{name}.csv" for name in names)]
    )
    assert faults(tmp_path) == set()


# (file, column, what is put into its first row; None: into its second, what the first has), and
# what is found.
SPOILT = {
    ("actuals", "value", "二"): "type-error",
    ("actuals", "updated_at", "昨天"): "type-error",
    ("actuals", "demo", "maybe"): "type-error",
    ("actuals", "state", "guessed"): "constraint-error",
    ("actuals", "year", ""): "constraint-error",
    ("actuals", "key", None): "primary-key",
    ("actuals", "region", "999999"): "foreign-key",
    ("targets", "indicator", "happiness"): "foreign-key",
    ("targets", "citations", "none"): "type-error",
    ("assessments", "limit.basis", "rumour"): "constraint-error",
    ("assessments", "status", "fine"): "constraint-error",
    ("tasks", "key", None): "primary-key",
}


def test_what_is_spoilt_is_found(plans: None, save: Callable[..., None], tmp_path: Path) -> None:
    factories.actual()
    factories.actual("irrigated_area", 2024)
    save("https://siwei.example", tmp_path, region="140300")
    assert faults(tmp_path) == set()
    found = {}
    for name, column, cell in SPOILT:
        file = tmp_path / f"{name}.csv"
        whole = file.read_bytes()
        file.write_bytes(spoilt(whole, column, cell))
        found[name, column, cell] = faults(tmp_path)
        file.write_bytes(whole)
    assert found == {case: {(case[0], kind)} for case, kind in SPOILT.items()}


def spoilt(content: bytes, column: str, cell: str | None) -> bytes:
    heads, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    place = heads.index(column)
    if cell is None:
        rows[1][place] = rows[0][place]
    else:
        rows[0][place] = cell
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_is_described(client: Client, plans: None, language: str) -> None:
    found = package(client, f"?lang={language}")
    for name in ALL:
        described = fields(found, name)
        header = client.get(f"/api/v1/datasets/{name}.csv").getvalue().decode("utf-8-sig")
        assert list(described) == header.splitlines()[0].split(",")
        for field in described.values():
            assert field["title"] and field["type"]
            with override(LANGUAGES[language]):
                unit = column_unit(name, field["name"])
            assert (field["type"] == "number") == bool(unit)
            assert unit in field["description"]
            enum = field.get("constraints", {}).get("enum")
            assert enum == ([one["value"] for one in field["categories"]] if enum else None)


def test_types_words_and_keys(client: Client, plans: None) -> None:
    found = package(client, "?lang=en")
    actuals, targets = fields(found, "actuals"), fields(found, "targets")
    assert {name: one["type"] for name, one in actuals.items()} | {"source": ""} == {
        **dict.fromkeys(("key", "region", "indicator", "unit", "obs_status", "state"), "string"),
        **dict.fromkeys(("year", "base_year", "version"), "integer"),
        **dict.fromkeys(("value", "withdrawn.value"), "number"),
        **dict.fromkeys(("updated_at", "withdrawn.at"), "datetime"),
        **dict.fromkeys(("note", "withdrawn.organ", "withdrawn.reason"), "string"),
        **{"withdrawn.obs_status": "string", "demo": "boolean", "source": ""},
    }
    assert targets["effective_on"]["type"] == "date"
    assert targets["citations"]["type"] == "array"
    # In a spreadsheet `=` alone is a formula, so that the file has an apostrophe before it.
    assert targets["comparator"]["constraints"]["enum"] == ["<=", ">=", "'="]
    assert targets["nature"]["constraints"]["enum"] == ["constraint", "expected", "unstated"]
    assert {"value": "constraint", "label": "binding"} in targets["nature"]["categories"]
    assert actuals["year"]["constraints"] == {"required": True}
    assert "constraints" not in actuals["value"]
    schema = resource(found, "actuals")["schema"]
    assert (schema["primaryKey"], schema["missingValues"]) == (["key"], [""])
    assert "primaryKey" not in resource(found, "targets")["schema"]  # a year may be missing
    assert {"plan", "region", "indicator", "year", "base_year"} <= set(
        resource(found, "targets")["schema"]["uniqueKeys"][0]
    )


def test_what_it_says_of_itself(client: Client, plans: None, settings: Settings) -> None:
    settings.BASE_URL = "https://siwei.example"
    found = package(client)
    assert found["homepage"] == "https://siwei.example/data/"
    assert "licenses" not in found and "没有写明许可协议" in found["description"]
    assert found["contributors"][0]["title"] == "四水四定目标跟踪"
    assert {"https://siwei.example/plans/yangquan-2025/"} <= {
        one["path"] for one in found["sources"]
    }
    assert "演示" not in found["description"]
    settings.PUBLISHER = "山西省水利厅"
    settings.DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    found = package(client)
    assert found["licenses"] == [{"path": settings.DATA_LICENCE}]
    assert found["contributors"][0]["title"] == "山西省水利厅"


def test_it_says_that_values_are_invented(client: Client, demo: None) -> None:
    assert "编造" in package(client)["description"]


@pytest.mark.parametrize(
    ("query", "names", "asked"),
    [
        ("", ALL, ""),
        ("?lang=en", ALL, ""),
        ("?region=140300,140100", ALL, "?region=140300,140100"),
        ("?region=140300&region=140100", ALL, "?region=140300&region=140100"),
        ("?as_of=2026-03-31T12:00:00%2B08:00", ALL[:3], "?as_of=2026-03-31T12:00:00%2B08:00"),
        ("?published=true", ALL[:1], "?published=true"),
        ("?search=管网", ["tasks"], "?search=%E7%AE%A1%E7%BD%91"),
    ],
)
def test_a_filtered_package_has_filtered_files(
    client: Client, plans: None, query: str, names: list[str], asked: str
) -> None:
    paths = {one["name"]: one["path"] for one in package(client, query)["resources"][:-2]}
    assert paths == {name: f"{name}.csv{asked}" for name in names}
    for path in paths.values():
        assert client.get(f"/api/v1/datasets/{path}").status_code == 200


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("?regoin=1", {"regoin": "unknown_parameter"}),
        ("?page=1", {"page": "unknown_parameter"}),
        ("?regoin=1&region=140300", {"regoin": "unknown_parameter"}),
        (
            "?indicator=total_water_use&role=lead",
            {"indicator": "not_together", "role": "not_together"},
        ),
        ("?region=1", {"region": "unknown"}),
        ("?region=", {"region": "empty"}),
        ("?status=breached", {"status": "unknown"}),  # of assessments, but not of tasks
        ("?year=abc", {"year": "invalid"}),
        ("?as_of=2999-01-01", {"as_of": "future"}),
        ("?lang=fr", {"lang": "invalid"}),
    ],
)
def test_what_is_not_known_is_refused_by_name(
    client: Client, plans: None, query: str, errors: dict[str, str]
) -> None:
    answer = client.get(f"{PACKAGE}{query}")
    assert answer.status_code == 400
    assert {one["field"]: one["code"] for one in answer.json()["errors"]} == errors


def test_it_costs_the_same_however_much_there_is(
    client: Client, plans: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        package(client)
