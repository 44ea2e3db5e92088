"""Opening and closing a year: the service, and its page."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from common.refusals import Invalid, NotAllowed, NotThere
from indicators.actuals.models import ReportingYear
from indicators.actuals.services.years import close_year, open_year
from tests.indicators.actuals.workflow import page, signed_in
from tests.people import editor, person, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans")

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DUE = date(2026, 4, 30)
URL = "/review/years/"


def opened(actor: User, year: int = 2025, due_on: date = DUE, province: str = "140000") -> object:
    return open_year(province=province, year=year, due_on=due_on, actor=actor, now=NOW)


def log() -> list[tuple[str, str]]:
    rows = LogEntry.objects.order_by("pk").values_list("user__username", "change_message")
    return list(rows)


def test_a_year_is_opened_moved_and_closed_and_the_log_says_by_whom(rui: User) -> None:
    opened(rui)
    opened(rui)  # nothing changes, nothing is logged
    opened(rui, due_on=date(2026, 5, 31))
    close_year(province="140000", year=2025, actor=rui, now=NOW)
    close_year(province="140000", year=2025, actor=rui, now=NOW)
    year = ReportingYear.objects.get(province="140000", year=2025)
    assert (year.is_open, year.due_on) == (False, date(2026, 5, 31))
    assert log() == [
        ("rui", "开放填报，截止 2026-04-30"),
        ("rui", "开放填报，截止 2026-05-31"),
        ("rui", "关闭填报"),
    ]
    assert LogEntry.objects.first().action_time == NOW


@pytest.mark.parametrize(
    ("year", "due_on", "field"),
    [
        pytest.param(2027, date(2028, 4, 30), "year", id="a year to come"),
        pytest.param(1999, DUE, "year", id="too long ago"),
        pytest.param(2025, date(2024, 4, 30), "due_on", id="due before it began"),
    ],
)
def test_what_cannot_be_opened(rui: User, year: int, due_on: date, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(rui, year, due_on)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not ReportingYear.objects.exists()


def test_the_year_begins_when_it_does_in_china(rui: User) -> None:
    evening = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
    wanted: dict[str, Any] = {
        "province": "140000",
        "year": 2026,
        "due_on": date(2027, 4, 30),
        "actor": rui,
    }
    with pytest.raises(Invalid):
        open_year(**wanted, now=evening)
    assert open_year(**wanted, now=evening + timedelta(minutes=1)).is_open


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(lambda: reviewer("charles", "370000"), id="another province's reviewer"),
        pytest.param(lambda: editor("alice"), id="a clerk"),
        pytest.param(lambda: viewer("paul", "140000"), id="a viewer"),
        pytest.param(lambda: person("root", superuser=True), id="an administrator"),
    ],
)
def test_who_may_not(rui: User, who: Callable[[], User]) -> None:
    stranger = who()
    with pytest.raises(NotAllowed):
        opened(stranger)
    opened(rui)
    with pytest.raises(NotAllowed):
        close_year(province="140000", year=2025, actor=stranger, now=NOW)
    assert ReportingYear.objects.get().is_open


@pytest.mark.parametrize("province", ["140300", "999999", ""])
def test_only_a_province_has_years(rui: User, province: str) -> None:
    with pytest.raises(NotThere):
        opened(rui, province=province)


def test_a_year_that_was_never_opened_cannot_be_closed(rui: User) -> None:
    with pytest.raises(NotThere):
        close_year(province="140000", year=2025, actor=rui, now=NOW)


class TestThePage:
    def test_opens_and_closes(self, rui: User) -> None:
        client = signed_in(rui)
        fields = {"do": "open", "province": "140000", "year": "2025", "due_on": "2026-04-30"}
        assert client.post(URL, fields).status_code == 302
        text = page(client, URL)
        assert "已开放 2025 年填报，截止日期 2026-04-30。" in text
        assert "rui" in text
        client.post(URL, {"do": "close", "province": "140000", "year": "2025"})
        assert not ReportingYear.objects.get().is_open
        assert "已关闭" in page(client, URL)

    @pytest.mark.parametrize(
        ("year", "due_on", "words"),
        [
            ("", "", "请填写这一项"),
            ("二〇二五", "2026-04-30", "四位数的年份"),
            ("2025", "30/4", "请填日期"),
            ("1990", "2026-04-30", "年份应在"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, rui: User, year: str, due_on: str, words: str
    ) -> None:
        fields = {"do": "open", "province": "140000", "year": year, "due_on": due_on}
        answer = signed_in(rui).post(URL, fields)
        text = answer.content.decode()
        assert answer.status_code == 400
        assert words in text
        assert f'value="{year}"' in text

    @pytest.mark.parametrize(
        ("province", "year"), [("14\x000000", "2025"), ("140000", ""), ("140000", "二〇二五")]
    )
    def test_closes_nothing_for_a_form_that_makes_no_sense(
        self, rui: User, province: str, year: str
    ) -> None:
        opened(rui)
        fields = {"do": "close", "province": province, "year": year}
        assert signed_in(rui).post(URL, fields).status_code == 400
        assert ReportingYear.objects.get().is_open

    def test_is_for_reviewers(self, rui: User) -> None:
        fields = {"do": "open", "province": "140000", "year": "2025", "due_on": "2026-04-30"}
        for stranger in (editor("alice"), viewer("vera"), person("root", superuser=True)):
            assert signed_in(stranger).get(URL).status_code == 403
            assert signed_in(stranger).post(URL, fields).status_code == 403
        other = signed_in(reviewer("charles", "370000"))
        assert other.get(URL).status_code == 200
        assert other.post(URL, fields).status_code == 403
        assert not ReportingYear.objects.exists()

    def test_of_a_province_that_is_not_there(self, rui: User) -> None:
        client = signed_in(rui)
        for do in ("open", "close"):
            fields = {"do": do, "province": "999999", "year": "2025", "due_on": "2026-04-30"}
            assert client.post(URL, fields).status_code == 404
