"""Who guesses at passwords and keys is stopped; whose name or key it is comes in all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from common.audit.models import AuditRow
from common.limits.models import Counter
from departments.models import ApiKey
from departments.rules.log_in_limits import (
    BY_ADDRESS,
    BY_DEVICE,
    BY_NAME,
    BY_NAME_AND_ADDRESS,
    KEYS_BY_ADDRESS,
    KEYS_BY_PREFIX,
    Attempt,
    beginning,
    network,
)
from tests.people import administrator, person

PASSWORD = "siwei-test"
LOGIN = "/accounts/login/"
HERE = "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_of_ipv6_the_network_counts_that_one_host_may_use(address: str, counted: str) -> None:
    assert network(address) == counted


@pytest.mark.parametrize(
    ("attempt", "limits"),
    [
        (Attempt("alice", "192.0.2.7"), [BY_NAME_AND_ADDRESS, BY_ADDRESS, BY_NAME]),
        (Attempt("alice"), [BY_NAME_AND_ADDRESS, BY_NAME]),
        (Attempt("alice", "192.0.2.7", "device"), [BY_DEVICE]),
    ],
    ids=["a stranger", "behind a socket", "a known device"],
)
def test_by_what_a_try_is_counted(attempt: Attempt, limits: list[Any]) -> None:
    assert [limit for limit, _subject in attempt.limits()] == limits


def test_another_notation_of_a_name_is_the_same_name() -> None:
    subjects = [{subject for _, subject in Attempt(name).limits()} for name in ("ＡLICE ", "alice")]
    assert subjects[0] == subjects[1]


@pytest.fixture
def alice(db: None) -> User:
    return person("alice")


def log_in(
    client: Client, password: str = PASSWORD, *, name: str = "alice", address: str = HERE
) -> int:
    sent = {"username": name, "password": password}
    return client.post(LOGIN, sent, REMOTE_ADDR=address).status_code


def events() -> list[str]:
    return list(AuditRow.objects.order_by("id").values_list("event", flat=True))


def later(monkeypatch: pytest.MonkeyPatch, wait: timedelta) -> None:
    now = timezone.now() + wait
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_one_name_from_one_address(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [log_in(client, "wrong") for _ in range(BY_NAME_AND_ADDRESS.highest + 2)]
    assert codes == [200] * BY_NAME_AND_ADDRESS.highest + [429] * 2
    assert log_in(client) == 429
    # Others are not kept out: neither by this name nor from this address.
    person("bob")
    assert log_in(Client(), name="bob") == 302
    assert log_in(Client(), address="192.0.2.7") == 302
    assert events()[-4:] == ["log_in_failed", "limited", "log_in", "log_in"]
    later(monkeypatch, timedelta(hours=1, seconds=1))
    assert log_in(client) == 302


def test_the_refusal_says_when_to_try_again(client: Client, alice: User) -> None:
    for _ in range(BY_NAME_AND_ADDRESS.highest):
        log_in(client, "wrong")
    answer = client.post(LOGIN, {"username": "alice", "password": "wrong"})
    assert 3590 <= int(answer["Retry-After"]) <= 3600
    assert "请 60 分钟后再试" in answer.content.decode()


def test_one_name_from_changing_addresses_and_its_owner_comes_in(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a device and in a network where people have logged in before."""
    person("bob")
    assert log_in(client) == 302
    assert log_in(Client(), name="bob", address="198.51.100.1") == 302
    client.post("/accounts/logout/")  # unlike client.logout(), it leaves the other cookies
    addresses = [f"192.0.2.{number}" for number in range(BY_NAME.highest + 2)]
    codes = [log_in(Client(), "wrong", address=address) for address in addresses]
    assert codes == [200] * BY_NAME.highest + [429] * 2
    assert log_in(Client(), address="192.0.2.99") == 429
    assert log_in(client, address="192.0.2.100") == 302, "a known device, wherever it is"
    assert log_in(Client(), address="198.51.100.1") == 302, "a network of log-ins"
    later(monkeypatch, BY_NAME.window)
    assert log_in(Client(), address="192.0.2.99") == 302, "nobody is kept out for good"


def test_many_names_from_one_address(client: Client, alice: User) -> None:
    codes = [log_in(client, "wrong", name=f"clerk-{i}") for i in range(BY_ADDRESS.highest + 2)]
    assert codes == [200] * BY_ADDRESS.highest + [429] * 2
    assert log_in(client) == 429
    assert log_in(Client(), address="192.0.2.7") == 302


