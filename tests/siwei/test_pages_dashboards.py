"""The first page and a city's page: verdicts that can be defended, the same as the API's."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.labels import label
from indicators.assessments.rules.statuses import Status
from indicators.plans.selectors.plans import plans
from siwei.pages.selectors.summaries import plan_summaries

pytestmark = pytest.mark.usefixtures("demo")

CELL = re.compile(
    r'<a class="status status--([\w-]+) verdict" href="/cities/(\d{6})/\?year=(\d{4})#(\w+)"'
)


def page(client: Client, url: str = "/?year=2025") -> str:
    return client.get(url).content.decode()


def verdicts(client: Client, query: str) -> dict[tuple[str, str], str]:
    rows: list[dict[str, Any]] = client.get(f"/api/v1/assessments/?page_size=1000&{query}").json()[
        "results"
    ]
    return {(row["region"], row["indicator"]): row["status"] for row in rows}


@pytest.mark.parametrize("year", [2022, 2025, 2027, 2030])
def test_the_overview_and_the_api_agree(client: Client, year: int) -> None:
    cells = {
        (region, indicator): status.replace("-", "_")
        for status, region, _year, indicator in CELL.findall(page(client, f"/?year={year}"))
    }
    cities = {
        pair: status
        for pair, status in verdicts(client, f"year={year}").items()
        if pair[0].endswith("00")
    }
    assert cells == cities
    assert len(cells) > 50


def test_a_city_and_the_api_agree(client: Client) -> None:
    html = page(client, "/cities/140300/?year=2025")
    table = html[html.index('class="table standing"') :]
    table = table[: table.index("</table>")]
    shown = re.findall(r'<tr id="(\w+)" role="row">.*?status--([\w-]+)"', table, re.DOTALL)
    wanted = verdicts(client, "region=140300&year=2025")
    assert {name: status.replace("-", "_") for name, status in shown} == {
        indicator: status for (_region, indicator), status in wanted.items()
    }


def test_a_summary_reads_nothing_of_other_plans() -> None:
    with CaptureQueriesContext(connection) as queries:
        found = plan_summaries(plans().filter(region__in=["140100", "140300"]))
    assert {one.plan.slug: one.conflicts for one in found} == {
        "taiyuan-2026": 0,
        "yangquan-2025": 2,
    }
    _plans, *of_the_plans = [query["sql"] for query in queries]
    assert [
        sql for sql in of_the_plans if not re.search(r"WHERE .*(plan_id|supersedes_id). IN ", sql)
    ] == []


def test_the_first_sentence_counts_the_binding_promises(client: Client) -> None:
    assert re.search(r"2025 年，5 个城市：19 项约束性承诺中，\d+ 项达标", page(client))


def test_a_verdict_carries_its_reason(client: Client) -> None:
    assert "未超过约束性目标2.27亿立方米" in page(client)


def test_every_status_is_in_the_legend(client: Client) -> None:
    legend = page(client).split('class="matrix__legend"')[1]
    assert all(label(status) in legend for status in Status)


@pytest.mark.parametrize(
    ("query", "has", "lacks"),
    [
        ("province=370000", "聊城市", "阳泉市</a>"),
        ("nature=constraint", "用水总量", "高效节水灌溉面积"),
        ("theme=allocation", "滹沱河水用水量", "管网漏损率"),
    ],
)
def test_filters(client: Client, query: str, has: str, lacks: str) -> None:
    matrix = page(client, f"/?year=2025&{query}").split('id="results"')[1].split("各市的规划")[0]
    assert has in matrix
    assert lacks not in matrix


def test_a_filter_without_any_promise_says_so(client: Client) -> None:
    assert "没有符合条件的承诺" in page(client, "/?province=370000&theme=allocation")


@pytest.mark.parametrize(
    "url", ["/?year=abc", "/?year=20255", "/?theme=x", "/?colour=red", "/cities/140300/?year=x"]
)
def test_a_bad_filter_is_refused_in_words(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 400
    assert "请改正这些条件" in answer.content.decode()


@pytest.mark.parametrize("year", [2001, 2099])
def test_a_year_far_away_is_no_error(client: Client, year: int) -> None:
    for url in (f"/?year={year}", f"/cities/140100/?year={year}"):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "url", ["/?year=2025", "/cities/140300/?year=2025", "/entry/140300/2025/", "/review/"]
)
def test_every_page_with_an_invented_value_says_so(client: Client, url: str) -> None:
    from django.contrib.auth.models import User

    name = "shanxi" if url == "/review/" else "yangquan"
    client.force_login(User.objects.get(username=name))
    assert "本页含演示数据" in page(client, url)


def test_a_real_year_has_no_banner(client: Client) -> None:
    assert "本页含演示数据" not in page(client, "/?year=2030")


def test_a_city_says_which_values_are_due_and_missing(client: Client) -> None:
    notes = page(client, "/cities/140300/?year=2025").split("standing__notes")[1].split("</ul>")[0]
    assert re.search(r"\d{4}-\d\d-\d\d 已截止，\d+ 项未提交", notes)
    assert '<a href="#irrigated_area" lang="zh-Hans">农业灌溉面积</a>' in notes
    assert "已截止" not in page(client, "/cities/140300/?year=2030")


def test_a_gap_has_no_more_decimals_than_value_and_limit(client: Client) -> None:
    row = page(client, "/cities/140300/?year=2025").split('<tr id="efficient_irrigation_area"')[1]
    assert "−0.003<" in row.split("</tr>")[0]


@pytest.mark.parametrize("address", ["/", "/cities/140300/"])
def test_a_dashboard_costs_the_same_in_every_year(client: Client, address: str) -> None:
    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address + query).status_code == 200
        return len(queries)

    every = cost("?year=2025")
    assert [cost("?year=2022"), cost("?year=2030")] == [every, every]
