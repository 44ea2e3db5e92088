"""Log in, log out, change the password; and what a guesser meets."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.people import person

PASSWORD = "siwei-test"
BETTER = "four-waters-2027"
LOGIN = "/accounts/login/"


@pytest.fixture
def alice(db: None) -> User:
    return person("alice")


def log_in(client: Client, password: str = PASSWORD, **further: str) -> Any:
    return client.post(LOGIN, {"username": "alice", "password": password, **further})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_logging_in_leads_to_one_s_own_work(client: Client, alice: User) -> None:
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("mine"))
    assert is_in(client)


def test_a_session_ends_with_the_working_day_and_with_the_browser(
    client: Client, alice: User
) -> None:
    cookie = log_in(client).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/plans/?region=140300", "/plans/?region=140300"),
        ("https://example.invalid/", "/mine/"),
        ("//example.invalid/", "/mine/"),
        ("/\\example.invalid/", "/mine/"),
        ("javascript:alert(1)", "/mine/"),
        ("", "/mine/"),
    ],
    ids=["a page", "another host", "without a scheme", "a backslash", "a script", "nothing"],
)
def test_next_leads_to_this_host_only(
    client: Client, alice: User, target: str, led_to: str
) -> None:
    assert log_in(client, next=target)["Location"] == led_to


def test_next_survives_a_mistake(client: Client, alice: User) -> None:
    page = log_in(client, "wrong", next="/plans/").content.decode()
    assert '<input type="hidden" name="next" value="/plans/">' in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"username": "alice", "password": "wrong"}, "用户名或密码不对"),
        ({"username": "nobody", "password": PASSWORD}, "用户名或密码不对"),
        ({"username": "left", "password": PASSWORD}, "用户名或密码不对"),
        ({"username": "a" * 151, "password": PASSWORD}, "用户名或密码不对"),
        ({"username": "", "password": PASSWORD}, "请填写用户名"),
        ({"username": "alice", "password": ""}, "请填写密码"),
    ],
    ids=["wrong password", "unknown name", "inactive", "long name", "no name", "no password"],
)
def test_a_refusal_says_why(client: Client, alice: User, sent: dict[str, str], words: str) -> None:
    User.objects.create_user("left", password=PASSWORD, is_active=False)
    response = client.post(LOGIN, sent)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not is_in(client)


def test_an_error_stands_at_its_field_and_in_a_list_that_leads_there(
    client: Client, db: None
) -> None:
    page = client.post(LOGIN, {"username": "", "password": "x"}).content.decode()
    assert '<a href="#id_username">用户名：请填写用户名</a>' in page
    assert '<p class="field__error" id="id_username_error">请填写用户名</p>' in page
    assert 'aria-describedby="id_username_helptext id_username_error"' in page
    assert "<title>有误 · 登录" in page


def test_what_was_typed_is_kept_but_not_the_password(client: Client, alice: User) -> None:
    page = log_in(client, "wrong-secret").content.decode()
    assert 'value="alice"' in page
    assert "wrong-secret" not in page


def test_whoever_is_in_is_not_asked_again(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(LOGIN + "?next=/plans/")["Location"] == "/plans/"


@pytest.mark.parametrize("logged_in", [False, True])
def test_the_login_page_does_not_lead_to_itself(
    client: Client, alice: User, logged_in: bool
) -> None:
    address = f"{LOGIN}?next={LOGIN}%3Fnext%3D/plans/"
    if logged_in:
        client.force_login(alice)
        response = client.get(address)
    else:
        response = client.post(address, {"username": "alice", "password": PASSWORD})
    assert response["Location"] == "/mine/"


def test_english(client: Client, alice: User) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert '<html lang="en"' in client.get(LOGIN).content.decode()


def test_without_public_reading_a_page_leads_to_the_login_and_back(
    client: Client, alice: User, settings: Settings
) -> None:
    settings.PUBLIC_READ = False
    assert client.get("/plans/")["Location"] == f"{LOGIN}?next=/plans/"
    assert client.get(LOGIN).status_code == 200


def test_logging_out(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.post("/accounts/logout/", follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert "您已退出登录" in page.content.decode()
    assert not is_in(client)


def test_a_link_does_not_log_anybody_out(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 405
    assert is_in(client)


@pytest.mark.parametrize("address", [LOGIN, "/accounts/logout/", "/accounts/password/"])
def test_another_site_cannot_send_these_forms(alice: User, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(address, {"username": "alice", "password": PASSWORD}).status_code == 403


class TestPassword:
    def change(
        self, client: Client, old: str = PASSWORD, new: str = BETTER, again: str = BETTER
    ) -> Any:
        sent = {"old_password": old, "new_password1": new, "new_password2": again}
        return client.post("/accounts/password/", sent)

    def test_it_is_changed_and_this_session_goes_on(self, client: Client, alice: User) -> None:
        elsewhere = Client()
        for one in (client, elsewhere):
            one.force_login(alice)
        assert self.change(client)["Location"] == "/accounts/password/done/"
        assert client.get("/accounts/password/done/").status_code == 200
        alice.refresh_from_db()
        assert alice.check_password(BETTER)
        assert elsewhere.get("/accounts/password/")["Location"].startswith(LOGIN)

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"old": "wrong"}, "原密码不对"),
            ({"old": ""}, "请填写原密码"),
            ({"again": "something-else"}, "两次填写的新密码不一样"),
            ({"new": "1234567890", "again": "1234567890"}, "太容易被猜到"),
            ({"new": "short", "again": "short"}, "至少要有 10 个字符"),
            ({"new": PASSWORD, "again": PASSWORD}, "新密码和原密码一样"),
        ],
        ids=["wrong old one", "no old one", "two new ones", "digits", "too short", "the old one"],
    )
    def test_a_bad_one_is_refused_in_words(
        self, client: Client, alice: User, sent: dict[str, str], words: str
    ) -> None:
        client.force_login(alice)
        response = self.change(client, **sent)
        assert response.status_code == 200
        assert words in response.content.decode().partition("field__error")[2]
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)

    @pytest.mark.parametrize("address", ["/accounts/password/", "/accounts/password/done/"])
    def test_anonymous_is_asked_to_log_in(self, client: Client, db: None, address: str) -> None:
        assert client.get(address)["Location"] == f"{LOGIN}?next={address}"


def test_passwords_are_hashed_with_argon2() -> None:
    from siwei import settings as product

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


GRID = "/entry/140300/2025/"
KEPT = {"kept:value:x": "2.21", "kept:note:x": "一行\n两行", "next": GRID}


@pytest.mark.parametrize("public", [True, False])
def test_a_form_that_came_too_late_is_carried_through_the_log_in(
    client: Client, alice: User, settings: Settings, public: bool
) -> None:
    settings.PUBLIC_READ = public
    asked = client.post(GRID, {"value:x": "2.21", "note:x": "<b>", "do": "save"})
    page = asked.content.decode()
    assert asked.status_code == 401
    assert f'name="next" value="{GRID}"' in page
    assert '<input type="hidden" name="kept:value:x" value="2.21">' in page
    assert 'name="kept:note:x" value="&lt;b&gt;"' in page
    assert "kept:csrf" not in page
    again = log_in(client, "wrong", **KEPT).content.decode()
    assert '<input type="hidden" name="kept:value:x" value="2.21">' in again
    ready = log_in(client, **KEPT).content.decode()
    assert is_in(client)
    assert f'action="{GRID}"' in ready
    assert '<input type="hidden" name="value:x" value="2.21">' in ready
    assert '<input type="hidden" name="note:x" value="一行\n两行">' in ready


def test_whoever_logged_in_meanwhile_goes_on_with_the_form(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert 'name="value:x" value="2.21"' in log_in(client, "", **KEPT).content.decode()


def test_a_form_is_never_carried_to_another_host(client: Client, alice: User) -> None:
    answer = log_in(client, **(KEPT | {"next": "https://example.invalid/"}))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mine"))