def test_the_slips_of_one_person_close_an_office_to_nobody(client: Client, alice: User) -> None:
    """One address, from which people have logged in; the others come on new devices."""
    for name in ("bob", "carol", "dave"):
        person(name)
    assert log_in(client) == 302
    for name in ("bob", "carol"):
        codes = [log_in(Client(), "wrong", name=name) for _ in range(BY_ADDRESS.highest + 2)]
        assert codes[-1] == 429
    assert log_in(Client(), name="dave") == 302
    # Who tries many names is stopped there all the same.
    codes = [log_in(Client(), "x", name=f"clerk-{i}") for i in range(BY_ADDRESS.highest + 1)]
    assert codes[-1] == 429


def test_what_is_refused_for_its_name_is_not_counted_by_address(db: None) -> None:
    person("bob")
    for _ in range(BY_ADDRESS.highest + 2):
        log_in(Client(), "wrong")
    assert log_in(Client(), name="bob") == 302


def test_a_network_of_ipv6_is_known_as_a_whole(alice: User) -> None:
    """As it is counted: its hosts change their addresses by the day."""
    person("bob")
    assert log_in(Client(), name="bob", address="2001:db8:1:2::1") == 302
    for number in range(BY_NAME.highest + 1):
        log_in(Client(), "wrong", address=f"192.0.2.{number}")
    assert log_in(Client(), address="2001:db8:1:3::9") == 429
    assert log_in(Client(), address="2001:db8:1:2:3:4:5:6") == 302


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("2001:db8:1:2::4", "2001:db8:1:2:"),
        ("2001:db8:1::4", "2001:db8:1:"),
        ("2001:db8::4", "2001:db8:"),
        ("2001:0:1:2::4", "2001:"),
        ("::1", ""),
        ("2001:db8:0:2:3:4:5:6", "2001:db8:"),
    ],
)
def test_how_the_addresses_of_a_network_begin(address: str, start: str) -> None:
    assert beginning(network(address)) == start
    assert address.startswith(start)


def test_a_whole_office_logs_in_from_one_address(db: None) -> None:
    for number in range(BY_ADDRESS.highest + 2):
        person(f"clerk-{number}")
        assert log_in(Client(), name=f"clerk-{number}") == 302


def test_guessing_on_a_known_device_ends_too(client: Client, alice: User) -> None:
    log_in(client)
    client.post("/accounts/logout/")  # unlike client.logout(), it leaves the other cookies
    codes = [log_in(client, "wrong") for _ in range(BY_DEVICE.highest + 1)]
    assert codes == [200] * BY_DEVICE.highest + [429]
    # What is known on the device of Alice doesn't count for others.
    assert [log_in(client, "wrong", name="bob") for _ in range(BY_NAME.highest)][-1] == 429


def test_a_success_begins_the_count_anew(client: Client, alice: User) -> None:
    for _round in range(2):
        browser = Client()
        for _attempt in range(BY_NAME_AND_ADDRESS.highest // 2 + 1):
            assert log_in(browser, "wrong") == 200
        assert log_in(browser) == 302


def test_a_forged_cookie_is_no_known_device(client: Client, alice: User) -> None:
    client.cookies["siwei_device"] = "x:y:z"
    assert [log_in(client, "wrong") for _ in range(11)][-1] == 429


def test_a_name_that_nobody_has_is_written_down_nowhere(client: Client, alice: User) -> None:
    log_in(client, "x", name="my-secret-password")
    log_in(client, "x", name="\x00")
    log_in(client, "x", name="alice")
    assert list(AuditRow.objects.order_by("id").values_list("name", flat=True)) == ["", "", "alice"]
    rows = [*Counter.objects.values(), *AuditRow.objects.values()]
    assert all("secret" not in str(row) for row in rows)


def test_an_empty_form_is_no_try(client: Client, db: None) -> None:
    assert {log_in(client, "", name="") for _ in range(30)} == {200}
    assert not Counter.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "status"),
    [
        pytest.param(1, "192.0.2.7", 302, id="somebody else behind the proxy"),
        pytest.param(1, "192.0.2.7, 127.0.0.1", 429, id="what the browser wrote is no help"),
        pytest.param(2, "192.0.2.7, 10.0.0.1", 302, id="behind two"),
        pytest.param(1, "nonsense", 429, id="no address"),
        pytest.param(1, "", 429, id="no proxy asked"),
        pytest.param(0, "192.0.2.7", 429, id="no proxy is trusted"),
    ],
)
def test_behind_proxies_the_address_is_the_browsers(
    alice: User, settings: Settings, proxies: int, forwarded: str, status: int
) -> None:
    for _ in range(BY_NAME_AND_ADDRESS.highest):
        log_in(Client(), "wrong")
    settings.PROXIES = proxies
    assert log_in(Client(headers={"X-Forwarded-For": forwarded})) == status


