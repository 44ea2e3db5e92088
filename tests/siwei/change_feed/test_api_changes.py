"""`GET /api/v1/changes/`: pages, filters, refusals, and what its reading costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from common.records.models import HistoryRow
from common.records.rules.seals import key_from
from common.records.services.keys import current_key
from departments.models import Region, RegionSuccession
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from siwei.change_feed.rules.cursors import Place, cursor
from siwei.change_feed.selectors import history
from tests import factories
from tests.indicators.actuals.workflow import do, enter, submitted
from tests.people import editor, open_year, reviewer
from tests.siwei.change_feed.copying import FEED, Copy

KEYS = [
    parse_key(f"140300.{key}")
    for key in ("total_water_use.2024", "total_water_use.2025", "irrigation_efficiency.2025")
]
VALUES = {"total_water_use": "2.21", "irrigation_efficiency": "0.63"}


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    factories.mini_plan()
    for year in (2024, 2025):
        open_year(year)
    return editor("alice"), reviewer("rui")


@pytest.fixture
def published(people: tuple[User, User]) -> None:
    """Three values are published, and then the first is withdrawn."""
    alice, rui = people
    rows = [do(Action.APPROVE, rui, submitted(alice, VALUES[key.indicator], key)) for key in KEYS]
    do(Action.RETRACT, rui, rows[0], "公报更正")


def get(client: Client, **query: str) -> Any:
    response = client.get(FEED, query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def told(page: Any) -> list[str]:
    return [f"{one['kind']} {one['key'].removeprefix('140300.')}" for one in page["results"]]


ALL = [
    "published total_water_use.2024",
    "published total_water_use.2025",
    "published irrigation_efficiency.2025",
    "withdrawn total_water_use.2024",
]


@pytest.mark.usefixtures("published")
class TestPages:
    def test_the_answer(self, client: Client) -> None:
        page = get(client)
        assert list(page) == ["next", "previous", "results", "cursor"]
        assert (page["next"], page["previous"]) == (None, None)
        assert list(page["results"][0]) == ["cursor", "kind", "subject", "key", "at", "row"]
        assert told(page) == ALL
        assert page["cursor"] == page["results"][-1]["cursor"]

    def test_next_leads_through_all_of_it(self, client: Client) -> None:
        page = get(client, page_size="1", subject="actual")
        found = told(page)
        while page["next"]:
            page = client.get(page["next"]).json()
            found += told(page)
        assert found == ALL

    def test_a_page_that_ends_with_the_last_change_has_no_next(self, client: Client) -> None:
        assert get(client, page_size="4")["next"] is None
        assert get(client, page_size="3")["next"] is not None

    def test_an_empty_page_keeps_its_cursor(self, client: Client) -> None:
        end = get(client)["cursor"]
        page = get(client, after=end)
        assert page == {"next": None, "previous": None, "results": [], "cursor": end}

    def test_the_end_is_asked_for_without_reading(self, client: Client) -> None:
        assert get(client, after="latest") == get(client, after=get(client)["cursor"])

    def test_one_cursor_serves_every_filter(self, client: Client) -> None:
        first = get(client, page_size="1")["cursor"]
        page = get(client, after=first, indicator="irrigation_efficiency")
        assert told(page) == ALL[2:3]
        # It is past what the filter left out, too.
        assert page["cursor"] == get(client)["cursor"]

    def test_the_same_again_is_a_304(self, client: Client) -> None:
        end = get(client)["cursor"]
        etag = client.get(FEED, {"after": end})["ETag"]
        again = client.get(FEED, {"after": end}, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "140300"}, ALL),
        ({"region": "140100"}, []),
        ({"region": "140100,140300"}, ALL),
        ({"indicator": "irrigation_efficiency"}, ALL[2:3]),
        ({"kind": "withdrawn"}, ALL[3:]),
        ({"kind": "withdrawn,published"}, ALL),
        ({"kind": "amended"}, []),
        ({"subject": "actual"}, ALL),
        ({"subject": "plan,target,task,milestone"}, []),
        ({"kind": "published", "indicator": "total_water_use"}, ALL[:2]),
    ],
)
def test_a_filter(client: Client, query: dict[str, str], found: list[str]) -> None:
    assert told(get(client, **query)) == found


@pytest.mark.usefixtures("published")
def test_a_region_that_was_recoded_is_one_series(client: Client) -> None:
    Region.objects.create(
        code="149903", name="旧阳泉市", name_en="", level="city", parent_id="140000"
    )
    RegionSuccession.objects.create(
        predecessor_id="149903", successor_id="140300", kind="recoded", on="2020-01-01"
    )
    assert told(get(client, region="149903")) == ALL


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("after=", "after", "invalid"),
        ("after=7", "after", "invalid"),
        ("after=newest", "after", "invalid"),
        ("after=%00", "after", "invalid"),
        ("after=latest&after=latest", "after", "repeated"),
        ("page_size=0", "page_size", "invalid"),
        ("page_size=1001", "page_size", "invalid"),
        ("page=2", "page", "unknown_parameter"),
        ("count=false", "count", "unknown_parameter"),
        ("year=2025", "year", "unknown_parameter"),
        ("region=999999", "region", "unknown"),
        ("region=", "region", "empty"),
        ("indicator=nosuch", "indicator", "unknown"),
        ("kind=changed", "kind", "unknown"),
        ("subject=progress", "subject", "unknown"),
    ],
)
def test_a_refusal(client: Client, query: str, field: str, code: str) -> None:
    response = client.get(f"{FEED}?{query}")
    assert response.status_code == 400
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [(field, code)]


def of_another_seal() -> str:
    row = HistoryRow.objects.latest("sequence")
    return cursor(Place(row.sequence), "0" * 64, key=current_key())


def beyond_the_end() -> str:
    row = HistoryRow.objects.latest("sequence")
    return cursor(Place(row.sequence + 1), row.seal, key=current_key())


def of_another_key() -> str:
    row = HistoryRow.objects.latest("sequence")
    return cursor(Place(row.sequence), row.seal, key=key_from("a key that nobody has"))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("made", [of_another_seal, beyond_the_end, of_another_key])
def test_a_cursor_of_another_history(client: Client, made: Callable[[], str]) -> None:
    response = client.get(FEED, {"after": made()})
    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:siwei:problem:cursor-too-old"


@pytest.mark.usefixtures("published")
def test_a_cursor_of_a_former_key_still_serves(client: Client, settings: Settings) -> None:
    first = get(client, page_size="1")["cursor"]
    settings.FORMER_HISTORY_KEYS = [settings.HISTORY_KEY or settings.SECRET_KEY]
    settings.HISTORY_KEY = "the next key of the history"
    assert told(get(client, after=first)) == ALL[1:]
    settings.FORMER_HISTORY_KEYS = []
    assert client.get(FEED, {"after": first}).status_code == 410


@pytest.mark.usefixtures("published")
def test_the_same_for_every_caller(client: Client, people: tuple[User, User]) -> None:
    enter(people[0], "0.64", parse_key("140300.irrigation_efficiency.2024"))
    anonymous = get(client)
    client.force_login(people[0])
    assert get(client) == anonymous


@pytest.mark.usefixtures("published")
def test_closed_reading_closes_it(client: Client, settings: Settings) -> None:
    settings.PUBLIC_READ = False
    assert client.get(FEED).status_code == 401
    assert client.get(FEED, {"after": "latest"}).status_code == 401


class TestDrafts:
    """Nobody sees from the feed that something is being drafted, and none of it costs a page."""

    @pytest.fixture(autouse=True)
    def drafts(self, published: None, people: tuple[User, User]) -> Callable[[int], None]:
        def draft(number: int) -> None:
            row = enter(people[0], "0.5", parse_key("140300.irrigation_efficiency.2024"), seen=None)
            for step in range(number):
                row = enter(people[0], f"0.{600 + step}", row.key, seen=row.version)

        return draft

    def test_no_cursor_moves(self, client: Client, drafts: Callable[[int], None]) -> None:
        end = get(client, after="latest")
        page = get(client)
        drafts(12)
        assert get(client, after="latest") == end
        assert get(client) == page
        assert get(client, after=end["cursor"]) == end

    def test_no_page_looks_at_them(self, drafts: Callable[[int], None]) -> None:
        before = history.candidates(0)
        drafts(12)
        assert history.candidates(0) == before

    def test_a_page_looks_at_so_many_rows(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What nobody asked for is passed by, a thousand rows at a time; here two."""
        monkeypatch.setattr(history, "MOST_ROWS", 2)
        page = get(client, kind="withdrawn")
        assert (page["results"], page["next"] is None) == ([], False)
        assert told(client.get(page["next"]).json()) == ALL[3:]
        assert [one["kind"] for one in Copy().follow(client).changes] == [
            one.split()[0] for one in ALL
        ]


def queries(client: Client, **query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        get(client, **query)
    return len(found)


@pytest.mark.usefixtures("published")
def test_a_page_costs_the_same_wherever_it_is(client: Client) -> None:
    first = get(client, page_size="1")["cursor"]
    third = get(client, page_size="3")["cursor"]
    # The stamp, the scan, rows with records, publications, removals, regions, indicators; and of a
    # cursor its proof, and the seal of where it stands.
    assert queries(client, page_size="1") == 7
    assert queries(client) == 7
    assert queries(client, page_size="1", after=first) == queries(client, after=third) == 9


@pytest.mark.usefixtures("published")
def test_the_scan_goes_by_the_index(client: Client) -> None:
    with CaptureQueriesContext(connection) as found:
        history.candidates(5)
    (sql,) = (one["sql"] for one in found)
    with connection.cursor() as rows:
        if connection.vendor == "postgresql":
            rows.execute("SET LOCAL enable_seqscan = off")  # a table of some rows is read whole
            rows.execute("SET LOCAL enable_bitmapscan = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        rows.execute(f"{explain} {sql}")
        plan = "\n".join(str(one) for one in rows.fetchall())
    assert plan.count("history_in_order_by_action") == 5  # once for each action
