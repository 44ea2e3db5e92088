"""A key belongs to its owner: who makes it, who sees it, when it ends."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from common.audit.models import AuditRow
from departments.models import ApiKey, Department, Region
from departments.rules.log_in_limits import CONFIRMATIONS
from departments.rules.permissions import KeyLimits
from departments.rules.roles import KeyScope
from departments.services.keys import (
    MAX_ADDRESSES,
    BeyondOwner,
    NoEnd,
    NotTheOwner,
    make_key,
    revoke_key,
)
from tests import factories
from tests.people import administrator, editor, machine, person

PASSWORD = "siwei-test"
KEYS = "/accounts/keys/"
ADDED = "/admin/departments/apikey/add/"
SECRET = re.compile(r"\w{8}\.\w{32}")


@pytest.fixture
def alice(db: None, client: Client) -> User:
    user = person("alice")
    client.force_login(user)
    return user


def make(client: Client, **sent: str) -> Any:
    return client.post(KEYS, {"name": "夜间同步", "period": "90", "password": PASSWORD, **sent})


def ask(secret: str, **extra: Any) -> int:
    headers = {"Authorization": f"Api-Key {secret}"}
    return Client(headers=headers).get("/api/v1/regions/", **extra).status_code


def secret_in(answer: Any) -> str:
    found = SECRET.findall(answer.content.decode())
    assert len(found) == 1
    return str(found[0])


def given(name: str, owner: User) -> tuple[ApiKey, str]:
    _made, secret = ApiKey.objects.create_key(name=name, user=owner)
    return ApiKey.objects.get(user=owner, name=name), secret


def test_its_owner_makes_it_and_sees_it_once(client: Client, alice: User) -> None:
    answer = make(client)
    secret = secret_in(answer)
    assert "no-store" in answer["Cache-Control"]
    assert ask(secret) == 200
    key = ApiKey.objects.get()
    assert key.user == alice
    assert key.expiry_date - timezone.now() > timedelta(days=89)
    # In no cookie, no session, no message, and on no later page.
    assert not any(secret in str(one) for one in client.cookies.values())
    assert secret not in str(dict(client.session.items()))
    assert secret not in client.get(KEYS).content.decode()
    row = AuditRow.objects.get(event="key_made")
    assert (row.actor, row.key, row.what) == (alice, key.prefix, "alice: 夜间同步")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"password": "wrong"}, "密码不对"),
        ({"password": ""}, "请填写密码"),
        ({"name": ""}, "请填写名称"),
        ({"name": "\x00"}, "name"),
        ({"period": "100000"}, "period"),
        ({"scope": "administer"}, "scope"),
    ],
    ids=["a wrong password", "no password", "no name", "no text", "for ever", "no such scope"],
)
def test_a_bad_form_makes_none(
    client: Client, alice: User, sent: dict[str, str], words: str
) -> None:
    answer = make(client, **sent)
    assert answer.status_code == 200
    assert words in answer.content.decode().partition("field__error")[2]
    assert not ApiKey.objects.exists()


@pytest.mark.usefixtures("places")
class TestScope:
    """What a new key may write: nothing unless that is asked for, and only where its owner may."""

    @pytest.fixture
    def places(self, db: None) -> None:
        factories.mini_plan()

    @pytest.fixture
    def clerk(self, places: None, client: Client) -> User:
        user = editor("alice")
        client.force_login(user)
        return user

    @pytest.mark.parametrize(
        ("sent", "kept", "words"),
        [
            ({}, ("read", None), "只读"),
            ({"scope": "read", "region": ""}, ("read", None), "只读"),
            ({"scope": "write"}, ("write", None), "读写"),
            ({"scope": "write", "region": "140300"}, ("write", "140300"), "只在阳泉市 140300写入"),
            ({"scope": "write", "region": "140321"}, ("write", "140321"), "只在平定县 140321写入"),
        ],
    )
    def test_is_chosen_and_shown(
        self,
        client: Client,
        clerk: User,
        sent: dict[str, str],
        kept: tuple[str, str | None],
        words: str,
    ) -> None:
        assert secret_in(make(client, **sent))
        key = ApiKey.objects.get()
        assert (key.scope, key.region_id) == kept
        assert words in client.get(KEYS).content.decode()
        row = AuditRow.objects.get(event="key_made")
        assert row.detail == " ".join(filter(None, kept))

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"scope": "read", "region": "140300"}, "不分行政区"),
            ({"scope": "write", "region": "140100"}, "region"),
            ({"scope": "write", "region": "140000"}, "region"),
            ({"scope": "write", "region": "x"}, "region"),
        ],
        ids=["of reading", "another city", "above", "none"],
    )
    def test_no_other(self, client: Client, clerk: User, sent: dict[str, str], words: str) -> None:
        page = make(client, **sent).content.decode()
        assert words in page.partition("field__error")[2]
        assert not ApiKey.objects.exists()

    def test_who_writes_nowhere_is_offered_keys_to_read(self, client: Client, alice: User) -> None:
        page = client.get(KEYS).content.decode()
        assert 'value="read"' in page
        assert 'value="write"' not in page
        assert 'name="region"' not in page
        assert "field__error" in make(client, scope="write").content.decode()

    @pytest.mark.parametrize(
        ("days", "region", "refusal"),
        [(None, None, NoEnd), (367, None, NoEnd), (366, "140100", BeyondOwner)],
    )
    def test_the_service_holds_whoever_asks(
        self, clerk: User, days: int | None, region: str | None, refusal: type[Exception]
    ) -> None:
        now = timezone.now()
        with pytest.raises(refusal):
            make_key(
                owner=clerk,
                name="x",
                expires_at=None if days is None else now + timedelta(days=days),
                scope=KeyScope.WRITE,
                region=Region.objects.get(code=region) if region else None,
                actor=clerk,
                address=None,
                now=now,
            )

    def test_the_administrator_gives_a_machine_no_more_than_it_has(self, client: Client) -> None:
        client.force_login(administrator("admin"))
        bot = machine("bot")
        sent = {"name": "夜间", "user": bot.pk, "scope": "write", "region": "140300"}
        assert "没有可写的权限" in client.post(ADDED, sent).content.decode()
        assert "不分行政区" in client.post(ADDED, sent | {"scope": "read"}).content.decode()
        bot.memberships.create(
            region_id="140300",
            role="editor",
            department=Department.objects.get(region="140300", function="water"),
        )
        assert secret_in(client.post(ADDED, sent))
        key = ApiKey.objects.get()
        assert (key.scope, key.region_id) == ("write", "140300")
        assert "只在阳泉市 140300写入" in client.get("/admin/departments/apikey/").content.decode()
        shown = client.get(f"/admin/departments/apikey/{key.pk}/change/").content.decode()
        assert "只在阳泉市 140300写入" in shown
        assert 'name="scope"' not in shown, "a key never gains anything"

    def test_the_database_knows_it_too(self, clerk: User) -> None:
        for limits in ({"scope": "all"}, {"scope": "read", "region_id": "140300"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ApiKey.objects.create_key(name="x", user=clerk, **limits)


def test_keys_of_before_go_on_as_they_were(alice: User) -> None:
    migration: Any = import_module("departments.migrations.0008_keys_of_before_write")
    key, _secret = given("nightly", alice)
    migration.keep(apps, None)
    key.refresh_from_db()
    assert key.limits == KeyLimits(writes=True, region=None)


def test_sent_twice_it_makes_one(client: Client, alice: User) -> None:
    make(client)
    assert "您已有一个同名的密钥" in make(client).content.decode()
    assert ApiKey.objects.count() == 1


def test_an_open_session_guesses_at_no_password(client: Client, alice: User) -> None:
    codes = [make(client, password="wrong").status_code for _ in range(CONFIRMATIONS.highest + 1)]
    assert codes == [200] * CONFIRMATIONS.highest + [429]
    sent = {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}
    assert client.post("/accounts/password/", sent).status_code == 429, "there neither"


def test_one_s_own_are_listed_and_revoked_and_nobody_else_s(client: Client, alice: User) -> None:
    mine, secret = given("mine", alice)
    other, _ = given("of-bob", person("bob"))
    page = client.get(KEYS).content.decode()
    assert "mine" in page
    assert "of-bob" not in page
    assert client.post(f"{KEYS}{other.prefix}/revoke/").status_code == 404
    assert client.get(f"{KEYS}{mine.prefix}/revoke/").status_code == 405
    assert client.post(f"{KEYS}{mine.prefix}/revoke/")["Location"] == KEYS
    assert ask(secret) == 401
    assert "已吊销" in client.get(KEYS).content.decode()
    assert AuditRow.objects.filter(event="key_revoked", actor=alice, key=mine.prefix).exists()


class TestAdministrator:
    @pytest.fixture
    def admin(self, db: None, client: Client) -> User:
        user = administrator("admin")
        client.force_login(user)
        return user

    def test_makes_none_for_a_person(self, client: Client, admin: User) -> None:
        for owner in (person("alice"), admin):
            answer = client.post(ADDED, {"name": "x", "user": owner.pk})
            assert "不是程序账号" in answer.content.decode()
        assert not ApiKey.objects.exists()
        with pytest.raises(NotTheOwner):
            make_key(
                owner=person("bob"),
                name="x",
                expires_at=None,
                actor=admin,
                address=None,
                now=timezone.now(),
            )

    def test_makes_one_for_a_machine_and_it_is_shown_once(
        self, client: Client, admin: User
    ) -> None:
        bot = machine("bot")
        answer = client.post(ADDED, {"name": "夜间同步", "user": bot.pk})
        secret = secret_in(answer)
        assert "no-store" in answer["Cache-Control"]
        assert not any(secret in str(one) for one in client.cookies.values())
        assert ask(secret) == 200
        key = ApiKey.objects.get()
        address = f"/admin/departments/apikey/{key.pk}/change/"
        assert secret not in client.get(address).content.decode()
        client.post(address, {"name": "y", "user": admin.pk})
        key.refresh_from_db()
        assert (key.user, key.name) == (bot, "夜间同步")
        again = client.post(ADDED, {"name": "夜间同步", "user": bot.pk})
        assert "同名的密钥" in again.content.decode()

    def test_is_offered_machines_alone(self, client: Client, admin: User) -> None:
        bot = machine("bot")
        person("alice")
        field = {"app_label": "departments", "field_name": "user"}
        for model, offered in (("apikey", [str(bot.pk)]), ("membership", None)):
            answer = client.get("/admin/autocomplete/", {**field, "model_name": model})
            found = [one["id"] for one in answer.json()["results"]]
            assert found == offered if offered else len(found) == 3

    def test_revokes_any_for_good_and_deletes_none(self, client: Client, admin: User) -> None:
        key, secret = given("nightly", person("alice"))
        address = f"/admin/departments/apikey/{key.pk}/"
        assert client.post(f"{address}change/", {"revoked": "on"}).status_code == 302
        assert ask(secret) == 401
        client.post(f"{address}change/", {"revoked": ""})
        key.refresh_from_db()
        assert key.revoked
        assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [key.pk], "post": "yes"}
        client.post("/admin/departments/apikey/", bulk)
        assert ApiKey.objects.exists()

    def test_a_stranger_revokes_none(self, db: None) -> None:
        key, _secret = given("nightly", person("alice"))
        with pytest.raises(NotTheOwner):
            revoke_key(key, actor=person("bob"), address=None, now=timezone.now())


def own_change(client: Client, alice: User) -> None:
    new = "tide-mule-42-olive"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/accounts/password/", sent).status_code == 302


def reset(client: Client, alice: User) -> None:
    client.force_login(administrator("admin"))
    sent = {"password1": "four-waters-2027", "password2": "four-waters-2027"}
    assert client.post(f"/admin/auth/user/{alice.pk}/password/", sent).status_code == 302


def command(client: Client, alice: User) -> None:
    call_command("shell", command=COMMAND, verbosity=0)


COMMAND = (
    "from django.contrib.auth.models import User; alice = User.objects.get(username='alice');"
    "alice.set_password('four-waters-2027'); alice.save()"
)


def unusable(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()


def closed(client: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()
    alice.is_active = True
    alice.save()


@pytest.mark.parametrize("end", [own_change, reset, command, unusable, closed])
def test_a_new_password_or_a_closed_account_ends_the_keys(
    client: Client, alice: User, end: Any
) -> None:
    key, secret = given("nightly", alice)
    _other, of_bob = given("nightly", person("bob"))
    assert ask(secret) == 200
    end(client, alice)
    assert ask(secret) == 401
    assert ask(of_bob) == 200
    assert AuditRow.objects.filter(event="key_revoked", key=key.prefix).count() == 1


def test_a_log_in_and_a_new_hash_of_the_same_password_end_none(
    client: Client, alice: User, settings: Any
) -> None:
    _key, secret = given("nightly", alice)
    alice.first_name = "李丽"
    alice.save()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    Client().post("/accounts/login/", {"username": "alice", "password": PASSWORD})
    assert User.objects.get(pk=alice.pk).password.startswith("pbkdf2")
    assert ask(secret) == 200


def test_the_use_of_a_key_is_recorded_once_a_day_and_address(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, secret = given("nightly", alice)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.2"):
        ask(secret, REMOTE_ADDR=address)
    rows = AuditRow.objects.filter(event="key_used")
    assert [row.address for row in rows.order_by("id")] == ["192.0.2.1", "192.0.2.2"]
    for number in range(MAX_ADDRESSES + 5):
        ask(secret, REMOTE_ADDR=f"192.0.2.{number}")
    assert rows.count() == MAX_ADDRESSES
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    ask(secret, REMOTE_ADDR="192.0.2.1")
    key.refresh_from_db()
    assert (rows.count(), key.used_from) == (MAX_ADDRESSES + 1, ["192.0.2.1"])


def test_further_requests_with_a_key_write_nothing(
    alice: User, django_assert_num_queries: Any
) -> None:
    _key, secret = given("nightly", alice)
    ask(secret)
    with django_assert_num_queries(3):  # the key, the stamp, no regions
        ask(secret)
