"""Whatever an address says, the answer is never a 500: not on SQLite, not on PostgreSQL."""

from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("plans")

LISTS = (
    "/",
    "/cities/",
    "/cities/140300/",
    "/cities/140300/plan/",
    "/cities/140300/changes/",
    "/plans/",
    "/indicators/",
    "/indicators/total_water_use/",
    "/compare/",
    "/conflicts/",
    "/tasks/",
    "/tasks/matrix.xlsx",
    "/tasks/table.csv",
    "/changes/table.csv",
    "/cities/140300/table.csv",
    "/indicators/total_water_use/table.csv",
    "/departments/",
    "/changes/",
    "/calendar/",
    *(
        f"/api/v1/{name}/"
        for name in (
            "regions",
            "departments",
            "plans",
            "indicators",
            "series-breaks",
            "plan-indicators",
            "targets",
            "conflicts",
            "actuals",
            "assessments",
            "comparison",
            "completeness",
            "tasks",
            "milestones",
            "progress",
        )
    ),
)
NAMES = (
    "search",
    "region",
    "indicator",
    "plan",
    "year",
    "month",
    "page",
    "page_size",
    "department",
    "updated_since",
    "group",
    "due_before",
    "due_after",
    "view",
    *("task", "item", "milestone", "kind", "since", "after", "as_of"),
)
OF_LISTS = ("fields", "ordering", "format")  # of the API
VALUES = (
    *("\x00", "a\x00b", "9" * 30, "9" * 5000, "9999", "-1", "0", "x" * 3000, "水\ud83d", "1;2"),
    *("%", "{}", "1e9", "2026-01-01T00:00:00+17:45"),
)
PLACES = (
    "/cities/{}/",
    "/cities/{}/tasks/",
    "/plans/{}/",
    "/indicators/{}/",
    "/tasks/yangquan-2025/{}/",
    "/tasks/{}/1/",
    "/calendar/{}.ics",
    "/calendar/feeds/{}/renew/",
    "/departments/{}/",
    "/actuals/{}/",
    "/api/v1/plans/{}/",
    "/api/v1/plans/{}/clauses/",
    "/api/v1/departments/{}/",
    "/api/v1/actuals/{}/",
    "/api/v1/regions/{}/",
    "/api/v1/progress/{}/",
)
ODD = (
    "%00",
    "99999999999999999999",
    "-1",
    "%FF",
    "..%2F",
    "x" * 300,
    "140300.total_water_use.9999",
)


# What is answered to a name that a page or a list doesn't have, whatever its value: one will do.
NO_SUCH_NAME = ("这一页没有这个筛选条件。".encode(), b'"unknown_parameter"')


@pytest.mark.parametrize("path", LISTS)
def test_odd_parameters(client: Client, path: str) -> None:
    for name in (*NAMES, *(OF_LISTS if path.startswith("/api/") else ())):
        for value in VALUES:
            query = f"{name}={quote(value, errors='surrogatepass')}"
            answer = client.get(f"{path}?{query}")
            assert answer.status_code < 500, query
            if answer.status_code == 400 and any(one in answer.content for one in NO_SUCH_NAME):
                break
    assert client.get(f"{path}?page=1&page=2&%FF=%FE&=").status_code < 500


@pytest.mark.parametrize("place", PLACES)
def test_odd_addresses(client: Client, place: str) -> None:
    for odd in ODD:
        assert client.get(place.format(odd)).status_code < 500, odd
