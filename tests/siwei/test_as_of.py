"""What Siwei showed on a day: lists of the API and pages with `as_of`."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("plans")

LISTS = [
    "plans/",
    "plan-indicators/",
    "targets/",
    "actuals/",
    "assessments/?region=140300",
    "comparison/?indicator=total_water_use",
    "completeness/",
]
PAGES = ["/", "/cities/140300/", "/indicators/total_water_use/", "/compare/", "/plans/"]


def joined(address: str, as_of: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={as_of}"


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2999-01-01", "future"),
        ("2026-02-30", "invalid"),
        ("gestern", "invalid"),
        ("1200-01-01", "invalid"),
    ],
)
def test_a_list_refuses_what_is_no_moment(
    client: Client, address: str, as_of: str, code: str
) -> None:
    response = client.get(joined(f"/api/v1/{address}", as_of))
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "as_of", response.json()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("as_of", ["2999-01-01", "gestern"])
def test_a_page_refuses_what_is_no_moment(client: Client, address: str, as_of: str) -> None:
    response = client.get(joined(address, as_of), follow=True)
    assert response.status_code == 400
    assert f"“{as_of}”" in response.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_before_everything_a_list_is_empty(client: Client, address: str) -> None:
    assert client.get(joined(f"/api/v1/{address}", "2001-01-01")).json()["results"] == []


@pytest.mark.parametrize("address", PAGES)
def test_before_everything_a_page_says_so(client: Client, address: str) -> None:
    response = client.get(joined(address, "2001-01-01"), follow=True)
    assert response.status_code == 200
    assert "截至2001-01-01的情况" in response.content.decode()
