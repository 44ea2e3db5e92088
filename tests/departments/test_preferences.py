"""What people choose for themselves goes with them: the language, and whether they get mails."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from departments.models import Account
from departments.people import language_of
from tests.indicators.actuals.workflow import page, signed_in
from tests.people import editor, machine, person

pytestmark = pytest.mark.usefixtures("plans")

COOKIE = "siwei_language"
URL = "/accounts/reminders/"


def switch(client: Client, language: str) -> None:
    client.post("/i18n/setlang/", {"language": language, "next": "/"})


def log_in(client: Client) -> None:
    client.post("/accounts/login/", {"username": "alice", "password": "siwei-test"})


def test_a_new_device_speaks_the_language_that_was_chosen_on_another() -> None:
    alice = editor("alice")
    switch(signed_in(alice), "en")
    assert Account.objects.get(user=alice).language == "en"
    other = Client()
    log_in(other)
    assert other.cookies[COOKIE].value == "en"
    assert other.get("/mine/")["Content-Language"] == "en"


def test_a_device_that_speaks_another_language_goes_on(client: Client) -> None:
    alice = editor("alice")
    switch(signed_in(alice), "en")
    switch(client, "zh-hans")
    log_in(client)
    assert client.get("/mine/")["Content-Language"] == "zh-hans"
    assert Account.objects.get(user=alice).language == "en"


def test_who_never_chose_sets_no_cookie(client: Client) -> None:
    editor("alice")
    log_in(client)
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("language", ["de", "", "en\x00"])
def test_another_language_is_none(language: str) -> None:
    alice = editor("alice")
    switch(signed_in(alice), language)
    assert not Account.objects.filter(user=alice).exclude(language="").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(user=person("bob"), language="de")


def test_an_anonymous_switch_is_a_cookie_only(client: Client) -> None:
    switch(client, "en")
    assert client.cookies[COOKIE].value == "en"
    assert not Account.objects.exclude(language="").exists()


def test_the_language_of_who_has_no_account_row() -> None:
    assert language_of(person("nemo")) == "zh-hans"
    assert language_of(User.objects.select_related("account").get(pk=machine("m").pk)) == "zh-hans"


def test_reminders_are_switched_off_and_on() -> None:
    alice = editor("alice")
    User.objects.filter(pk=alice.pk).update(email="alice@water.example")
    client = signed_in(alice)
    assert "alice@water.example" in page(client, URL)
    answer = client.post(URL, {"reminders": "off"}, follow=True)
    assert "已关闭提醒邮件" in answer.content.decode()
    assert not Account.objects.get(user=alice).reminders
    assert "现在：不接收" in page(client, URL)
    client.post(URL, {"reminders": "on"})
    assert Account.objects.get(user=alice).reminders


def test_what_the_button_says_is_all_that_is_understood() -> None:
    alice = editor("alice")
    assert signed_in(alice).post(URL, {"reminders": "perhaps"}).status_code == 400
    assert not Account.objects.filter(user=alice, reminders=False).exists()


def test_the_page_says_why_no_mail_comes(settings: Settings) -> None:
    client = signed_in(editor("alice"))
    assert "还没有配置邮件" in page(client, URL)
    assert "还没有登记电子邮箱" in page(client, URL)
    settings.EMAIL_URL, settings.BASE_URL = "smtp://mail.example", "https://siwei.example"
    settings.DEFAULT_FROM_EMAIL = "siwei@water.example"
    assert "还没有配置邮件" not in page(client, URL)
