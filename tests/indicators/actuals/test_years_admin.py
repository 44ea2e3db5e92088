"""An administrator opens and closes the years of a province."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from indicators.actuals.models import ReportingYear
from indicators.actuals.services.years import due_fault, log_words
from tests import factories
from tests.people import open_year, person

ADD = "/admin/actuals/reportingyear/add/"


@pytest.fixture(autouse=True)
def administrator(client: Client, db: None) -> User:
    factories.regions()
    user = person("admin", superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return user


def sent(**changed: object) -> dict[str, object]:
    year = {"province": "140000", "year": 2025, "is_open": "on", "due_on": "2026-04-30"}
    return {**year, **changed}


def test_a_year_is_opened_and_closed_and_the_log_says_so(client: Client) -> None:
    assert client.post(ADD, sent()).status_code == 302
    year = ReportingYear.objects.get()
    assert (year.is_open, year.due_on) == (True, date(2026, 4, 30))
    address = f"/admin/actuals/reportingyear/{year.pk}/change/"
    assert client.post(address, {"due_on": "2026-04-30"}).status_code == 302
    year.refresh_from_db()
    assert not year.is_open
    log = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(log) == ["开放填报，截止 2026-04-30", "关闭填报"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"province": "140300"}, "province"),
        ({"year": 1999}, "年份应在 2000 年至"),
        ({"year": timezone.localdate().year + 1, "due_on": "2099-01-01"}, "年份应在 2000 年至"),
        ({"due_on": "2024-12-31"}, "截止日期早于所报年份"),
        ({"due_on": "30.4."}, "due_on"),
    ],
    ids=["a city", "long ago", "the future", "due before", "no date"],
)
def test_a_wrong_year_is_refused(client: Client, changed: dict[str, object], words: str) -> None:
    response = client.post(ADD, sent(**changed))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not ReportingYear.objects.exists()


def test_a_year_is_there_once(client: Client) -> None:
    open_year(2025)
    assert client.post(ADD, sent()).status_code == 200
    assert ReportingYear.objects.count() == 1


@pytest.mark.parametrize("due_on", ["2026-04-30", "2025-01-01", "2024-12-31"])
def test_the_administration_judges_a_day_as_the_service_does(client: Client, due_on: str) -> None:
    fault = due_fault(2025, date.fromisoformat(due_on))
    response = client.post(ADD, sent(due_on=due_on))
    assert ReportingYear.objects.exists() is (fault is None)
    if fault is not None:
        assert fault.message in response.content.decode()
    else:
        assert LogEntry.objects.get().change_message == log_words(ReportingYear.objects.get())


def test_the_day_of_a_year_that_is_there_is_judged_too(client: Client) -> None:
    year = open_year(2025)
    address = f"/admin/actuals/reportingyear/{year.pk}/change/"
    response = client.post(address, {"is_open": "on", "due_on": "2024-12-31"})
    assert "截止日期早于所报年份" in response.content.decode()


def test_a_year_neither_moves_nor_goes(client: Client) -> None:
    year = open_year(2025)
    address = f"/admin/actuals/reportingyear/{year.pk}"
    client.post(f"{address}/change/", sent(year=2024, province="370000"))
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    year.refresh_from_db()
    assert (year.province_id, year.year) == ("140000", 2025)
