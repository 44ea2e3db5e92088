"""A password that somebody was given opens one page: that on which they choose their own."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from common.audit.models import AuditRow
from departments.forms.passwords import PasswordValidator
from departments.services.accounts import must_choose_password
from tests.people import administrator, person

GIVEN = "siwei-test"
CHOSEN = "tide-mule-42-olive"
PASSWORD = "/accounts/password/"


@pytest.fixture
def alice(db: None) -> User:
    user = person("alice")
    must_choose_password(user)
    return user


def log_in(client: Client, password: str = GIVEN) -> Any:
    return client.post("/accounts/login/", {"username": "alice", "password": password})


def choose(client: Client, new: str = CHOSEN) -> Any:
    sent = {"old_password": GIVEN, "new_password1": new, "new_password2": new}
    return client.post(PASSWORD, sent)


@pytest.mark.parametrize("address", ["/", "/mine/", "/entry/", "/admin/", "/accounts/keys/"])
def test_every_page_leads_to_the_new_password(client: Client, alice: User, address: str) -> None:
    log_in(client)
    assert client.get(address)["Location"] == PASSWORD
    assert client.post(address, {"x": "y"})["Location"] == PASSWORD
    page = client.get(PASSWORD).content.decode()
    assert "这个密码是别人设置的" in page


def test_the_api_is_closed_to_the_session_too(client: Client, alice: User) -> None:
    log_in(client)
    answer = client.get("/api/v1/regions/")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert "请先修改" in answer.json()["detail"]
    assert answer.json()["type"] == "urn:siwei:problem:password-change-required"


@pytest.mark.parametrize("address", ["/healthz", "/i18n/setlang/", "/accounts/logout/"])
def test_leaving_and_the_language_work(client: Client, alice: User, address: str) -> None:
    log_in(client)
    answer = client.post(address) if address != "/healthz" else client.get(address)
    assert answer.headers.get("Location") != PASSWORD


def test_whoever_has_chosen_goes_on(client: Client, alice: User) -> None:
    log_in(client)
    assert choose(client, GIVEN).status_code == 200, "the same again is no choice"
    assert client.get("/mine/").status_code == 302
    assert choose(client).status_code == 302
    assert client.get("/mine/").status_code == 200
    other = Client()
    log_in(other, CHOSEN)
    assert other.get("/mine/").status_code == 200


def test_a_reset_by_an_administrator_or_a_command_asks_again(client: Client, db: None) -> None:
    alice = person("alice")
    log_in(client)
    assert client.get("/mine/").status_code == 200
    admin = Client()
    admin.force_login(administrator("admin"))
    sent = {"password1": "four-waters-2027", "password2": "four-waters-2027"}
    admin.post(f"/admin/auth/user/{alice.pk}/password/", sent)
    assert client.get("/mine/")["Location"].startswith("/accounts/login/")
    log_in(client, "four-waters-2027")
    assert client.get("/mine/")["Location"] == PASSWORD


def test_an_administrator_changes_their_own_where_the_old_one_is_asked_for(
    client: Client, db: None
) -> None:
    admin = administrator("admin")
    client.force_login(admin)
    assert client.get(f"/admin/auth/user/{admin.pk}/password/")["Location"] == PASSWORD


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "至少要有 10 个字符"),
        ("shuiwu2026", "太容易被猜到"),
        ("Shuiwuju@2026!", "太容易被猜到"),
        ("yangquan2025", "太容易被猜到"),
        ("阳泉市水利局2026", "太容易被猜到"),
        ("woaini1314520", "太容易被猜到"),
        ("1qaz2wsx3edc", "太容易被猜到"),
        ("20251129201", "太容易被猜到"),
        ("siweidemo2026", "太容易被猜到"),
        ("Admin@123456", "太容易被猜到"),
        ("lili19850312", "太容易被猜到"),
        # Parts that come again
        ("水利局2026水利局", "太容易被猜到"),
        ("slt-2026-slt-2026", "太容易被猜到"),
        ("abc-abc-ABC-abc-abc", "太容易被猜到"),
        # Initials of organs and regions
        ("sxslt@2026#12", "太容易被猜到"),
        ("yqslj2026!@#", "太容易被猜到"),
        ("YQSSLJ_2026_!", "太容易被猜到"),
        ("jcswj@20251129", "太容易被猜到"),
        ("sx-slt-2026-!@#", "太容易被猜到"),
        ("sxslt@2026#12ab", "太容易被猜到"),
        ("yangquanslj2026!", "太容易被猜到"),
        ("水利厅@2026@水利厅#1", "太容易被猜到"),
        ("山西水利2026!@#", "太容易被猜到"),
        # Numbers that others know
        ("13803531234zw", "太容易被猜到"),
        ("8613803531234", "太容易被猜到"),
        ("zw@15935312345", "太容易被猜到"),
        ("140302198503121234", "太容易被猜到"),
        ("lili14030219850312123X", "太容易被猜到"),
        # Phrases in pinyin
        ("wo1ai2ni3zhongguo", "太容易被猜到"),
        ("w0aizhongguo2026", "太容易被猜到"),
        ("lvshuiqingshan2026", "太容易被猜到"),
        ("weirenminfuwu!", "太容易被猜到"),
        ("pqo7-slt-mv4k-tuba", ""),
        ("9k2mX7qLr4Tz", ""),
        ("horse-battery-staple-9", ""),
        ("xiaomao-diaodao-shubao-li", ""),
        ("1380353-kettle-orbit", ""),
        ("four-waters-2027", ""),
        ("tide-mule-42-olive", ""),
        ("骆驼穿过九号门洞去喝茶", ""),
        ("vK8$pz0Lq2!w", ""),
        ("ab " * 300, "太容易被猜到"),
        ("".join(chr(33 + number * 37 % 90) for number in range(2000)), ""),
    ],
)
def test_how_easy_a_password_is_to_guess(plans: None, password: str, words: str) -> None:
    user = User(username="lili", first_name="李丽")
    said = ""
    try:
        PasswordValidator().validate(password, user)
    except Exception as error:
        said = str(error)
    assert words in said
    assert bool(words) == bool(said)


def test_one_s_own_choice_is_recorded_as_such_and_a_gift_as_such(
    client: Client, alice: User
) -> None:
    log_in(client)
    choose(client)
    alice.refresh_from_db()
    alice.set_password(GIVEN)
    alice.save()
    rows = AuditRow.objects.filter(event__startswith="password").order_by("id")
    assert [(row.event, row.actor) for row in rows] == [
        ("password_changed", alice),
        ("password_set", None),
    ]
