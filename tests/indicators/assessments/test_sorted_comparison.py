"""The table of a comparison, on its own page and on that of the indicator, sorted by its heads."""

import re

import pytest
from django.test import Client

from indicators.assessments.rules.enums import COMPARED_COLUMNS
from indicators.assessments.viewmodels.comparison_order import COMPARED_ORDER

COMPARE = "/compare/?indicator=total_water_use&year=2025"
PAGES = [COMPARE, "/indicators/total_water_use/?year=2025"]


def names(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    rows = re.findall(r'<th scope="row" class="promise.*?<a [^>]*>(.*?)</a>', text)
    assert rows
    return rows


def test_every_column_says_what_it_is_ordered_by() -> None:
    assert set(COMPARED_COLUMNS) == COMPARED_ORDER.keys()


@pytest.mark.parametrize("page", PAGES)
def test_the_address_says_the_order(client: Client, demo: None, page: str) -> None:
    own = names(client, page)
    up, down = (names(client, f"{page}&ordering={way}") for way in ("value", "-value"))
    assert sorted(up) == sorted(down) == sorted(own)
    assert up != down
    text = client.get(f"{page}&ordering=-value").content.decode()
    assert 'aria-sort="descending"' in text
    assert re.search(r'name="ordering" value="-value" form="(compare-form|filter)"', text)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_column_is_refused(client: Client, plans: None, page: str) -> None:
    answer = client.get(f"{page}&ordering=colour")
    assert answer.status_code == 400
    assert "未知的取值：colour；可用：region、-region" in answer.content.decode()


def test_the_file_is_in_the_same_order(client: Client, demo: None) -> None:
    shown = names(client, f"{COMPARE}&ordering=-value")
    file = client.get(f"/compare/table.csv{COMPARE.partition('/compare/')[2]}&ordering=-value")
    lines = file.content.decode("utf-8-sig").splitlines()[1 : len(shown) + 1]
    assert [name for name, line in zip(shown, lines, strict=True) if name not in line] == []
