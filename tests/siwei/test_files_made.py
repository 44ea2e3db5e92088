"""Files that are made for their reader: counted by the smaller limit, and not made for a HEAD."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from common.limits.middleware import is_expensive
from tests.siwei.routes import ROLES, TABLE
from tests.siwei.world import World

# What programs ask for again and again (a calendar, descriptions of the data sets): it has an ETag,
# and is nobody's download.
POLLED = {"calendar_feed", "data_catalogue", "api:datapackage"}
# What a page itself fetches or shows, written as fast as the page.
CHEAP = {"compare_chart", "indicator_chart"}


def reader(world: World, role: str) -> Client:
    client, user = Client(), world.people[role]
    if user is not None:
        client.force_login(user)
    return client


def files(world: World) -> list[tuple[str, str, str]]:
    """Each address that ends as a file does, by its route, with a role that may have it."""
    return [
        (route.name, address, role)
        for route in TABLE
        if route.method == "GET"
        and route.name not in POLLED | CHEAP
        and not route.name.startswith("api:sdmx")  # what ends there is a version
        and (address := world.address(route))
        and "." in address.partition("?")[0].rpartition("/")[2]
        and (role := next((one for one in ROLES if route.access[one] == "ok"), None))
    ]


def test_each_is_marked_and_a_head_of_it_makes_nothing(world: World) -> None:
    """Its HEAD has the same headers, but the length."""
    found = files(world)
    assert {"cities_table", "report_city", "evidence_volume", "tasks_matrix_xlsx"} <= {
        name for name, _address, _role in found
    }
    for name, address, role in found:
        client = reader(world, role)
        answer, head = client.get(address), client.head(address)
        assert answer["Content-Disposition"].startswith("attachment"), name
        assert is_expensive(resolve(address.partition("?")[0]).func, "GET"), name
        assert (head.status_code, b"".join(head)) == (200, b""), name
        assert "Content-Length" not in head.headers, f"{name} was made"
        for header in ("Content-Type", "Content-Disposition", "Cache-Control"):
            assert head.get(header) == answer.get(header), name


def test_a_head_reads_nothing_of_what_the_file_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_at: Any, **_more: Any) -> bytes:
        raise AssertionError("a file was made")

    monkeypatch.setattr("common.downloads.as_xlsx", made)
    monkeypatch.setattr("siwei.pages.views.overview.cities_shown", made)
    monkeypatch.setattr("siwei.reports.services.document.as_docx", made)
    client = Client()
    for address in ("/table.xlsx", "/plans/table.xlsx", "/reports/city/140300/2025.docx"):
        assert client.head(address).status_code == 200
        with pytest.raises(AssertionError):
            client.get(address)


def test_a_head_of_what_is_not_there_or_not_one_s_own_is_refused_all_the_same(
    world: World,
) -> None:
    client = reader(world, "stranger")
    answers = {
        address: client.head(address).status_code
        for address in (
            "/plans/nosuch-2025/table.xlsx",
            "/cities/999999/table.csv",
            "/reports/city/140300/1900.docx",
            "/reports/evidence/140300/2025.zip",
            "/plans/table.csv?nosuch=1",
            "/audit.csv",
        )
    }
    assert list(answers.values()) == [404, 404, 404, 403, 400, 403]
