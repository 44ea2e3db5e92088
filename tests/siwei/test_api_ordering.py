"""`ordering`: each list in every order that it offers, whole page by page, as rows come and go."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.api.columns import columns_of
from common.column_kinds import Kind
from common.ordering import words_of
from common.records.models import Record
from departments.models import Region
from indicators.actuals.models import Actual
from siwei.api_urls import router
from tests import factories, people
from tests.siwei.test_api_contract import problem
from tests.siwei.test_api_tables import ADDRESSES, at, results

VIEWS: dict[str, Any] = {basename: view for _prefix, view, basename in router.registry}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_list_is_ordered_by_its_columns(name: str) -> None:
    columns = {one.name for one in columns_of(VIEWS[name].serializer_class())}
    assert VIEWS[name].orderings and VIEWS[name].orderings.keys() <= columns


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_list_in_every_order(client: Client, demo: None, name: str) -> None:
    kinds = {one.name: one.kind for one in columns_of(VIEWS[name].serializer_class())}
    # Enough to know the rows by: the whole ones take their time.
    shown = dict.fromkeys([*VIEWS[name].orderings, *list(kinds)[:6]])
    list_of = f"/api/v1/{ADDRESSES[name]}fields={','.join(shown)}&count=false&"
    usual = results(client.get(f"{list_of}page_size=1000"))
    for column in VIEWS[name].orderings:
        up, down = (
            results(client.get(f"{list_of}page_size=1000&ordering={word}"))
            for word in words_of([column])
        )
        values = [at(row, column) for row in up if at(row, column) is not None]
        check(up, usual, column, values)
        check(down, usual, column, values[::-1])
        # The database sorts texts by its own alphabet.
        assert kinds[column] is Kind.TEXT or values == sorted(values)
        size = max(1, len(usual) // 2)
        assert paged(client, f"{list_of}ordering=-{column}&page_size={size}")[:1000] == down


def check(
    rows: list[dict[str, Any]], usual: list[dict[str, Any]], column: str, values: list[Any]
) -> None:
    """They are the usual rows, by `values` of the column, nothing last; what is alike stands as
    usual."""
    found = [at(row, column) for row in rows]
    assert found == [*values, *[None] * (len(usual) - len(values))]
    for value in set(found):
        mine = [row for row in usual if at(row, column) == value]
        assert mine == [row for row in rows if at(row, column) == value]


def paged(client: Client, address: str) -> list[dict[str, Any]]:
    """All rows, page by page."""
    found, link = [], address
    while link:
        answer = client.get(link)
        found += results(answer)
        link = answer.json()["next"]
    return found


def test_two_columns(client: Client, db: None) -> None:
    factories.mini_plan()
    for region in ("140300", "140100"):
        for year in (2022, 2023):
            factories.actual(region=region, year=year)
    rows = paged(client, "/api/v1/actuals/?ordering=-year,-region&page_size=1")
    assert [(row["year"], row["region"]) for row in rows] == [
        *((2023, "140300"), (2023, "140100"), (2022, "140300"), (2022, "140100")),
    ]
    first = client.get("/api/v1/actuals/?ordering=value,year&page_size=1").json()["next"]
    assert "after=2.10~140100.total_water_use.2022" in first


def test_the_order_tells_nothing_of_a_correction_under_way(client: Client, db: None) -> None:
    factories.mini_plan()
    later = datetime(2026, 5, 1, tzinfo=UTC)
    factories.actual(year=2022, value="1.00", published="3.00", state="reopened")
    factories.actual(year=2023, value="2.00", published="2.00")
    Actual.objects.filter(year=2022).update(updated_at=later)

    def years(order: str) -> list[int]:
        return [
            row["year"] for row in paged(client, f"/api/v1/actuals/?ordering={order}&page_size=1")
        ]

    assert (years("value"), years("updated_at")) == ([2023, 2022], [2022, 2023])
    client.force_login(people.reviewer("rui"))
    assert (years("value"), years("updated_at")) == ([2022, 2023], [2023, 2022])


@pytest.mark.parametrize(
    "query",
    [
        "actuals/?ordering=value&after=140300.total_water_use.2024",
        "actuals/?ordering=value&after=x~140300.total_water_use.2024",
        "actuals/?ordering=value&after=NaN~140300.total_water_use.2024",
        f"actuals/?ordering=value&after={'9' * 40}~140300.total_water_use.2024",
        "actuals/?ordering=value&after=1e99999~140300.total_water_use.2024",
        "actuals/?ordering=updated_at&after=2026-01-01~140300.total_water_use.2024",
        "actuals/?ordering=updated_at&after=2026-01-01T00:00:00~140300.total_water_use.2024",
        "actuals/?ordering=updated_at&after=0001-01-01T00:00:00%2B14:00~140300.total_water_use.2024",
        "actuals/?ordering=updated_at&after=~140300.total_water_use.2024",
        "actuals/?ordering=-year&after=2024~140300.total_water_use.2024",
        "plans/?ordering=issued_on&after=0000-00-00~140300~yangquan-2025",
        "plans/?ordering=issued_on&after=0001-01-01~140300~yangquan-2025",
        "plans/?after=2025-01-01~140300~yangquan-2025",
        "targets/?ordering=year&after=140300",
        "assessments/?ordering=year&after=0~2025",
        "completeness/?ordering=-year&after=x~140300",
        "comparison/?indicator=total_water_use&ordering=comparability.ranked_by&after=NaN~1~2",
        "comparison/?indicator=total_water_use&ordering=comparability.ranked_by&after=140300~x",
    ],
)
def test_a_place_that_is_none(client: Client, db: None, query: str) -> None:
    factories.mini_plan()
    factories.actual()
    body = problem(client.get(f"/api/v1/{query}"), 400)
    assert [one["field"] for one in body["errors"]] == ["after"]


@pytest.mark.parametrize(
    "query",
    [
        "actuals/?ordering=value&after=0e99999~140300.total_water_use.2024",
        "actuals/?ordering=-value&after=~140300.total_water_use.2024",
        "plans/?ordering=-issued_on&after=~140300~yangquan-2025",
        "comparison/?indicator=total_water_use&ordering=comparability.ranked_by&after=~1~2",
    ],
)
def test_a_place_where_no_row_stands(client: Client, db: None, query: str) -> None:
    factories.mini_plan()
    factories.actual()
    assert client.get(f"/api/v1/{query}").status_code == 200


# An actual by its year, with its value; two values are alike often.
values = st.sampled_from(["1.0", "2.50", None])
changes = st.lists(st.tuples(st.integers(2001, 2008), values), max_size=3)
wanted = st.sampled_from(["value", "-value", "updated_at", "-updated_at", "-year", "region,-value"])


@given(
    begin=st.dictionaries(st.integers(2001, 2008), values),
    meanwhile=st.lists(changes, max_size=4),
    size=st.integers(1, 3),
    order=wanted,
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_lost_or_comes_twice_in_any_order(
    db: None,
    begin: dict[int, str | None],
    meanwhile: list[list[tuple[int, str | None]]],
    size: int,
    order: str,
) -> None:
    """Between two pages years go and others come: what was there all the time is read once."""
    if not Region.objects.exists():
        factories.mini_plan()
    _remove(*range(2001, 2009))
    for year, value in begin.items():
        _published(year, value)
    now, throughout, read = dict(begin), dict(begin), []
    steps = iter(meanwhile)
    link: str | None = f"/api/v1/actuals/?ordering={order}&page_size={size}&count=false"
    while link:
        body = Client().get(link).json()
        read += [(row["year"], row["value"]) for row in body["results"]]
        for year, value in next(steps, ()):
            throughout.pop(year, None)
            if year in now:
                _remove(year)
                del now[year]
            elif year not in {one for one, _value in read}:  # who comes back comes again
                _published(year, value)
                now[year] = value
        link = body["next"]
    years = [year for year, _value in read]
    assert len(years) == len(set(years))
    assert throughout.keys() <= set(years)
    column = {"year": 0, "value": 1}.get(order.rpartition("-")[2])
    if column is not None:
        there = [one[column] for one in read if one[column] is not None]
        assert there == sorted(there, reverse="-" in order)


def _remove(*years: int) -> None:
    gone = Actual.objects.filter(year__in=years)
    records = list(gone.values_list("record", flat=True))
    gone.delete()
    Record.objects.filter(pk__in=records).delete()


def _published(year: int, value: str | None) -> None:
    """At a time of its own, which doesn't go with the years."""
    at = datetime(2026, 1, 1 + year * 7 % 11, 12, tzinfo=UTC)
    made = factories.actual(year=year, value=value or "1", published=value or "1", at=at)
    if value is None:
        Actual.objects.filter(pk=made.pk).update(
            value=None,
            value_places=None,
            obs_status="not_available",
            published_value=None,
            published_places=None,
            published_obs_status="not_available",
        )