def test_an_administrator_lets_somebody_try_again(client: Client, alice: User) -> None:
    for _ in range(BY_NAME_AND_ADDRESS.highest):
        log_in(client, "wrong")
    admin = administrator("admin")
    administration = Client()
    administration.force_login(admin)
    sent = {"action": "unlock", "_selected_action": [alice.pk]}
    administration.post("/admin/auth/user/", sent)
    assert log_in(client) == 302
    assert AuditRow.objects.filter(event="unlocked", actor=admin, what="alice").exists()


def test_a_command_lets_somebody_try_again(client: Client, alice: User) -> None:
    for _ in range(BY_NAME_AND_ADDRESS.highest):
        log_in(client, "wrong")
    call_command("unlock", "alice", verbosity=0)
    assert log_in(client) == 302


def test_somebody_is_let_in_whatever_was_counted(client: Client, alice: User) -> None:
    def unlock() -> None:
        call_command("unlock", "alice", verbosity=0)

    def many_names(address: str) -> None:
        for number in range(BY_ADDRESS.highest):
            log_in(Client(), "wrong", name=f"clerk-{number}", address=address)

    def flood() -> None:
        for number in range(BY_NAME.highest + 1):
            log_in(Client(), "wrong", address=f"192.0.2.{number}")

    flood()
    assert log_in(Client(), address="192.0.2.99") == 429
    unlock()
    flood()
    assert log_in(Client(), address="192.0.2.99") == 302, "while others go on trying"

    many_names("198.51.100.1")
    assert log_in(Client(), address="198.51.100.1") == 429
    unlock()
    assert log_in(Client(), address="198.51.100.1") == 302

    assert log_in(client) == 302
    client.post("/accounts/logout/")  # unlike client.logout(), it leaves the other cookies
    codes = [log_in(client, "wrong") for _ in range(BY_DEVICE.highest + 1)]
    assert codes[-1] == 429
    unlock()
    assert log_in(client) == 302, "on a device of their own"

    many_names("198.51.100.9")
    assert log_in(Client(), name="bob", address="198.51.100.9") == 429, "nobody else"


def test_who_was_let_in_is_counted_anew(client: Client, alice: User) -> None:
    for _ in range(BY_NAME_AND_ADDRESS.highest):
        log_in(client, "wrong")
    call_command("unlock", "alice", verbosity=0)
    codes = [log_in(client, "wrong") for _ in range(BY_NAME_AND_ADDRESS.highest + 2)]
    assert codes[0] == 200
    assert codes[-1] == 429


class TestKeys:
    def ask(self, secret: str, address: str = HERE) -> Any:
        headers = {"Authorization": f"Api-Key {secret}"}
        return Client(headers=headers).get("/api/v1/regions/", REMOTE_ADDR=address)

    def test_wrong_keys_from_one_address(self, alice: User) -> None:
        _key, secret = ApiKey.objects.create_key(name="nightly", user=alice)
        codes = [self.ask(f"key{i}.wrong").status_code for i in range(KEYS_BY_ADDRESS.highest + 2)]
        assert codes == [401] * KEYS_BY_ADDRESS.highest + [429] * 2
        refusal = self.ask("another.wrong")
        assert 1 <= int(refusal["Retry-After"]) <= KEYS_BY_ADDRESS.window.total_seconds()
        assert refusal["Content-Type"] == "application/problem+json"
        assert refusal.json()["status"] == 429
        assert self.ask(secret).status_code == 200, "nobody can stop a program that has its key"
        assert self.ask("another.wrong", "192.0.2.7").status_code == 401
        counted = {"key_refused": KEYS_BY_ADDRESS.highest + 1, "limited": 1, "key_used": 1}
        assert {event: events().count(event) for event in set(events())} == counted

    def test_wrong_secrets_of_one_key_from_changing_addresses(self, alice: User) -> None:
        key, secret = ApiKey.objects.create_key(name="nightly", user=alice)
        wrong = f"{key.prefix}.wrong"
        codes = [
            self.ask(wrong, f"192.0.2.{i}").status_code for i in range(KEYS_BY_PREFIX.highest + 2)
        ]
        assert codes == [401] * KEYS_BY_PREFIX.highest + [429] * 2
        assert self.ask(secret).status_code == 200

    def test_what_is_no_key_is_not_written_down(self, alice: User) -> None:
        self.ask("hunter2-hunter2.x")
        assert list(AuditRow.objects.values_list("key", flat=True)) == [""]


def test_windows_that_are_over_are_cleared_away(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, "wrong")
    assert Counter.objects.count() == 3
    later(monkeypatch, timedelta(hours=2))
    log_in(client, "wrong", address="192.0.2.7")
    assert Counter.objects.count() == 3
