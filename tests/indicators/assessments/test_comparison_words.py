"""What a comparison says around its numbers: its sentence, limits, footnotes, and why not."""

import csv
import re
from html import unescape

import pytest
from django.test import Client

from tests.indicators.assessments.test_pages_compare import figures, section

TOTAL = "indicator=total_water_use&year=2025"
REDUCTION = "indicator=gdp_water_intensity_reduction&year=2025"
GROUNDWATER = "indicator=groundwater_use&year=2025"
HEADS = ("table", "apart")
LEAKAGE = "indicator=pipe_leakage_rate&year=2025"


def page(client: Client, query: str, language: str = "zh-hans") -> str:
    client.cookies["siwei_language"] = language
    return client.get(f"/compare/?{query}").content.decode()


def lead(html: str) -> str:
    found = re.search(r'class="answer__counts"[^>]*>([^<]*)<', html)
    assert found is not None
    return found[1]


def row(html: str, name: str) -> list[str]:
    """The cells of a city's row, without their markup."""
    found = re.search(rf'<tr>\s*<th scope="row"[^>]*><a [^>]*>{name}</a>.*?</tr>', html, re.S)
    assert found is not None
    cells = re.findall(r"<td.*?</td>", found[0], re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in cells]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (TOTAL, "5 份规划承诺这个指标：3 项目标可以互相比较，2 项另列。"),
        (f"{TOTAL}&region=140300", "所选范围内 1 份规划承诺这个指标。"),
        (f"{TOTAL}&region=140300,140400", "所选范围内 2 份规划承诺这个指标，目标都可以互相比较。"),
        (f"{TOTAL}&region=140300,140100", "所选范围内 2 份规划承诺这个指标，各目标互不可比。"),
        (
            REDUCTION,
            "5 份规划承诺这个指标，目标折合每年后都可以比较。其中 1 项对照时须谨慎，见脚注。",
        ),
        ("indicator=spring_discharge&year=2025", "2 份规划承诺这个指标，各目标互不可比。"),
    ],
)
def test_the_sentence_speaks_of_what_is_there(
    client: Client, demo: None, query: str, words: str
) -> None:
    assert lead(page(client, query)).startswith(f"{words}2025 年：")


def test_one_that_stands_apart_is_one_in_english(client: Client, demo: None) -> None:
    assert lead(page(client, "indicator=groundwater_use&year=2026", "en")).startswith(
        "4 plans promise this indicator: the targets of 3 can be compared, 1 is listed "
        "separately. 3 of them compare only with care: see the footnotes. In 2026:"
    )


def test_the_limit_of_the_year_stands_beside_its_percentage(client: Client, demo: None) -> None:
    html = page(client, REDUCTION)
    assert row(html, "聊城市")[1] == "4.3 比 2024 年 演示数据"
    assert row(html, "聊城市")[3:5] == ["≥ 4.35 插值估算", "98.8"]
    assert row(html, "阳泉市")[3] == "≥ 9.5 规划目标"
    assert row(html, "太原市")[3] == "–"
    assert re.search(r'class="figure--estimate"[^>]*><span class="figure figure--2">4\.35<', html)
    assert not re.search(
        r'class="figure--estimate"[^>]*><span class="figure figure--1">9\.5<', html
    )


def test_what_stands_apart_is_not_ranked_by_attainment(client: Client, demo: None) -> None:
    (value,) = figures(client, page(client, f"{LEAKAGE}&view=ranking"))
    assert "晋城市" in value["layout"]["yaxis"]["categoryarray"]
    html = page(client, f"{LEAKAGE}&view=share")
    (attainment,) = figures(client, html)
    assert attainment["layout"]["yaxis"]["categoryarray"] == ["聊城市", "长治市", "阳泉市"]
    assert "晋城市（年份不同：2020年与2025年，不可比）" in html


def test_a_share_of_an_estimate_is_marked(client: Client, demo: None) -> None:
    html = page(client, f"{REDUCTION}&view=share")
    (address,) = re.findall(r'data-figure="([^"]+)"', html)
    marks: dict[str, set[str]] = {}
    for one in client.get(unescape(address)).json()["rows"]:
        marks.setdefault(one["kind"], set()).add(one["name"])
    assert marks["limit_stated"] == {"阳泉市", "长治市"}
    assert marks["limit_estimated"] == {"晋城市①", "聊城市"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indicator=irrigated_area&view=ranking&year=2030", "没有 2030 年的实际值，不能排名。"),
        ("indicator=spring_discharge&view=ranking&year=2025", "没有 2025 年的实际值，不能排名。"),
        (
            "indicator=spring_discharge&view=trajectory&year=2025",
            "这些承诺只有文字表述，也没有实际值",
        ),
        (
            "indicator=irrigated_area&view=share&year=2030",
            "可以比较的承诺中，没有一项在 2030 年有可以评判的数值。",
        ),
    ],
)
def test_where_there_is_no_chart_the_page_says_why(
    client: Client, demo: None, query: str, words: str
) -> None:
    html = page(client, query)
    assert figures(client, html) == []
    assert words in html
    assert "本页含演示数据" not in html


def test_a_footnote_stands_below_the_table_that_refers_to_it(client: Client, demo: None) -> None:
    html = page(client, GROUNDWATER)
    marks = {part: re.findall(r'footnotes__mark">(.)<', section(html, part)) for part in HEADS}
    assert marks == {"table": ["①", "②"], "apart": ["③"]}


def test_nothing_is_apart_from_nothing(client: Client, demo: None) -> None:
    html = page(client, "indicator=spring_discharge&year=2025")
    assert "与上面比较" not in html
    assert "目标互不可比的承诺" in html


def test_a_chinese_note_is_marked_as_such_in_english(client: Client, demo: None) -> None:
    html = page(client, GROUNDWATER, "en")
    note = r'in its plan \(in Chinese\): <span lang="zh-Hans">原文写的是[^<]*。</span></li>'
    assert re.search(note, html)
    assert "。." not in html


def test_counties_are_no_cities(client: Client, demo: None) -> None:
    html = page(client, TOTAL)
    groups = re.findall(r'chips__name">([^<]+)</span>(.*?)</span>', html, re.S)
    names = {label: re.findall(r">([^<>]+)</label>", options) for label, options in groups}
    assert names["山西省"] == ["太原市", "阳泉市", "长治市", "晋城市"]
    assert names["县（市、区）"] == ["清徐县", "古交市"]


def test_an_english_file_has_english_heads(client: Client, demo: None) -> None:
    client.cookies["siwei_language"] = "en"
    text = client.get(f"/compare/table.csv?{REDUCTION}").content.decode("utf-8-sig")
    heads = next(csv.reader(text.splitlines()))
    assert {"Base year", "Value of 2025 (%)"} <= set(heads)
    assert not any(re.search("[（）]", head) or head[0].islower() for head in heads)
