"""The cards of the cities, and what a cell of the table says: the same as the API, aloud too."""

import re
from typing import Any

import pytest
from django.test import Client

from indicators.assessments.rules.statuses import Status
from siwei.pages.viewmodels.matrix import Matrix
from siwei.pages.viewmodels.status_counts import TROUBLES

pytestmark = pytest.mark.usefixtures("demo")

CITIES = ["140100", "140300", "140400", "140500", "371500"]
LEAKAGE = "/cities/140300/?year=2025#pipe_leakage_rate"


def context(client: Client, url: str = "/?year=2025") -> Any:
    return client.get(url).context


def verdicts(client: Client, year: int) -> list[dict[str, Any]]:
    query = f"page_size=1000&year={year}&region={','.join(CITIES)}"
    rows: list[dict[str, Any]] = client.get(f"/api/v1/assessments/?{query}").json()["results"]
    return rows


@pytest.mark.parametrize("year", [2022, 2025, 2030])
def test_a_card_counts_what_the_api_says(client: Client, year: int) -> None:
    rows = verdicts(client, year)
    for card in context(client, f"/?year={year}")["cards"]:
        own = [row for row in rows if row["region"] == card.city.code]
        counts = {status: sum(row["status"] == status for row in own) for status in TROUBLES}
        assert {one.status: one.number for one in card.troubles} == {
            status: number for status, number in counts.items() if number
        }
        assert {cell.indicator.code for cell in card.breached} == {
            row["indicator"] for row in own if row["status"] == "breached"
        }
        assert card.worst == max((Status(row["status"]) for row in own), key=lambda one: one.rank)


def test_a_card_names_its_breached_red_lines_with_value_and_limit(client: Client) -> None:
    card = card_of(client, "阳泉市")
    assert f'<a href="{LEAKAGE}">城镇公共供水管网漏损率</a>' in card
    assert re.search(r"9\.4.*?/ ≤ .*?9<", card)
    assert "突破红线 2" in card and "逾期任务 1" in card
    assert "无突破红线" not in card


def test_a_city_without_a_breach_says_so_and_counts_nothing_that_is_none(client: Client) -> None:
    card = card_of(client, "太原市")
    assert "无突破红线" in card
    assert "未达标" not in card and "逾期任务" not in card


def test_a_card_leads_to_its_city_and_its_province(client: Client) -> None:
    card = card_of(client, "聊城市")
    assert 'href="/cities/371500/?year=2025"' in card
    assert 'href="/provinces/370000/?year=2025"' in card


def test_a_card_opens_to_the_verdicts_on_its_city_the_worst_first(client: Client) -> None:
    address = re.search(r'hx-get="([^"]+)"', card_of(client, "阳泉市", "&nature=constraint"))
    assert address is not None
    assert address[1] == "/cities/140300/verdicts/?year=2025&amp;nature=constraint"
    answer = client.get("/cities/140300/verdicts/?year=2025&nature=constraint")
    groups = answer.context["groups"]
    ranks = [group.status.rank for group in groups]
    assert ranks == sorted(ranks, reverse=True) and len(ranks) > 2
    shown = [cell.indicator.code for group in groups for cell in group.cells]
    listed = re.findall(r'<li data-indicator="(\w+)"', answer.content.decode())
    assert listed == shown and len(set(shown)) == len(shown) == 6


def test_a_cell_is_read_aloud_as_a_sentence(client: Client) -> None:
    assert spoken(client)[LEAKAGE].startswith(
        "阳泉，城镇公共供水管网漏损率，突破红线，9.4，限值 9，"
    )
    estimated = [words for words in spoken(client).values() if "估算的限值" in words]
    assert any(
        words.startswith("晋城，用水总量，进度正常，4.46，估算的限值") for words in estimated
    )
    missing = [words for words in spoken(client).values() if "待填报，限值" in words]
    assert missing


def test_a_cell_shows_value_and_limit(client: Client) -> None:
    cell = client.get("/?year=2025").content.decode().split(f'verdict" href="{LEAKAGE}"')[1]
    assert re.search(r"9\.4<.*?/ ≤ 9<", cell.split("verdict__card")[0])


def test_what_one_city_alone_promises_is_folded_and_all_the_rest_is_not(client: Client) -> None:
    shown: Matrix = context(client)["matrix"]
    promising = {
        row.indicator.code: len(row.promised)
        for row in [row for group in shown.groups for row in group.rows]
    }
    assert min(promising.values()) > 1
    assert {len(row.promised) for row in shown.alone} == {1}
    every = [one.code for one in shown.overview.indicators]
    assert sorted([*promising, *(row.indicator.code for row in shown.alone)]) == sorted(every)
    html = client.get("/?year=2025").content.decode()
    folded = html.split('<details class="alone">')[1].split("</details>")[0]
    assert folded.count('class="status status--') > len(shown.alone)
    assert "聊城市</a>" in folded


def test_of_one_city_nothing_is_folded(client: Client) -> None:
    shown: Matrix = context(client, "/?year=2025&province=370000")["matrix"]
    assert shown.alone == []
    assert sum(len(group.rows) for group in shown.groups) == len(shown.overview.indicators)


def test_a_mark_stands_where_a_value_is_counted_otherwise_and_nowhere_else(client: Client) -> None:
    """Taiyuan's groundwater counts as the catalogue says, that of the others doesn't; reductions
    from several base years are unlike in the whole row, which is said once; leakage is alike."""
    rows = {row.indicator.code: row for row in context(client)["matrix"].rows}
    groundwater = {cell.city.code: cell.marked for cell in rows["groundwater_use"].promised}
    assert groundwater == {"140100": False, "140300": True, "140400": True, "140500": True}
    reduction = rows["gdp_water_intensity_reduction"]
    assert "折合每年下降" in reduction.caveat
    assert not any(cell.marked for cell in reduction.promised)
    assert not any(cell.caveat for cell in rows["pipe_leakage_rate"].promised)
    assert rows["pipe_leakage_rate"].caveat == ""


def test_the_nature_stands_once_where_it_is_the_same_everywhere(client: Client) -> None:
    for row in context(client)["matrix"].rows:
        natures = {cell.cell.nature for cell in row.promised}
        assert (row.nature is not None) == (len(natures) == 1)
        assert all((cell.nature is None) == (len(natures) == 1) for cell in row.promised)


def test_caveats_cost_no_query(client: Client, django_assert_num_queries: Any) -> None:
    from datetime import date

    from indicators.assessments.selectors.assessments import overview
    from indicators.assessments.selectors.caveats import caveats

    shown = overview(year=2025, today=date(2026, 11, 30))
    with django_assert_num_queries(0):
        assert caveats(shown)


def spoken(client: Client) -> dict[str, str]:
    html = client.get("/?year=2025").content.decode()
    return dict(re.findall(r'verdict" href="([^"]+)" aria-label="([^"]+)"', html))


def card_of(client: Client, city: str, query: str = "") -> str:
    html = client.get(f"/?year=2025{query}").content.decode()
    cards = html.split('<li class="city-card')[1:]
    (found,) = (card for card in cards if f">{city}</a></h3>" in card)
    return found.split("</details>")[0]


def test_an_invented_value_is_marked_in_its_card(client: Client, demo: None) -> None:
    html = client.get("/provinces/140000/?year=2025").content.decode()
    card = html[html.index('class="city-card__lines') :]
    assert '<span aria-hidden="true">*</span>' in card[: card.index("</li>")]
