"""Comparison: the address is the state; page, API and files say the same numbers."""

import csv
import io
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import plotly.graph_objects as go
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from indicators.assessments.forms import View
from indicators.assessments.viewmodels.comparison import circled, reading_order
from indicators.assessments.views import compare as views
from indicators.plans.models import Indicator
from tests import factories

TOTAL = "indicator=total_water_use&year=2025"
REDUCTION = "indicator=gdp_water_intensity_reduction&year=2025"
GROUNDWATER = "indicator=groundwater_use&year=2025"


def test_many_footnotes_stand_in_their_order() -> None:
    marks = [circled(number) for number in range(1, 120)]
    assert sorted(set(marks), key=reading_order) == marks


def compare(client: Client, query: str) -> str:
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def section(page: str, heading: str) -> str:
    """The part of the page from this heading to the next section."""
    start = page.index(f'id="{heading}"')
    return page[start : page.index("</section>", start)]


def figures(client: Client, page: str) -> list[dict[str, Any]]:
    """What is fetched for each chart of a page once somebody explores it."""
    found = re.findall(r'data-figure="([^"]+)"', page)
    parsed = [json.loads(client.get(unescape(address)).content)["figure"] for address in found]
    for figure in parsed:
        go.Figure(figure)  # Plotly refuses what its script wouldn't know
    return parsed


def api_rows(client: Client, query: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/comparison/?{query}")
    return json.loads(response.content, parse_float=Decimal)["results"]


def test_the_first_visit_leads_to_a_full_address(client: Client, plans: None) -> None:
    response: Any = client.get("/compare/")
    assert response.status_code == 302
    assert re.fullmatch(
        r"/compare/\?indicator=total_water_use&year=20\d\d&view=share", response.url
    )
    assert client.get(response.url).status_code == 200


def test_what_is_asked_survives_the_redirect(client: Client, plans: None) -> None:
    response: Any = client.get("/compare/?region=140300,140100&view=ranking")
    assert "region=140300&region=140100&" in response.url
    assert response.url.endswith("view=ranking")


def test_what_compares_stands_together_and_the_rest_apart(client: Client, plans: None) -> None:
    page = compare(client, TOTAL)
    together, apart = section(page, "table"), section(page, "apart")
    assert [name in together for name in ("阳泉市", "长治市", "聊城市")] == [True] * 3
    assert "可直接比较" in together
    assert "太原市" in apart
    assert "年份不同：2027年与2025年，不可比。" in apart


def test_reductions_are_held_together_by_their_yearly_rate(client: Client, plans: None) -> None:
    page = compare(client, f"{REDUCTION}&view=rate")
    rows = section(page, "table")
    assert "按年均换算" in rows
    # That of 晋城 counts from before a series break: it is said below the table.
    assert re.findall(r"折合每年下降(\d\.\d\d)%", rows) == ["1.51", "1.98", "2.09", "4.35", "2.46"]
    (figure,) = figures(client, page)
    (bar,) = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert bar["y"] == ["聊城市", "晋城市①", "长治市", "阳泉市", "太原市"]
    assert bar["x"][0] == 4.35


def test_a_caveat_is_a_footnote_of_the_chart_the_table_and_the_file(
    client: Client, plans: None
) -> None:
    page = compare(client, f"{GROUNDWATER}&view=trajectory")
    caveat = "地下水开采量”，不是“地下水用水量"
    assert caveat in section(page, "table")
    assert "阳泉市</a>①" in page
    (figure,) = figures(client, page)
    small = next(one for one in figure["layout"]["annotations"] if one["name"] == "small-print")
    assert caveat in small["text"]
    assert any("①" in trace.get("name", "") for trace in figure["data"])
    published = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/compare/table.xlsx?{GROUNDWATER}").content)
    )
    assert any(caveat in str(row[0]) for row in published.get_sheet_by_name("说明").to_python())


def test_a_target_opens_its_sentence(client: Client, plans: None) -> None:
    assert re.search(r'href="/plans/yangquan-2025/#a1\.1" title="2\.27"', compare(client, TOTAL))


