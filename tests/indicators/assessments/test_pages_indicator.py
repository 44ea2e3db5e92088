"""The page of one indicator: sentence, table, charts, quotations, in this order."""

import csv
import re
from typing import Any

import pytest
from django.test import Client

from indicators.assessments.views import catalogue
from tests.indicators.assessments.test_comparison_words import lead, row

ADDRESS = "/indicators/gdp_water_intensity_reduction/"


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_opens_with_how_the_cities_stand(client: Client, demo: None) -> None:
    html = page(client)
    parts = [
        'class="answer"',
        'class="answer__counts"',
        'id="table"',
        'class="charts"',
        'id="cities"',
        'id="promises"',
        'id="definition"',
    ]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert lead(html).startswith("5 份规划承诺这个指标，目标折合每年后都可以比较。其中 1 项")
    assert row(html, "聊城市")[3:5] == ["≥ 4.35 插值估算", "98.8"]


def test_filters_narrow_sentence_table_and_file(client: Client, demo: None) -> None:
    html = page(client, "region=140300&year=2024")
    assert lead(html).startswith("所选范围内 1 份规划承诺这个指标。2024 年：")
    assert '<a href="#yangquan-2025-140300">阳泉市</a>' in html
    assert "聊城市</a>" not in html[html.index('id="results"') :]
    [address] = re.findall(r'href="(/indicators/\w+/table\.csv[^"]*)"', html)
    file = client.get(address.replace("&amp;", "&")).content.decode("utf-8-sig")
    assert [line[0] for line in csv.reader(file.splitlines())][1:] == ["140300"]


def test_the_file_holds_the_counties_of_the_table(client: Client, demo: None) -> None:
    html = client.get("/indicators/total_water_use/").content.decode()
    [address] = re.findall(r'href="(/indicators/\w+/table\.csv[^"]*)"', html)
    file = client.get(address.replace("&amp;", "&")).content.decode("utf-8-sig")
    regions = {line[0] for line in csv.reader(file.splitlines())} - {"行政区代码"}
    shown = set(re.findall(r'<th scope="row" [^>]*><a href="#[\w-]+-(\d{6})">', html))
    assert regions == shown


def test_a_page_of_the_table_keeps_the_ground_of_all(
    client: Client, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "SIZE", 2)
    found: list[Any] = []
    rebased = 0
    for number in (1, 2, 3):
        html = page(client, f"page={number}")
        assert lead(html).startswith("5 份规划承诺这个指标")
        compared = html[html.index('id="results"') : html.index('class="charts"')]
        found += re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', compared)
        rebased += compared.count("按年均换算")
    assert sorted(found) == sorted(["太原市", "阳泉市", "长治市", "晋城市", "聊城市"])
    assert rebased == 4  # 晋城's counts from 2015, across a series break: it has a caveat


def test_the_catalogue_has_what_is_promised_first_and_says_what_each_means(
    client: Client, plans: None
) -> None:
    html = client.get("/indicators/").content.decode()
    assert html.count('class="table table--cards catalogue"') == 5  # themes
    promised, beside = html.index("/indicators/water_metering_rate/"), html.index("precipitation")
    assert promised < beside < html.index("/indicators/pipe_leakage_rate/")
    entry = html[html.index("/indicators/water_rights_price/") :].split("</tr>")[0]
    assert "当年价" in entry and "《水权交易管理暂行办法》（水利部，2016年）" in entry
    narrowed = client.get("/indicators/?search=埋深").content.decode()
    assert narrowed.count('class="table table--cards catalogue"') == 1


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (
            "total_water_use",
            [
                "等于各分项之和 地表水取水量、地下水用水量、非常规水源利用量",
                "定义出处 《用水统计调查制度》",
            ],
        ),
        ("domestic_water_use", ["是其一部分 用水总量"]),
        ("surface_water_abstraction", ["其中 跨流域调水供水量", "是其一部分 用水总量"]),
        ("gdp_water_intensity_reduction", ["价格口径 可比价", "是其下降幅度 万元GDP用水量"]),
        ("closed_wells", ["数值 只取整数、逐年累计"]),
        ("gdp_water_intensity", ["分母 万元", "强度，与城市大小无关"]),
    ],
)
def test_the_page_says_what_the_catalogue_says(
    client: Client, plans: None, code: str, facts: list[str]
) -> None:
    html = client.get(f"/indicators/{code}/").content.decode()
    definition = html[html.index('id="definition"') :]
    shown = definition[definition.index('<dl class="facts">') : definition.index("</dl>")]
    text = " ".join(
        re.sub(r"<[^>]+>", " ", shown.replace("</a>", "").replace("<a ", "<a ")).split()
    )
    plain = text.replace("、 ", "、")
    assert [fact for fact in facts if fact not in plain] == []
