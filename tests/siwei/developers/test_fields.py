"""Every field and parameter of the API is described, in both languages, and numbers say their
unit."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.utils import translation

Named = Callable[[dict[str, Any]], Iterator[tuple[str, dict[str, Any]]]]
CHINESE = re.compile("[\u4e00-\u9fff]")
# What says in what a number counts.
UNITS = re.compile(
    r"unit|单位|per cent|%|百分|share|比例|0 to 1\b|0 至 1\b|to compare|用来比较|1 is just|1 为恰好"
)


def described(language: str) -> dict[str, Any]:
    out = StringIO()
    with translation.override(language):
        call_command("spectacular", stdout=out)
    return yaml.safe_load(out.getvalue())


@pytest.fixture(scope="module")
def both() -> dict[str, dict[str, Any]]:
    return {language: described(language) for language in ("zh-hans", "en")}


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row, one in schema["components"]["schemas"].items():
        for name, field in one.get("properties", {}).items():
            yield f"{row}.{name}", field


def parameters(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            for one in operation.get("parameters", []):
                yield f"{method} {path} {one['name']}", one


@pytest.mark.parametrize("named", [fields, parameters])
def test_everything_is_described_in_both_languages(
    both: dict[str, dict[str, Any]], named: Named
) -> None:
    chinese = {name: one.get("description", "") for name, one in named(both["zh-hans"])}
    english = {name: one.get("description", "") for name, one in named(both["en"])}
    assert len(english) > 400 and chinese.keys() == english.keys()
    assert [name for name, said in english.items() if not said] == []
    assert [name for name, said in chinese.items() if not CHINESE.search(said)] == []
    untranslated = [name for name, said in english.items() if said == chinese[name]]
    assert untranslated == []


def test_every_number_says_in_what_it_counts(both: dict[str, dict[str, Any]]) -> None:
    for schema in both.values():
        silent = [
            name
            for name, one in fields(schema)
            if "number" in one.get("type", "") and not UNITS.search(one["description"])
        ]
        assert silent == []


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "行政区代码"), ("en", "The code of the region")]
)
def test_the_schema_speaks_the_language_that_is_asked_for(
    client: Client, db: None, lang: str, words: str
) -> None:
    response = client.get(f"/api/schema/?format=json&lang={lang}")
    region = response.json()["components"]["schemas"]["Actual"]["properties"]["region"]
    assert region["description"].startswith(words)


def test_a_language_that_is_not_known_is_refused(client: Client, db: None) -> None:
    response = client.get("/api/schema/?lang=fr")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "lang"
