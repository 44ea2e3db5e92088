"""`next` leads through a whole list by the keys of its rows, whatever happens to it meanwhile."""

import re
from typing import Any

import pytest
from django.test import Client

from departments.models import Region
from indicators.actuals.models import Actual
from tests import factories
from tests.siwei.test_api_contract import problem


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    """All rows, page by page."""
    found, link = [], f"/api/v1/{address}"
    while link:
        body = client.get(link).json()
        found += body["results"]
        link = body["next"]
    return found


# Ordered by one column, by several, by columns of other tables, with nulls first and last.
@pytest.mark.parametrize(
    "address",
    [
        "regions/?",
        "departments/?",
        "plans/yangquan-2025/clauses/?",
        "indicators/?",
        "series-breaks/?",
        "plan-indicators/?",
        "targets/?",
        "conflicts/?",
        "actuals/?",
        "actuals/140300.total_water_use.2025/revisions/?",
        "assessments/?region=140300&year=2024:2026&",
        "assessments/?region=140300&year=2024:2026&status=no_data,met,not_due&",
        "comparison/?indicator=total_water_use&",
        "completeness/?",
        "tasks/?plan=yangquan-2025&",
        "milestones/?",
    ],
)
def test_every_list_is_whole_page_by_page(client: Client, demo: None, address: str) -> None:
    whole = client.get(f"/api/v1/{address}page_size=1000").json()["results"]
    size = max(2, len(whole) // 4)
    assert rows_of(client, f"{address}count=false&page_size={size}") == whole[:1000]


def test_nothing_is_lost_while_values_are_published(client: Client, db: None) -> None:
    factories.mini_plan()
    for year in range(2002, 2009):
        factories.actual(year=year)
    first = client.get("/api/v1/actuals/?page_size=3").json()
    # What comes before is published now, and the last one that was read goes.
    factories.actual(year=2001)
    Actual.objects.filter(year=2004).delete()
    assert first["next"].endswith("page_size=3&page=2&after=140300.total_water_use.2004")
    link = first["next"].partition("/api/v1/")[2]
    assert [row["year"] for row in rows_of(client, link)] == [2005, 2006, 2007, 2008]


def test_what_a_link_carries(client: Client, db: None) -> None:
    factories.regions()
    first = client.get("/api/v1/regions/?page_size=1").json()
    assert re.search(r"page=2&after=140000$", first["next"])
    second = client.get(first["next"]).json()
    assert second["results"][0]["code"] == "140100"
    assert second["previous"].endswith("/api/v1/regions/?page_size=1&page=1")
    by_key = client.get("/api/v1/regions/?page_size=1&after=140300").json()
    assert (by_key["results"][0]["code"], by_key["next"], by_key["previous"]) == (
        "140321",
        None,
        None,
    )
    assert client.get("/api/v1/regions/?after=140321").json()["results"] == []


def test_count_may_be_left_out(client: Client, db: None, django_assert_num_queries: Any) -> None:
    factories.regions()
    # The stamp, the regions, and what each became and was before.
    with django_assert_num_queries(4):
        body = client.get("/api/v1/regions/?page_size=2&count=false").json()
    assert list(body) == ["next", "previous", "results"]
    assert "count=false" in body["next"]
    problem(client.get("/api/v1/regions/?page=4&count=false"), 404)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("regions/?page=0", "page", "invalid"),
        ("regions/?page=00", "page", "invalid"),
        ("regions/?page=-1", "page", "invalid"),
        ("regions/?page=", "page", "invalid"),
        ("regions/?page_size=", "page_size", "invalid"),
        ("regions/?page=1&page=2", "page", "repeated"),
        ("regions/?page_size=1&page_size=1", "page_size", "repeated"),
        ("regions/?lang=en&lang=zh", "lang", "repeated"),
        ("regions/?search=a&search=b", "search", "repeated"),
        ("actuals/?updated_since=2026-01-01&updated_since=2026-01-02", "updated_since", "repeated"),
        ("comparison/?indicator=total_water_use&year=2024&year=2025", "year", "repeated"),
        ("milestones/?due_before=2026-01-01&due_before=2026-01-01", "due_before", "repeated"),
        ("regions/140300/?lang=en&lang=en", "lang", "repeated"),
        ("regions/?count=no", "count", "unknown"),
        ("regions/?count=", "count", "unknown"),
        ("regions/?after=", "after", "invalid"),
        ("regions/?after=%00", "after", "invalid"),
        ("regions/?after=140300~1", "after", "invalid"),
        ("departments/?after=140300~x", "after", "invalid"),
        (f"departments/?after=140300~{'9' * 30}", "after", "invalid"),
        ("actuals/?after=140300", "after", "invalid"),
        ("assessments/?after=1", "after", "invalid"),
        ("assessments/?after=0~2025", "after", "invalid"),
        ("completeness/?after=140300~x", "after", "invalid"),
        ("actuals/?updated_since=0001-01-01", "updated_since", "invalid"),
        ("actuals/?updated_since=9999-12-31T23:59:59-23:00", "updated_since", "invalid"),
        ("actuals/?updated_since=2026-01-01T00:00:00%2B99:00", "updated_since", "invalid"),
        ("milestones/?due_before=2026-02-30", "due_before", "invalid"),
    ],
)
def test_a_scalar_that_makes_no_sense(
    client: Client, db: None, query: str, field: str, code: str
) -> None:
    factories.mini_plan()
    body = problem(client.get(f"/api/v1/{query}"), 400)
    assert [(one["field"], one["code"]) for one in body["errors"]] == [(field, code)]
    assert "%(" not in body["detail"] and "%%" not in body["detail"]


def test_a_list_may_still_be_repeated(client: Client, db: None) -> None:
    factories.regions()
    repeated = client.get("/api/v1/regions/?level=city&level=county").json()
    assert repeated["count"] == Region.objects.exclude(level="province").count()
