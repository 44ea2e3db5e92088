"""The overview of many cities: below one another, by province."""

import re

import pytest
from django.test import Client

from siwei.bench.nation import build
from siwei.pages.matrix import MOST_SIDE_BY_SIDE, MOST_WITH_REASONS


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


@pytest.mark.parametrize(
    ("cities", "with_reasons"), [(MOST_WITH_REASONS, True), (MOST_WITH_REASONS + 1, False)]
)
def test_reasons_give_way_to_speed_and_the_page_says_so(
    client: Client, db: None, cities: int, with_reasons: bool
) -> None:
    html = overview(client, cities)
    assert ("verdict__card" in html) is with_reasons
    assert ("选一个省" in html) is not with_reasons