@pytest.mark.parametrize("query", [TOTAL, REDUCTION, GROUNDWATER, f"{TOTAL}&region=140300,140100"])
def test_api_and_files_say_the_same(client: Client, demo: None, query: str) -> None:
    rows = {row["region"]: row for row in api_rows(client, query)}
    text = client.get(f"/compare/table.csv?{query}").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    data = client.get(f"/compare/table.xlsx?{query}").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert table[0] == sheet[0]
    assert {row[0] for row in table[1:]} == set(rows)
    for line, cells in zip(table[1:], sheet[1:], strict=True):
        row = rows[line[0]]
        target = row["target"] or {"value": None, "year": None, "base_year": None}
        told = [
            target["value"],
            target["year"],
            target["base_year"],
            row["annual_rate"],
            row["actual"],
        ]
        assert [line[6], line[7], line[8], line[10], line[11]] == [
            "" if value is None else str(value) for value in told
        ]
        numbers = [cells[6], cells[7], cells[8], cells[10], cells[11]]
        assert [None if value == "" else Decimal(str(value)) for value in numbers] == told
        assert line[20] == row["comparability"]["note"]
        assert line[23] == ("是" if row["demo"] else "")


def test_the_page_shows_the_status_of_the_api(client: Client, demo: None) -> None:
    page = compare(client, TOTAL)
    shown = re.findall(r'<tr>.*?<th scope="row".*?#[\w-]+-(\d{6})".*?status--([\w-]+)"', page, re.S)
    assert dict(shown) == {
        row["region"]: row["status"].replace("_", "-") for row in api_rows(client, TOTAL)
    }


def test_invented_values_are_marked_everywhere(client: Client, demo: None) -> None:
    page = compare(client, f"{TOTAL}&view=ranking")
    assert "本页含演示数据" in page
    assert "本页含演示数据" in client.get("/indicators/total_water_use/").content.decode()
    assert "演示数据" in section(page, "table")
    for figure in figures(client, page):
        notes = [one["text"] for one in figure["layout"]["annotations"]]
        assert any("含演示数据" in text for text in notes)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indicator=water&year=2025", "指标目录里没有“water”"),
        (f"{TOTAL}&region=999999", "未知的取值：999999"),
        ("indicator=total_water_use&year=next", "年份"),
        ("indicator=total_water_use&year=25", "年份"),
        (f"{TOTAL}&view=pie", "没有“pie”这种图"),
        (f"{TOTAL}&colour=red", "比较页没有这个条件"),
        (f"{TOTAL}&year=2026", "只能有一个值"),
    ],
)
@pytest.mark.parametrize("address", ["/compare/", "/compare/table.csv", "/compare/table.xlsx"])
def test_an_address_that_means_nothing_is_refused_in_words(
    client: Client, plans: None, address: str, query: str, words: str
) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert words in response.content.decode()


def test_a_city_without_the_promise_is_named(client: Client, plans: None) -> None:
    page = compare(client, "indicator=gdp_water_intensity&year=2025&region=371500&region=140300")
    assert "阳泉市没有承诺这个指标。" in page


def test_a_rate_is_asked_of_a_level(client: Client, plans: None) -> None:
    page = compare(client, f"{TOTAL}&view=rate")
    assert "每年要求只适用于下降幅度" in page
    assert figures(client, page) == []


@pytest.mark.parametrize("view", list(View))
def test_every_indicator_can_be_compared(client: Client, demo: None, view: View) -> None:
    client.cookies["siwei_language"] = "en"
    promised = Indicator.objects.filter(plan_indicators__isnull=False).distinct()
    for code in [*promised.values_list("code", flat=True), "water_consumption"]:
        compare(client, f"indicator={code}&year=2025&view={view}")


@pytest.mark.parametrize("address", [f"/compare/?{TOTAL}", "/indicators/total_water_use/"])
def test_only_pages_with_charts_allow_inline_styles(
    client: Client, plans: None, address: str
) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in client.get("/plans/")["Content-Security-Policy"]


