"""How many queries each list costs: the same for one plan and for three."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from siwei.api_urls import router
from tests import factories, people

VIEWS: dict[str, Any] = {basename: view for _prefix, view, basename in router.registry}
COUNT = 1  # where there are more pages
STAMP = 1  # what the database holds, before anything of it is read
# One for the rows, and one for each kind of thing that hangs on them. None to count them: the page
# is the whole list.
COSTS = {
    # Each with what it became and what it was before.
    "regions/": 3,
    "departments/": 2,
    "plans/": 2,
    "plans/yangquan-2025/clauses/": 3,
    # Its rows, how each is divided (and into which parts, where one is), what each is a part of.
    "indicators/": 3,
    "series-breaks/": 1,
    "plan-indicators/": 7,
    "targets/": 4,
    # What other documents state, and where.
    "conflicts/": 6,
    "actuals/": 1,
    # How many promises and which years there are, then the promises of the page, their targets,
    # what the plans report, what later documents amend and supersede, where series break, which
    # codes are one series, the actuals, and what was published before.
    "assessments/": 12,
    # The same without actuals; then what is required until when, what was entered and handed in,
    # and what is due in which province.
    "completeness/": 14,
    # The indicator is known, then named; promises, targets, reported, later documents, breaks,
    # successions, actuals, what was published before, regions.
    "comparison/?indicator=total_water_use": 12,
    # How many and which, what their clauses promise, items, departments, milestones and what was
    # reported last.
    "tasks/": 9,
    "milestones/": 2,
    # What was said, and the files.
    "progress/": 2,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "cost"), COSTS.items())
def test_a_list_costs_the_same_however_long_it_is(
    client: Client,
    db: None,
    django_assert_num_queries: Any,
    address: str,
    cost: int,
    count: int,
) -> None:
    for number in range(count):
        factories.confirmed_report(factories.mini_plan(f"yangquan-{2025 + number}"))
        factories.actual(year=2020 + number)
    with django_assert_num_queries(STAMP + cost):
        response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200


@pytest.mark.parametrize("address", COSTS)
def test_a_table_in_an_order_costs_what_a_page_does_that_is_not_counted(
    client: Client, db: None, django_assert_num_queries: Any, address: str
) -> None:
    factories.confirmed_report(factories.mini_plan())
    factories.actual()
    path, _mark, query = f"/api/v1/{address}".partition("?")
    with CaptureQueriesContext(connection) as page:
        client.get(path, {**QueryDict(query).dict(), "count": "false"})
    name = path.rstrip("/").rpartition("/")[2]
    (column, *_others) = VIEWS[name].orderings
    with django_assert_num_queries(len(page)):
        table = client.get(path, {**QueryDict(query).dict(), "format": "csv", "ordering": column})
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert STAMP + COSTS[address] - len(page) in (0, 1)


def test_a_filter_costs_two_more_to_know_its_codes_and_their_series(
    client: Client, db: None, django_assert_num_queries: Any
) -> None:
    factories.mini_plan()
    with django_assert_num_queries(STAMP + COSTS["targets/"] + 2):
        client.get("/api/v1/targets/?region=140300,140100&year=2025:2030")


def test_a_list_is_counted_once_for_as_long_as_nothing_changes(
    client: Client, db: None, django_assert_num_queries: Any
) -> None:
    factories.mini_plan()
    for number in range(5):
        factories.actual(year=2015 + number)
    address = "/api/v1/actuals/?page_size=2"

    def count(query: str, cost: int) -> int:
        with django_assert_num_queries(STAMP + cost):
            found: int = client.get(f"{address}{query}").json()["count"]
        return found

    assert count("", COUNT + COSTS["actuals/"]) == 5
    # Another page, in another order, in other columns.
    assert count("&page=2&fields=key&ordering=-year&lang=en", COSTS["actuals/"]) == 5
    assert count("&after=140300.total_water_use.2016", COSTS["actuals/"]) == 5
    # Other rows.
    assert count("&year=2015:2018", COUNT + COSTS["actuals/"]) == 4
    factories.actual(year=2020)
    assert count("", COUNT + COSTS["actuals/"]) == 6
    # The last page says it itself.
    assert count("&page=3", COSTS["actuals/"]) == 6


def test_what_one_person_may_see_is_not_counted_for_another(client: Client, db: None) -> None:
    factories.mini_plan()
    for number in range(3):
        factories.actual(year=2015 + number)
    factories.actual(year=2020, state="draft", published=None)
    address = "/api/v1/actuals/?page_size=1"
    counts = []
    for who in (people.editor("alice"), people.person("charlie"), people.reviewer("rui")):
        client.force_login(who)
        counts += [client.get(address).json()["count"], client.get(address).json()["count"]]
    client.logout()
    counts.append(client.get(address).json()["count"])
    assert counts == [4, 4, 3, 3, 4, 4, 3]
    client.force_login(User.objects.get(username="alice"))
    assert client.get(f"{address}&published=true").json()["count"] == 3
