"""What Siwei showed on a day: lists of the API and pages with `as_of`."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from common.records.models import HistoryRow, Publication, Record
from common.records.rules.doors import by_command
from common.records.services.history import HistoryStep, append, lock
from common.records.services.verification import verify
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.services.writing import write_as_siwei
from indicators.plans.models import Plan, Target
from indicators.plans.rules.history import KIND as PLAN
from indicators.plans.services.history import record_promises
from tests import factories
from tests.indicators.actuals.workflow import NOW, TOTAL, do, enter, page, signed_in
from tests.people import editor, open_year, reviewer

LISTS = [
    "plans/",
    "plan-indicators/",
    "targets/",
    "actuals/",
    "assessments/?region=140300",
    "comparison/?indicator=total_water_use",
    "completeness/",
]
PAGES = [
    "/",
    "/cities/140300/",
    "/indicators/total_water_use/",
    "/compare/",
    "/plans/",
    "/conflicts/",
    "/changes/",
    "/briefing/?region=140300",
]
READER = "/plans/yangquan-2025/"
DOOR = by_command("load_plans")
DAY = timedelta(days=1)


def joined(address: str, as_of: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={as_of}"


def listed(address: str, at: datetime | None = None, client: Client | None = None) -> Any:
    """The rows of a list, as of a day."""
    address = f"/api/v1/{address}"
    wanted = address if at is None else joined(address, f"{at:%Y-%m-%d}")
    response = (client or Client()).get(wanted)
    assert response.status_code == 200, response.content.decode()
    return response.json()["results"]


@pytest.mark.usefixtures("plans")
class TestMoments:
    @pytest.mark.parametrize("address", LISTS)
    @pytest.mark.parametrize("as_of", ["2999-01-01", "2026-02-30", "gestern", "1200-01-01"])
    def test_a_list_refuses_what_is_no_moment(
        self, client: Client, address: str, as_of: str
    ) -> None:
        response = client.get(joined(f"/api/v1/{address}", as_of))
        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == "as_of"

    @pytest.mark.parametrize("address", [*PAGES, READER])
    @pytest.mark.parametrize("as_of", ["2999-01-01", "gestern"])
    def test_a_page_refuses_what_is_no_moment(
        self, client: Client, address: str, as_of: str
    ) -> None:
        response = client.get(joined(address, as_of), follow=True)
        assert response.status_code == 400
        assert f"“{as_of}”" in response.content.decode()

    @pytest.mark.parametrize("address", LISTS)
    def test_before_everything_a_list_is_empty(self, address: str) -> None:
        assert listed(address, datetime(2001, 1, 1)) == []

    @pytest.mark.parametrize("address", PAGES)
    def test_before_everything_a_page_says_so(self, client: Client, address: str) -> None:
        response = client.get(joined(address, "2001-01-01"), follow=True)
        assert response.status_code == 200
        assert "截至2001-01-01的情况" in response.content.decode()

    def test_a_plan_that_was_not_there_yet_is_not_found(self, client: Client) -> None:
        answer = client.get(joined(READER, "2001-01-01"))
        assert answer.status_code == 404
        assert "截至2001-01-01没有载入" in answer.content.decode()

    def test_one_row_takes_no_moment(self, client: Client) -> None:
        address = "/api/v1/plans/yangquan-2025/?as_of=2026-03-01"
        assert client.get(address).status_code == 400

    def test_links_stay_there_and_one_leads_back(self, client: Client) -> None:
        shown = page(client, "/cities/140300/?year=2026&as_of=2026-03-01")
        pages = r"/|/indicators/\w+/|/compare/|/plans/[^/]+/|/conflicts/|/changes/"
        links = re.findall(rf'(data-now )?href="((?:{pages})(?:\?[^"]*)?)"', shown)
        back = [link for now, link in links if now]
        assert back == []
        there = [link for now, link in links if not now]
        assert there and all("as_of=2026-03-01" in link for link in there)
        assert 'data-now href="/cities/140300/?year=2026"' in shown
        assert '<input type="hidden" name="year" value="2026">' in shown

    def test_a_page_of_today_has_no_mark(self, client: Client) -> None:
        shown = page(client, "/")
        assert "as_of=" not in shown
        assert "的情况" not in shown


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    """A clerk and a reviewer of a small city with a plan."""
    factories.mini_plan()
    for year in (2024, 2025):
        open_year(year)
    return editor("alice"), reviewer("rui")


def published(people: tuple[User, User], value: str, at: datetime) -> Actual:
    """A value as it is entered, or corrected, and approved at one moment."""
    clerk, judge = people
    actual = Actual.objects.filter(record__key=str(TOTAL)).first()
    if actual is not None:
        actual = do(Action.REOPEN, judge, actual, "请核对", now=at)
    seen = None if actual is None else actual.version
    saved = enter(clerk, value, seen=seen, now=at, explanation="核对无误")
    submitted = do(Action.SUBMIT, clerk, saved, now=at)
    return do(Action.APPROVE, judge, submitted, now=at)


def test_a_value_is_what_it_was(people: tuple[User, User]) -> None:
    published(people, "2.21", NOW)
    published(people, "2.3", NOW + 9 * DAY)
    for days, value, version in ((-1, None, None), (0, 2.21, 3), (8, 2.21, 3), (9, 2.3, 7)):
        rows = listed("actuals/", NOW + days * DAY)
        assert [(row["value"], row["version"]) for row in rows] == (
            [] if value is None else [(value, version)]
        )
        verdict = listed("assessments/?year=2025&indicator=total_water_use", NOW + days * DAY)
        assert verdict[0]["actual"] == value
        compared = listed("comparison/?indicator=total_water_use&year=2025", NOW + days * DAY)
        assert compared[0]["actual"] == value


def test_a_retracted_value_is_there_before_and_struck_through_after(
    people: tuple[User, User],
) -> None:
    actual = published(people, "2.21", NOW)
    retracted = do(Action.RETRACT, people[1], actual, "口径有误", now=NOW + 3 * DAY)
    corrected = enter(people[0], "2.2", seen=retracted.version, now=NOW + 6 * DAY)
    submitted = do(Action.SUBMIT, people[0], corrected, now=NOW + 6 * DAY)
    do(Action.APPROVE, people[1], submitted, now=NOW + 6 * DAY)
    (before,) = listed("actuals/", NOW + 2 * DAY)
    assert (before["value"], before["withdrawn"]) == (2.21, None)
    (after,) = listed("actuals/", NOW + 4 * DAY)
    assert (after["value"], after["state"]) == (None, "withdrawn")
    assert (after["withdrawn"]["value"], after["withdrawn"]["reason"]) == (2.21, "口径有误")
    assert "口径有误" in page(Client(), f"/cities/140300/?year=2025&as_of={NOW + 4 * DAY:%Y-%m-%d}")
    assert listed("actuals/")[0]["value"] == 2.2


def test_what_was_removed_was_there(people: tuple[User, User]) -> None:
    actual = published(people, "2.21", NOW)
    remove = Change(TOTAL, Action.REMOVE, actual.version)
    write_as_siwei(changes=[remove], now=NOW + 3 * DAY, door=by_command("demo"))
    (before,) = listed("actuals/", NOW + 2 * DAY)
    assert (before["key"], before["value"], before["year"]) == (str(TOTAL), 2.21, 2025)
    assert listed("actuals/", NOW + 3 * DAY) == []
    published(people, "2.3", NOW + 6 * DAY)
    assert [row["value"] for row in listed("actuals/", NOW + 2 * DAY)] == [2.21]
    assert listed("actuals/", NOW + 4 * DAY) == []


def test_who_may_see_drafts_sees_of_the_past_what_was_public(people: tuple[User, User]) -> None:
    published(people, "2.21", NOW)
    actual = do(Action.REOPEN, people[1], Actual.objects.get(), "请核对", now=NOW + DAY)
    enter(people[0], "2.3", seen=actual.version, now=NOW + DAY, note="内部说明")
    client = signed_in(people[0])
    assert listed("actuals/", client=client)[0]["value"] == 2.3
    for at in (NOW, NOW + DAY, NOW + 9 * DAY):
        (row,) = listed("actuals/", at, client)
        assert (row["value"], row["note"], row["may"]) == (2.21, "", [])


def test_completeness_counts_what_was_handed_in_by_then(people: tuple[User, User]) -> None:
    saved = enter(people[0], "2.21", now=NOW)
    submitted = do(Action.SUBMIT, people[0], saved, now=NOW + DAY)
    do(Action.APPROVE, people[1], submitted, now=NOW + 2 * DAY)
    counted = []
    for days in (-1, 0, 1, 2):
        (row,) = listed("completeness/?region=140300&year=2025", NOW + days * DAY)
        counted.append((row["filled"], row["submitted"], row["approved"], row["on_time"]))
    assert counted == [(0, 0, 0, 0), (1, 0, 0, 0), (1, 1, 0, 1), (1, 1, 1, 1)]


def load(at: datetime) -> Plan:
    plan = Plan.objects.get()
    record_promises(plans=[plan], now=at, door=DOOR)
    return plan


def test_a_plan_says_what_it_said(people: tuple[User, User]) -> None:
    load(NOW)
    goal = Target.objects.get(year=2025, plan_indicator__indicator="total_water_use")
    Target.objects.filter(pk=goal.pk).update(value=Decimal("1.9"), value_places=1)
    Target.objects.filter(base_year=2020).delete()
    load(NOW + 5 * DAY)
    published(people, "2.21", NOW)
    wanted = "targets/?indicator=total_water_use&year=2025"
    assert [listed(wanted, NOW + n * DAY)[0]["value"] for n in (0, 4, 5)] == [2.27, 2.27, 1.9]
    assert str(listed(wanted, NOW)[0]["citations"]) == str(listed(wanted)[0]["citations"])
    assert [len(listed("targets/", NOW + n * DAY)) for n in (-1, 4, 5)] == [0, 5, 4]
    for n, marked in ((4, True), (5, False)):
        day = f"{NOW + n * DAY:%Y-%m-%d}"
        shown = page(Client(), f"/plans/yangquan-2025/?as_of={day}")
        assert f"截至{day}的情况" in shown
        assert (">9.0</a></mark>" in shown) == marked
    verdicts = "assessments/?indicator=total_water_use&year=2025"
    assert listed(verdicts, NOW + 4 * DAY)[0]["status"] == "near_limit"
    assert listed(verdicts, NOW + 5 * DAY)[0]["status"] == "breached"
    assert listed("plans/", NOW - DAY) == []
    assert [one.faults for one in verify() if one.faults] == []


def test_before_its_rows_were_kept_a_plan_said_what_the_first_ones_say(
    people: tuple[User, User],
) -> None:
    """Histories of before hold digests."""
    step = HistoryStep(
        lock(PLAN, [], create=["yangquan-2025"])["yangquan-2025"],
        "load", NOW, None, DOOR, None, {"targets": "0" * 64},
    )  # fmt: skip
    append([step])
    assert not Publication.objects.exists()
    load(NOW + 5 * DAY)
    Target.objects.all().delete()
    load(NOW + 9 * DAY)
    counted = [len(listed("targets/", NOW + n * DAY)) for n in (-1, 0, 5, 9)]
    assert counted == [0, 5, 5, 0]


def test_what_the_past_costs_is_known(
    people: tuple[User, User], django_assert_num_queries: Any
) -> None:
    """One query for what was changed since of values, one for what of plans, one for what was
    said about the work."""
    load(NOW)
    published(people, "2.21", NOW)
    client = Client()
    with django_assert_num_queries(5 + 3):
        client.get(f"/api/v1/targets/?as_of={NOW:%Y-%m-%d}")  # nothing
    published(people, "2.3", NOW + 5 * DAY)
    Target.objects.filter(year=2030).delete()
    load(NOW + 5 * DAY)
    # The first time what the plan said is held against what it says.
    for more in (1, 0):
        with django_assert_num_queries(5 + 3 + more):
            client.get(f"/api/v1/targets/?as_of={NOW:%Y-%m-%d}")


def test_the_last_row_of_a_record_is_the_state_of_its_plan(people: tuple[User, User]) -> None:
    """A loading that changes nothing leaves no row; one that does publishes all of it."""
    load(NOW)
    load(NOW + DAY)
    assert HistoryRow.objects.filter(record=Record.objects.get(kind=PLAN)).count() == 1
    content = Publication.objects.get().content
    assert {"document", "indicators", "targets", "reported", "citations"} <= content.keys()
    assert {field.attname for field in Target._meta.concrete_fields} == set(content["targets"][0])
