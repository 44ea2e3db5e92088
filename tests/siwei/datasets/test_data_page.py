"""The page of the data sets, and what it tells search engines and other catalogues."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from common.api.columns import columns_of
from common.column_kinds import Kind
from indicators.actuals.models import Actual
from siwei.datasets.selectors.sets import SETS
from siwei.datasets.wording.columns import column_title, column_unit
from siwei.datasets.wording.sets import FORMATS
from tests import factories

HERE = "https://siwei.example"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def page_of(client: Client, language: str = "zh-hans") -> str:
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    answer = client.get("/data/")
    assert answer.status_code == 200
    return answer.content.decode()


def facts(html: str, name: str) -> dict[str, str]:
    """What the table of a set says, by its heads."""
    section = html.split(f'<section class="section" aria-labelledby="{name}">')[1]
    table = section.split("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table, re.S)
    return {head: unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for head, cell in rows}


def links(html: str) -> list[str]:
    found = re.findall(r'href="(/api/v1/datasets/[^"]+)"', html)
    return [unescape(one) for one in dict.fromkeys(found)]


def test_it_counts_what_the_public_sees(client: Client, demo: None) -> None:
    html = page_of(client)
    for name in SETS:
        listed = client.get(f"/api/v1/{name}/?page_size=1").json()["count"]
        assert facts(html, name)["行数"] == str(listed) != "0"
    years = [
        one["year"] for one in json.loads(client.get("/api/v1/datasets/actuals.json").getvalue())
    ]
    assert facts(html, "actuals")["年份"] == f"{min(years)}–{max(years)}"
    assert "本页含演示数据" in html


def test_what_is_in_work_changes_nothing(client: Client, db: None) -> None:
    factories.mini_plan()
    empty = [facts(page_of(client), name) for name in SETS]
    factories.actual()
    published = [facts(page_of(client), name) for name in SETS]
    changed = [name for name, *two in zip(SETS, empty, published, strict=True) if two[0] != two[1]]
    assert changed == ["actuals", "assessments"]
    assert published[0]["最后变化"] == f"{timezone.localtime(factories.NOW):%Y-%m-%d %H:%M}"
    draft = factories.actual("irrigation_efficiency", 2024, state="draft", published=None)
    Actual.objects.filter(pk=draft.pk).update(updated_at=timezone.now() + timedelta(days=1))
    assert [facts(page_of(client), name) for name in SETS] == published


def test_an_empty_site_has_its_page(client: Client, db: None) -> None:
    html = page_of(client)
    assert {facts(html, name)["行数"] for name in SETS} == {"0"}
    assert {facts(html, name)["最后变化"] for name in SETS} == {"—"}
    assert client.get("/data/catalog.jsonld").status_code == 200


def test_every_file_is_what_it_is_said_to_be(client: Client, plans: None) -> None:
    said = {one.extension: one.media_type for one in FORMATS}
    found = [link for link in links(page_of(client)) if "?" not in link]
    package = "/api/v1/datasets/datapackage.json"
    files = [link for link in found if link != package]
    assert package in found and len(files) >= 5 * len(SETS)
    for link in files:
        answer = client.head(link)
        extension = link.rpartition("/")[2].partition(".")[2]
        assert answer.status_code == 200, link
        plain = answer["Content-Type"].replace("; charset=utf-8", "")
        assert plain in (said[extension], said[extension].partition(";")[0]), link


def test_every_example_of_a_filter_works(client: Client, demo: None) -> None:
    examples = [link for link in links(page_of(client)) if "?" in link]
    assert len(examples) > 20
    assert {link: client.head(link).status_code for link in examples} == dict.fromkeys(
        examples, 200
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_filter_and_column_is_explained(client: Client, plans: None, language: str) -> None:
    html = page_of(client, language)
    for name, one in SETS.items():
        section = html.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]
        heads = re.findall(r'<th scope="row"><code>(.*?)</code></th>', section)
        assert heads == [*one.filters.base_filters, *(column.name for column in one.columns)]
        words = re.findall(r'<td class="words"[^>]*><div>(.*?)</div>', section, re.S)
        assert len(words) == len(heads) and all(words)


def test_every_column_has_a_title_and_every_number_a_unit() -> None:
    for name, one in SETS.items():
        for column in columns_of(one.serializer()):
            assert column_title(name, column.name)
            assert bool(column_unit(name, column.name)) == (column.kind is Kind.DECIMAL)


def metadata(client: Client) -> dict[str, Any]:
    (found,) = re.findall(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page_of(client)
    )
    return json.loads(found)


REQUIRED = (
    *("@id", "name", "description", "url", "license", "creator", "dateModified", "distribution"),
    *("temporalCoverage", "spatialCoverage", "variableMeasured", "includedInDataCatalog"),
)


def test_search_engines_are_told_all_of_it(client: Client, demo: None, settings: Settings) -> None:
    settings.BASE_URL, settings.PUBLISHER = HERE, "山西省水利厅"
    settings.DATA_LICENCE, settings.CONTACT = LICENCE, "water@siwei.example"
    found = metadata(client)
    assert found["@context"] == "https://schema.org"
    catalogue, *sets = found["@graph"]
    assert catalogue["@type"] == "DataCatalog"
    assert [one["@id"] for one in catalogue["dataset"]] == [one["@id"] for one in sets]
    assert [one["@id"] for one in sets] == [f"{HERE}/data/#{name}" for name in SETS]
    for one in sets:
        assert one["@type"] == "Dataset"
        assert [name for name in REQUIRED if not one.get(name)] == []
        assert 50 <= len(one["description"]) <= 5000
        assert one["license"] == LICENCE
        assert one["creator"]["name"] == "山西省水利厅"
        assert one["creator"]["contactPoint"]["email"] == "water@siwei.example"
        assert re.fullmatch(r"\d{4}/\d{4}", one["temporalCoverage"])
        assert {"name": "山西省", "identifier": "140000", "@type": "Place"} in one[
            "spatialCoverage"
        ]
        for file in one["distribution"]:
            assert file["encodingFormat"] in {form.media_type for form in FORMATS}
            assert file["contentUrl"].startswith(f"{HERE}/api/v1/datasets/")
    values = {one["name"]: one for one in sets[0]["variableMeasured"]}
    assert values["value"]["unitText"] == "见 unit 列" and "编造" in sets[0]["description"]


def test_what_is_not_set_is_not_claimed(client: Client, plans: None, settings: Settings) -> None:
    settings.BASE_URL = HERE
    _catalogue, *sets = metadata(client)["@graph"]
    html = page_of(client)
    assert {one["license"] for one in sets} == {f"{HERE}/data/#licence"}
    assert 'id="licence"' in html and "没有写明许可协议" in html
    assert "creativecommons" not in html and "contactPoint" not in html
    assert {one["creator"]["name"] for one in sets} == {"四水四定目标跟踪"}
    catalogue = client.get("/data/catalog.jsonld").json()
    assert "dcterms:license" not in catalogue and "dcterms:rights" in catalogue


def test_the_metadata_ends_no_script_and_has_the_nonce_of_the_page(
    client: Client, plans: None, settings: Settings
) -> None:
    settings.PUBLISHER = "</script><b>&amp;"
    assert metadata(client)["@graph"][1]["publisher"]["name"] == settings.PUBLISHER
    answer = client.get("/data/")
    html = answer.content.decode()
    assert "<b>" not in html
    (nonce,) = re.findall(r'<script type="application/ld\+json" nonce="([^"]+)"', html)
    assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]


# DCAT-AP asks for these; each may be several.
CATALOGUE = ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcat:dataset")
DATASET = (
    *("dcterms:title", "dcterms:description", "dcterms:publisher", "dcterms:identifier"),
    *("dcterms:license", "dcterms:modified", "dcterms:temporal", "dcterms:spatial"),
    *("dcterms:accrualPeriodicity", "dcat:distribution", "dcat:landingPage", "dcat:contactPoint"),
)
DISTRIBUTION = ("dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dcterms:license")
SERVICE = ("dcterms:title", "dcat:endpointURL", "dcat:endpointDescription", "dcat:servesDataset")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for name, one in value.items():
            if name != "@context":
                yield from nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from nodes(one)


def test_other_catalogues_are_told_all_of_it(
    client: Client, demo: None, settings: Settings
) -> None:
    settings.BASE_URL, settings.PUBLISHER = HERE, "山西省水利厅"
    settings.DATA_LICENCE, settings.CONTACT = LICENCE, f"{HERE}/ask"
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"  # all the same in both
    answer = client.get("/data/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    found = answer.json()
    sets, services = found["dcat:dataset"], found["dcat:service"]
    kinds = [
        ("dcat:Catalog", CATALOGUE, [found]),
        ("dcat:Dataset", DATASET, sets),
        ("dcat:Distribution", DISTRIBUTION, [f for one in sets for f in one["dcat:distribution"]]),
        ("dcat:DataService", SERVICE, services),
    ]
    for kind, required, described in kinds:
        assert described and {one["@type"] for one in described} == {kind}
        for one in described:
            assert [name for name in required if not one.get(name)] == [], one["@id"]
    assert [one["dcterms:identifier"] for one in sets] == list(SETS)
    assert {text["@language"] for text in sets[0]["dcterms:title"]} == {"zh-Hans", "en"}
    assert sets[0]["dcterms:title"][0]["@value"] == "年度实际值"
    assert sets[0]["dcat:contactPoint"]["vcard:hasURL"] == {"@id": f"{HERE}/ask"}


def test_the_catalogue_is_json_ld(client: Client, demo: None, settings: Settings) -> None:
    """Each name has its prefix, each thing a whole address, each typed text its form."""
    settings.BASE_URL = HERE
    found = client.get("/data/catalog.jsonld").json()
    prefixes = found["@context"]
    for node in nodes(found):
        for name in node:
            assert name.startswith("@") or name.partition(":")[0] in prefixes, name
        if "@id" in node:
            assert urlsplit(node["@id"]).scheme in ("http", "https"), node
        if "@value" in node:
            assert node["@value"] and len(node.keys() & {"@language", "@type"}) == 1
        elif "@type" in node:
            assert node["@type"].partition(":")[0] in prefixes
    (day,) = {one["dcterms:modified"]["@type"] for one in found["dcat:dataset"]}
    assert day == "xsd:dateTime"


def test_it_is_read_by_who_may_read(client: Client, db: None, settings: Settings) -> None:
    settings.PUBLIC_READ = False
    for path in ("/data/", "/data/catalog.jsonld", "/developers/"):
        assert client.get(path).status_code == 302
    assert client.get("/api/v1/datasets/datapackage.json").status_code == 401


def test_it_costs_the_same_however_much_there_is(
    client: Client, plans: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(10):
        client.get("/data/catalog.jsonld")
