"""How much may be asked for: whose requests count together, what is refused, and how it is said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from common.limits.rules import Rate
from common.limits.services.rates import Tallies
from departments.models import ApiKey
from tests import factories
from tests.people import machine, person

pytestmark = pytest.mark.django_db

API = "/api/v1/regions/"
FILE = "/cities/table.csv"
QUOTA, DEAR = 4, 2


class Clock:
    """The time that requests are answered at; it stands until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 15, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture(autouse=True)
def limits(settings: Settings, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[None]:
    settings.RATE_ANONYMOUS = Rate("default", QUOTA, 60)
    settings.RATE_KEY = Rate("default", QUOTA + 1, 60)
    settings.RATE_EXPENSIVE = Rate("expensive", DEAR, 60)
    tallies = Tallies()
    monkeypatch.setattr("common.limits.middleware.TALLIES", tallies)
    yield


def statuses(client: Client, number: int, address: str = API, **extra: Any) -> list[int]:
    return [client.get(address, **extra).status_code for _ in range(number)]


def within(number: int) -> list[int]:
    """The answers of one request more than are answered."""
    return [200] * number + [429]


def with_key(owner: User, name: str = "x") -> Client:
    _key, secret = ApiKey.objects.create_key(name=name, user=owner)
    return Client(headers={"Authorization": f"Api-Key {secret}"})


def test_every_answer_says_what_is_left(client: Client) -> None:
    first, second = client.get(API), client.head(API)
    assert first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"default";q=4;w=60'
    assert (first["RateLimit"], second["RateLimit"]) == ('"default";r=3;t=40', '"default";r=2;t=40')
    wrong = client.get("/api/v1/nosuch/")
    assert (wrong.status_code, wrong["RateLimit"]) == (404, '"default";r=1;t=40')
    refused = client.post(API)
    assert (refused.status_code, refused["RateLimit"]) == (405, '"default";r=0;t=40')


def test_beyond_it_a_problem_says_when_to_come_again(client: Client, clock: Clock) -> None:
    assert statuses(client, QUOTA + 1) == within(QUOTA)
    clock.goes_on(30)
    answer = client.get(f"{API}?lang=en")
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "10"
    assert answer["RateLimit"] == '"default";r=0;t=10'
    body = answer.json()
    assert (body["type"], body["status"]) == ("urn:siwei:problem:throttled", 429)
    assert body["errors"] == []
    assert "10" in body["detail"]
    assert answer["Content-Language"] == "en"
    clock.goes_on(10)
    assert statuses(client, QUOTA + 1) == within(QUOTA)


def test_a_flood_shuts_nobody_out_for_longer(client: Client, clock: Clock) -> None:
    statuses(client, 30)
    clock.goes_on(39)
    statuses(client, 30)
    clock.goes_on(1)
    assert client.get(API).status_code == 200


def test_what_did_not_change_costs_a_fifth(client: Client) -> None:
    etag = client.get(API)["ETag"]
    known = {"If-None-Match": etag}
    answers = [client.get(API, headers=known) for _ in range(6)]
    assert {one.status_code for one in answers} == {304}
    assert [one["RateLimit"] for one in answers] == [
        *['"default";r=2;t=40'] * 5,
        '"default";r=1;t=40',
    ]


class TestSubjects:
    """Who counts together, and who doesn't."""

    def test_addresses(self, client: Client) -> None:
        statuses(client, QUOTA, REMOTE_ADDR="192.0.2.1")
        assert client.get(API, REMOTE_ADDR="192.0.2.1").status_code == 429
        assert client.get(API, REMOTE_ADDR="192.0.2.2").status_code == 200

    def test_of_ipv6_a_network(self, client: Client) -> None:
        for number in range(QUOTA):
            assert client.get(API, REMOTE_ADDR=f"2001:db8::{number}").status_code == 200
        assert client.get(API, REMOTE_ADDR="2001:db8::ffff:1").status_code == 429
        assert client.get(API, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200

    def test_an_address_in_two_notations(self, client: Client) -> None:
        statuses(client, QUOTA, REMOTE_ADDR="192.0.2.1")
        assert client.get(API, REMOTE_ADDR="::ffff:192.0.2.1").status_code == 429

    def test_behind_a_proxy_the_browser_s(self, client: Client, settings: Settings) -> None:
        settings.PROXIES = 1
        for number in range(QUOTA + 2):
            forged = f"10.0.0.{number}, 192.0.2.1"  # the last is the proxy's word
            answer = client.get(API, headers={"X-Forwarded-For": forged})
        assert answer.status_code == 429
        other = client.get(API, headers={"X-Forwarded-For": "192.0.2.2"})
        assert other.status_code == 200

    def test_without_an_address_nobody(self, client: Client) -> None:
        """A Unix socket: everybody would be one."""
        answers = [client.get(API, REMOTE_ADDR="") for _ in range(QUOTA + 3)]
        assert {one.status_code for one in answers} == {200}
        assert "RateLimit" not in answers[-1]

    def test_a_key_whatever_its_address(self, client: Client) -> None:
        owner = machine("bot")
        one, other = with_key(owner, "one"), with_key(owner, "other")
        statuses(client, QUOTA + 1)  # the office's address is used up
        for number in range(QUOTA + 1):
            assert one.get(API, REMOTE_ADDR=f"192.0.2.{number}").status_code == 200
        assert one.get(API).status_code == 429
        assert other.get(API).status_code == 200

    def test_a_wrong_key_is_its_address_s_and_uses_up_nobody_s(self, client: Client) -> None:
        owner = machine("bot")
        right = with_key(owner)
        prefix = ApiKey.objects.get().prefix
        wrong = {"Authorization": f"Api-Key {prefix}.wrong"}
        answers = [client.get(API, headers=wrong).status_code for _ in range(QUOTA + 1)]
        assert answers == [401] * QUOTA + [429]
        assert statuses(right, QUOTA + 1) == [200] * (QUOTA + 1)

    def test_a_person_wherever_they_are(self, client: Client) -> None:
        alice, bob = Client(), Client()
        alice.force_login(person("alice"))
        bob.force_login(person("bob"))
        again = Client()
        again.force_login(User.objects.get(username="alice"))
        statuses(client, QUOTA + 1)
        assert statuses(alice, QUOTA) == [200] * QUOTA
        assert [again.get(API, REMOTE_ADDR="192.0.2.9").status_code for _ in "ab"] == [200, 429]
        assert bob.get(API).status_code == 200


class TestExpensive:
    @pytest.fixture(autouse=True)
    def mini(self, db: None) -> None:
        factories.mini_plan()

    def test_a_file_is_refused_by_a_page_in_words(self, client: Client, clock: Clock) -> None:
        assert statuses(client, DEAR + 1, FILE) == within(DEAR)
        answer = client.get("/plans/table.xlsx")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "40"
        assert answer["RateLimit-Policy"] == '"expensive";q=2;w=60'
        page = answer.content.decode()
        assert "请求过于频繁" in page
        assert "40 秒" in page
        assert client.get("/cities/").status_code == 200
        assert client.get(API).status_code == 200
        clock.goes_on(40)
        assert client.get(FILE).status_code == 200

    @pytest.mark.parametrize(
        "address",
        [
            "/tasks/matrix.xlsx",
            "/compare/table.csv?indicator=total_water_use&year=2025",
            "/reports/city/140300/2025.docx",
            "/reports/evidence/140300/2025.zip",
            "/import/template/140300/2025.xlsx",
            "/audit.csv",
        ],
    )
    def test_each_kind_of_file_counts(self, client: Client, address: str) -> None:
        statuses(client, DEAR, FILE)
        assert client.get(address).status_code == 429

    def test_by_person(self, client: Client) -> None:
        alice = Client()
        alice.force_login(person("alice"))
        statuses(client, DEAR + 1, FILE)
        assert statuses(alice, DEAR + 1, FILE) == within(DEAR)

    def test_a_head_costs_nothing(self, client: Client) -> None:
        assert {client.head(FILE).status_code for _ in range(DEAR + 3)} == {200}
        assert client.get(FILE).status_code == 200


def test_the_checks_of_the_process_are_never_refused(client: Client) -> None:
    statuses(client, QUOTA + 1)
    for address in ("/healthz", "/readyz", "/accounts/login/"):
        answers = [client.get(address) for _ in range(QUOTA + 3)]
        assert {one.status_code for one in answers} == {200}
        assert "RateLimit" not in answers[0]


def test_without_limits_nothing_is_said(client: Client, settings: Settings) -> None:
    settings.RATE_ANONYMOUS = settings.RATE_EXPENSIVE = None
    answers = [client.get(API) for _ in range(QUOTA + 3)]
    assert {one.status_code for one in answers} == {200}
    assert "RateLimit" not in answers[0]
    assert set(statuses(client, DEAR + 2, FILE)) == {200}


def test_a_store_that_is_away_is_no_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_at: Any) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr("common.limits.services.rates._shared", away)
    assert statuses(client, QUOTA + 1) == within(QUOTA)


def test_scripts_of_other_sites_read_it(client: Client) -> None:
    answer = client.get(API, headers={"Origin": "https://other.example"})
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)


def test_a_request_costs_no_further_query(
    client: Client, django_assert_num_queries: Any, settings: Settings
) -> None:
    settings.RATE_ANONYMOUS = settings.RATE_KEY = Rate("default", 1000, 60)
    with django_assert_num_queries(2):  # the stamp, and all regions
        client.get(API)
    key = with_key(machine("bot"))
    key.get(API)
    with django_assert_num_queries(3):  # and the key, once
        key.get(API)