def test_the_page_of_an_indicator_draws_the_year_that_is_asked(client: Client, demo: None) -> None:
    page = client.get("/indicators/gdp_water_intensity_reduction/?year=2024").content.decode()
    value, line = figures(client, page)
    assert [shape["x0"] for shape in line["layout"]["shapes"]] == [2024, 2019.5]  # a series break
    assert "2024 年万元GDP用水量下降幅度" in value["layout"]["title"]["text"]
    assert '<option value="2024" selected>' in page
    assert client.get("/indicators/gdp_water_intensity_reduction/?year=x").status_code == 400


def test_the_filters_of_an_indicator_narrow_its_charts(client: Client, demo: None) -> None:
    page = client.get("/indicators/total_water_use/?region=140300").content.decode()
    names = {
        trace["name"]
        for trace in figures(client, page)[-1]["data"]
        if not trace.get("showlegend", True)
    }
    assert names == {"阳泉市"}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "cost"),
    [
        (f"/compare/?{TOTAL}", 23),
        (f"/compare/?{REDUCTION}&view=rate", 23),
        (f"/compare/table.csv?{TOTAL}", 19),
        (f"/compare/table.xlsx?{TOTAL}", 19),
    ],
)
def test_a_comparison_costs_the_same_however_many_compare(
    client: Client, db: None, django_assert_num_queries: Any, address: str, cost: int, count: int
) -> None:
    for number in range(count):
        factories.mini_plan(f"yangquan-{2025 + number}")
        factories.actual(year=2020 + number)
    with django_assert_num_queries(cost):
        client.get(address)


def test_the_download_names_the_base_year_of_a_value_beside_that_of_its_target(
    client: Client, demo: None
) -> None:
    address = "/compare/table.csv?indicator=gdp_water_intensity_reduction&year=2025&region=140100"
    text = client.get(address).content.decode("utf-8-sig")
    [row] = csv.DictReader(text.splitlines())
    assert (row["基期年"], row["2025 年实际值（%）"], row["实际值的基期年"]) == (
        "2025",
        "27.85",
        "2020",
    )


def test_the_download_holds_a_derived_value_in_a_column_of_its_own(
    client: Client, demo: None
) -> None:
    query = "indicator=industrial_water_intensity_reduction&year=2025&region=140400"
    text = client.get(f"/compare/table.csv?{query}").content.decode("utf-8-sig")
    [row] = csv.DictReader(text.splitlines())
    [told] = api_rows(client, query)
    assert told["derived"] is not None
    assert (row["2025 年实际值（%）"], row["推算的 2025 年值（%）"], row["实际值的基期年"]) == (
        "",
        str(told["derived"]),
        "2020",
    )


def test_a_page_of_a_long_comparison_keeps_answer_chart_and_ground_of_all(
    client: Client, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = compare(client, REDUCTION)
    names = NAMES.findall(whole)
    pages = -(-len(names) // 2)
    assert pages > 1
    monkeypatch.setattr(views, "SIZE", 2)
    found: list[str] = []
    for number in range(1, pages + 1):
        page = compare(client, f"{REDUCTION}&page={number}")
        assert part(page, 'id="answer"', 'id="comparison"') == part(
            whole, 'id="answer"', 'id="comparison"'
        )
        assert page.count("<svg") == whole.count("<svg")
        assert 'class="pages"' in page
        assert "降幅折合成每年的要求来比较" in page or 'id="table"' not in page
        found += NAMES.findall(page)
    assert found == names
    assert 'class="pages"' not in whole
    assert client.get(f"/compare/?{REDUCTION}&page={pages + 1}").status_code == 400
    file = client.get(f"/compare/table.csv?{REDUCTION}").content.decode("utf-8-sig")
    assert len(list(csv.reader(file.splitlines()))) - 1 == len(found)


NAMES = re.compile(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>')


def part(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end)]
