"""The overview of many cities: below one another, by province."""

import re

import pytest
from django.test import Client

from indicators.assessments.views.catalogue import SIZE
from siwei.bench.nation import build
from siwei.pages.matrix import MOST_SIDE_BY_SIDE


def overview(client: Client, cities: int) -> str:
    build(cities)
    return client.get("/?year=2026").content.decode()


@pytest.mark.parametrize(
    ("cities", "is_long"), [(MOST_SIDE_BY_SIDE, False), (MOST_SIDE_BY_SIDE + 1, True)]
)
def test_many_cities_stand_below_one_another(
    client: Client, db: None, cities: int, is_long: bool
) -> None:
    assert ("matrix--long" in overview(client, cities)) is is_long


def test_a_long_table_has_every_verdict_once_and_a_heading_per_province(
    client: Client, db: None
) -> None:
    html = overview(client, 40)
    cells = re.findall(r'verdict" href="/cities/(\d{6})/\?year=2026#(\w+)"', html)
    assert len(cells) == len(set(cells)) == 40 * 33
    assert len(re.findall(r'scope="rowgroup"', html)) == 31


@pytest.mark.parametrize(("more", "with_reasons"), [(0, True), (1, False)])
def test_reasons_give_way_to_speed_and_the_page_says_so(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, more: int, with_reasons: bool
) -> None:
    most = MOST_SIDE_BY_SIDE + 1
    monkeypatch.setattr("siwei.pages.matrix.MOST_WITH_REASONS", most)
    html = overview(client, most + more)
    assert ("verdict__card" in html) is with_reasons
    assert ("选一个省" in html) is not with_reasons
    assert ("data-verdicts" in html) is not with_reasons


def test_a_row_of_a_city_says_of_each_verdict_what_the_small_page_says(
    client: Client, db: None
) -> None:
    few = overview(client, 1)
    row = client.get("/cities/110100/verdicts/?year=2026").content.decode()
    card = re.compile(r'<span class="verdict__card">.*?verdict__reason">[^<]+</span></span>', re.S)
    assert sorted(card.findall(row)) == sorted(card.findall(few))
    assert len(card.findall(row)) == 33
    narrowed = client.get("/cities/110100/verdicts/?year=2026&nature=expected").content.decode()
    assert 0 < len(card.findall(narrowed)) < 33


def test_a_city_without_promises_has_no_row(client: Client, db: None) -> None:
    build(1)
    assert client.get("/cities/999999/verdicts/").status_code == 404


def test_pages_are_packed_and_the_api_keeps_its_strong_etags(client: Client, db: None) -> None:
    build(1)
    packed = {"accept-encoding": "gzip"}
    page = client.get("/?year=2026", headers=packed)
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) * 4 < len(client.get("/?year=2026").content)
    answer = client.get("/api/v1/indicators/", headers=packed)
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["ETag"].startswith('"')


def test_an_indicator_of_many_cities_is_paged_and_its_charts_are_not(
    client: Client, db: None
) -> None:
    build(SIZE + 1)
    first = client.get("/indicators/fall_a/?year=2026")
    assert len(first.context["table"].groups[0].rows) == SIZE
    assert "page=2" in first.content.decode()
    second = client.get("/indicators/fall_a/?year=2026&page=2")
    assert len(second.context["table"].groups[0].rows) == 1
    assert second.context["charts"] == first.context["charts"] != []
    assert client.get("/indicators/fall_a/?page=3").status_code == 400
