"""What is sent from the page of a value after the log-in ran out: nothing typed is lost."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from indicators.actuals.models import Actual
from tests.indicators.actuals.workflow import TOTAL, approved, enter, signed_in, submitted

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

LOGIN = "/accounts/login/"
URL = f"/actuals/{TOTAL}/"


@pytest.mark.parametrize("public", [True, False], ids=["public", "not public"])
@pytest.mark.parametrize(
    ("published", "action", "state"), [(False, "return", "returned"), (True, "reopen", "reopened")]
)
def test_a_decision_is_carried_through_the_log_in(
    alice: User,
    rui: User,
    client: Client,
    settings: Settings,
    published: bool,
    action: str,
    state: str,
    public: bool,
) -> None:
    actual = approved(alice, rui) if published else submitted(alice)
    settings.PUBLIC_READ = public
    sent = {"do": action, "seen": str(actual.version), "reason": "公报更正"}
    asked = client.post(URL, sent)
    assert asked.status_code == 401
    carried = {"username": "rui", "password": "siwei-test", "next": URL}
    for name, value in sent.items():
        assert f'<input type="hidden" name="kept:{name}" value="{value}">' in asked.content.decode()
        carried[f"kept:{name}"] = value
    ready = client.post(LOGIN, carried).content.decode()
    assert f'action="{URL}"' in ready
    assert '<input type="hidden" name="reason" value="公报更正">' in ready
    assert Actual.objects.get(pk=actual.pk).version == actual.version
    client.post(URL, sent)
    assert Actual.objects.get(pk=actual.pk).state == state


def test_the_page_is_still_read_by_all_where_reading_is_public(
    alice: User, rui: User, client: Client, settings: Settings
) -> None:
    approved(alice, rui)
    assert client.get(URL).status_code == 200
    settings.PUBLIC_READ = False
    assert client.get(URL)["Location"] == f"{LOGIN}?next={URL}"


@pytest.mark.parametrize("address", [f"{URL}evidence/", f"{URL}evidence/1/remove/"])
@pytest.mark.parametrize("public", [True, False], ids=["public", "not public"])
def test_a_file_leads_through_the_log_in_to_the_value(
    alice: User, client: Client, settings: Settings, address: str, public: bool
) -> None:
    enter(alice)
    settings.PUBLIC_READ = public
    asked = client.post(address, {"file": SimpleUploadedFile("公报.pdf", b"%PDF"), "seen": 1})
    assert asked["Location"] == f"{LOGIN}?next={URL}"
    assert "文件需重新选择" in client.get(asked["Location"]).content.decode()
    assert signed_in(alice).get(URL).status_code == 200
