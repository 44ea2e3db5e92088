"""Promises on the pages: as printed, with their sentences, and the same as in the API."""

import re

import pytest
from django.test import Client

from tests.factories import mini_plan


def test_a_value_stands_as_printed_beside_its_sentence(client: Client, plans: None) -> None:
    page = client.get("/cities/140300/plan/").content.decode()
    row = page[page.rindex("万元工业增加值用水量下降幅度</a>") :]  # the table of targets
    row = row[: row.index("</tr>")]
    cited = r'#([\w.]+)" title="[^"]*" lang="zh-Hans"><span[^>]*><span[^>]*>([^<]+)</span>'
    assert re.findall(cited, row) == [("a1.3", "9.0"), ("a1.3", "3.5")]
    assert "比 2020 年" in row
    assert "比 2025 年" in row


@pytest.mark.parametrize(
    ("indicator", "unit", "other"),
    [("groundwater_level", "米", "无量纲"), ("irrigation_efficiency", "无量纲", "米")],
)
def test_where_no_unit_is_printed_the_catalogues_stands(
    client: Client, plans: None, indicator: str, unit: str, other: str
) -> None:
    page = client.get(f"/indicators/{indicator}/?region=140400").content.decode()
    assert f"<dd>{unit}</dd>" in page[page.index('id="changzhi-2025-140400"') :]
    assert f"<dd>{other}</dd>" not in page


def test_an_indicator_page_has_every_city_that_promises_it(client: Client, plans: None) -> None:
    page = client.get("/indicators/total_water_use/").content.decode()
    rows = client.get("/api/v1/plan-indicators/?indicator=total_water_use").json()["results"]
    assert len(rows) >= 4
    for row in rows:
        assert f'id="{row["plan"]}-{row["region"]}"' in page
        for target in row["targets"]:
            for citation in target["citations"]:
                assert citation["quote"] in page


def test_the_conflicts_are_those_of_the_api(client: Client, plans: None) -> None:
    page = client.get("/conflicts/").content.decode()
    rows = client.get("/api/v1/conflicts/").json()["results"]
    assert len(re.findall(r'<article class="card"', page)) == len(rows) > 0
    for row in rows:
        for reading in row["readings"]:
            assert reading["quote"] in page


def test_conflicts_of_one_plan_can_be_asked_for(client: Client, plans: None) -> None:
    page = client.get("/conflicts/?plan=yangquan-2025").content.decode()
    assert len(re.findall(r'<article class="card"', page)) == 2
    assert "13.02" in page
    assert "13.03" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_list_of_conflicts_is_no_cause_for_alarm(
    client: Client, db: None, language: str
) -> None:
    client.cookies["siwei_language"] = language
    page = client.get("/conflicts/").content.decode()
    assert ("No conflicts" if language == "en" else "没有文本矛盾") in page
    assert "load_plans" not in page


def test_a_county_is_named_with_its_city(client: Client, plans: None) -> None:
    counties = client.get("/api/v1/plan-indicators/?plan=taiyuan-2026").json()["results"]
    county = next(row for row in counties if row["region"] != "140100")
    page = client.get("/cities/140100/plan/").content.decode()
    assert "对县（市、区）的承诺" in page
    assert county["printed_name"] in page


def test_an_english_page_keeps_printed_names_and_says_so(client: Client, db: None) -> None:
    mini_plan()
    client.cookies["siwei_language"] = "en"
    page = client.get("/cities/140300/plan/").content.decode()
    assert "<h1>Yangquan</h1>" in page
    assert re.search(r'lang="zh-Hans">用水总量</a>', page)
    assert "Total water use" in page
    assert "100 million m³" in page
