"""Tables that are sorted by their heads: the address says the order, nothing else remembers it."""

import re
from typing import Any

import pytest
from django.test import Client

from siwei.pages.filters import CityListFilter
from siwei.pages.viewmodels.summary_order import SUMMARY_ORDER

pytestmark = pytest.mark.usefixtures("plans")


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def heads(text: str) -> list[str]:
    """The first words of each row."""
    found = re.findall(r'<th scope="row">.*?<a[^>]*>(.*?)</a>', text, re.DOTALL)
    return [str(one) for one in found]


def links(text: str) -> list[str]:
    return re.findall(r'class="sort" id="[^"]*" href="([^"]*)"', text)


@pytest.mark.parametrize(
    ("address", "column", "count"),
    [
        ("/cities/", "tasks", 9),
        ("/plans/", "issued_on", 6),
        ("/indicators/", "promises", 6),
        ("/departments/", "tasks", 4),
        ("/tasks/", "due", 4),
    ],
)
def test_the_heads_lead_up_down_and_back(address: str, column: str, count: int) -> None:
    client = Client()
    own = shown(client, address)
    assert len(set(links(own))) == count
    assert 'aria-sort="ascending"' not in own and 'aria-sort="descending"' not in own
    up = shown(client, f"{address}?ordering={column}")
    down = shown(client, f"{address}?ordering=-{column}")
    assert 'aria-sort="ascending"' in up and 'aria-sort="descending"' in down
    assert heads(up) != heads(down)
    assert sorted(heads(up)) == sorted(heads(down)) == sorted(heads(own))
    # The filter beside it sends the order along.
    assert f'name="ordering" value="-{column}" form="filter"' in down


@pytest.mark.parametrize("address", ["/cities/", "/plans/", "/indicators/", "/departments/"])
def test_what_is_no_column_is_refused_in_words(client: Client, address: str) -> None:
    response = client.get(f"{address}?ordering=colour")
    assert response.status_code == 400
    assert "未知的取值：colour；可用：" in response.content.decode()


def test_every_column_of_the_cities_says_what_it_is_ordered_by() -> None:
    parameter: Any = CityListFilter.base_filters["ordering"]
    assert set(parameter.known) == SUMMARY_ORDER.keys()


def test_plans_without_a_day_come_last_whichever_way(client: Client) -> None:
    for way in ("issued_on", "-issued_on"):
        text = shown(client, f"/plans/?ordering={way}")
        days = re.findall(r'class="as-printed">(.*?)</td>', text)
        dated = [day for day in days if re.search(r"\d日", day)]
        assert days[: len(dated)] == dated


def test_tasks_by_their_day_name_their_plan(client: Client) -> None:
    text = shown(client, "/tasks/?ordering=due")
    assert "table__group" not in text and text.count('class="table__sub" href="/plans/') == 100
    file = client.get("/tasks/table.csv?ordering=due").content.decode("utf-8-sig")
    first = re.sub("<.*?>", "", heads(text)[0])
    assert first in file.splitlines()[1]


def test_departments_are_sorted_before_they_are_paged(client: Client) -> None:
    counts = [
        int(one)
        for one in re.findall(
            r'data-label="主要任务" class="count">(\d+)',
            shown(client, "/departments/?ordering=-tasks"),
        )
    ]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


def test_the_other_views_of_the_board_forget_the_order(client: Client) -> None:
    text = shown(client, "/tasks/?ordering=due&role=lead")
    assert 'href="/tasks/?role=lead&amp;view=timeline"' in text
