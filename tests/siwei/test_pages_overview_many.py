"""The overview of many cities: the provinces first, each of which leads to its cities."""

import re
from typing import Any

import pytest
from django.test import Client

from indicators.assessments.rules.statuses import Status
from siwei.bench.nation import build
from tests import factories
from tests.nation import A_PAGE, AT_A_GLANCE, PROVINCES, SIDE_BY_SIDE

pytestmark = pytest.mark.usefixtures("db", "small_nation")

CELL = re.compile(r'verdict" href="/cities/(\d{6})/\?year=2026#(\w+)"')


def overview(client: Client, cities: int, query: str = "") -> str:
    build(cities)
    return client.get(f"/?year=2026{query}").content.decode()


@pytest.mark.parametrize(("cities", "is_long"), [(SIDE_BY_SIDE, False), (SIDE_BY_SIDE + 1, True)])
def test_many_cities_stand_below_one_another(client: Client, cities: int, is_long: bool) -> None:
    assert ("matrix--long" in overview(client, cities)) is is_long


@pytest.mark.parametrize("more", [0, 1])
def test_more_cities_than_one_takes_in_open_with_their_provinces(client: Client, more: int) -> None:
    html = overview(client, AT_A_GLANCE + more)
    assert ("provinces__total" in html) is bool(more)
    assert ("matrix--long" in html) is not more


def test_the_cities_of_one_province_are_never_hidden_behind_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwei.bench.nation.PROVINCES", 1)
    html = overview(client, AT_A_GLANCE + 1)
    assert "provinces__total" not in html
    assert len(CELL.findall(html)) == (AT_A_GLANCE + 1) * 33


def test_a_long_table_has_every_verdict_once_and_a_heading_per_province(client: Client) -> None:
    html = overview(client, AT_A_GLANCE)
    cells = CELL.findall(html)
    assert len(cells) == len(set(cells)) == AT_A_GLANCE * 33
    assert len(re.findall(r'scope="rowgroup"', html)) == 2


def test_each_province_leads_to_its_cities_and_keeps_the_filter(client: Client) -> None:
    html = overview(client, AT_A_GLANCE + 1, "&nature=constraint")
    leads = re.findall(r'<th scope="row"><a href="([^"]+)">', html)
    assert len(leads) == PROVINCES
    assert leads[0] == "/provinces/110000/?year=2026&amp;nature=constraint"
    for address in (
        leads[0].replace("&amp;", "&"),
        "/?year=2026&nature=constraint&province=110000",
    ):
        province = client.get(address).content.decode()
        cities = {city for city, _indicator in CELL.findall(province)}
        assert cities == {"110100", "110200", "110300"}
        assert 'id="plans"' in province
    assert 'id="plans"' not in html


def test_the_provinces_count_what_their_cities_show(client: Client) -> None:
    build(AT_A_GLANCE + 1)
    table = client.get("/?year=2026").context["provinces"]
    for row in table.rows:
        shown: Any = client.get(f"/?year=2026&province={row.code}").context["overview"]
        assert row.sums.cities == len(shown.cities)
        for one in row.sums.counts:
            assert one.number == sum(c.constraints.counts.get(one.status, 0) for c in shown.cities)
        assert (row.sums.good, row.sums.judged) == (
            sum(city.promises.good for city in shown.cities),
            sum(city.promises.judged for city in shown.cities),
        )
        assert (row.sums.filled, row.sums.required) == (
            sum(city.completeness.filled for city in shown.cities),
            sum(city.completeness.required for city in shown.cities),
        )
    for name in ("cities", "good", "judged", "filled", "required", "late"):
        assert getattr(table.total, name) == sum(getattr(row.sums, name) for row in table.rows)
    assert table.total.judged > table.total.good > 0
    assert set(table.statuses) <= set(Status)
    assert table.sentence == client.get("/?year=2026").context["sentence"]


def test_the_provinces_cost_the_same_however_many_cities(
    client: Client, django_assert_num_queries: Any
) -> None:
    for cities in (AT_A_GLANCE + 1, AT_A_GLANCE + 3):
        build(cities)
        with django_assert_num_queries(24):
            client.get("/?year=2026")


def test_late_tasks_are_counted_by_province(client: Client) -> None:
    build(AT_A_GLANCE + 1)
    factories.late_task(region="110100")
    table = client.get("/?year=2026").context["provinces"]
    assert [row.sums.late for row in table.rows if row.sums.late] == [1]
    assert table.total.late == 1


@pytest.mark.parametrize(("more", "with_reasons"), [(0, True), (1, False)])
def test_reasons_give_way_to_speed_and_the_page_says_so(
    client: Client, more: int, with_reasons: bool
) -> None:
    html = overview(client, SIDE_BY_SIDE + more)
    assert ("verdict__card" in html) is with_reasons
    assert ("那里有限值与理由" in html) is not with_reasons
    assert ("data-verdicts" in html) is not with_reasons


def test_a_row_of_a_city_says_of_each_verdict_what_the_small_page_says(client: Client) -> None:
    few = overview(client, 1)
    row = client.get("/cities/110100/verdicts/?year=2026").content.decode()
    card = re.compile(r'<span class="verdict__card" .*?verdict__reason">[^<]+</span></span>', re.S)
    assert sorted(card.findall(row)) == sorted(card.findall(few))
    assert len(card.findall(row)) == 33
    narrowed = client.get("/cities/110100/verdicts/?year=2026&nature=expected").content.decode()
    assert 0 < len(card.findall(narrowed)) < 33


def test_a_city_without_promises_has_no_row(client: Client) -> None:
    build(1)
    assert client.get("/cities/999999/verdicts/").status_code == 404


def test_pages_are_packed(client: Client) -> None:
    build(1)
    packed = {"accept-encoding": "gzip"}
    page = client.get("/?year=2026", headers=packed)
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) * 4 < len(client.get("/?year=2026").content)


def test_an_indicator_of_many_cities_is_paged_and_its_charts_are_not(client: Client) -> None:
    build(A_PAGE + 1)
    first = client.get("/indicators/fall_a/?year=2026")
    assert len(first.context["table"].groups[0].rows) == A_PAGE
    assert "page=2" in first.content.decode()
    second = client.get("/indicators/fall_a/?year=2026&page=2")
    assert len(second.context["table"].groups[0].rows) == 1
    assert second.context["charts"] == first.context["charts"] != []
    assert client.get("/indicators/fall_a/?page=3").status_code == 400
