"""A published value is withdrawn: what everybody sees of it then, and how it comes back."""

import csv
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.records.models import Publication
from common.records.services.verification import verify
from common.refusals import Invalid, NotAllowed, Stale, WrongState
from departments.models import Department, Membership
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.services.years import close_year
from indicators.assessments.selectors.assessments import overview
from indicators.plans.models import PlanIndicator
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    TOTAL,
    approved,
    do,
    enter,
    page,
    signed_in,
)
from tests.people import reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

WHY = "误将万立方米当作亿立方米"
LATER = NOW + timedelta(days=3)
API = f"/api/v1/actuals/{TOTAL}/"


@pytest.fixture
def rui(plans: None) -> User:
    """A reviewer in the name of the province's water department."""
    rui = reviewer("rui")
    bureau = Department.objects.create(
        region_id="140000", name="省水利厅", function_id="water", managed_by_file=""
    )
    Membership.objects.filter(user=rui).update(department=bureau)
    return rui


@pytest.fixture
def withdrawn(alice: User, rui: User) -> Actual:
    return do(Action.RETRACT, rui, approved(alice, rui), WHY, now=LATER)


def test_what_was_public_is_kept_with_day_organ_and_reason(withdrawn: Actual) -> None:
    withdrawn.refresh_from_db()
    ended = withdrawn.withdrawal
    assert ended is not None
    assert (withdrawn.state, withdrawn.is_published) == ("withdrawn", False)
    assert (ended.value, ended.at, ended.organ) == (Decimal("2.21"), LATER, "山西省水利厅")
    assert (ended.reason, ended.version) == (WHY, withdrawn.version)
    publication = Publication.objects.get(record=withdrawn.record)
    assert (publication.ended_at, publication.ended_by) == (LATER, "withdrawn")
    assert not any(one.faults for one in verify(region="140300"))


def test_the_history_proves_the_reason(withdrawn: Actual) -> None:
    Actual.objects.filter(pk=withdrawn.pk).update(withdrawn_reason="另一个理由")
    faults = {one.key: one.faults for one in verify(region="140300") if one.faults}
    assert faults == {str(TOTAL): ("当前内容与最后一条变更记录不符：withdrawn_reason",)}


def test_it_is_corrected_and_published_again_in_a_closed_year_too(
    alice: User, rui: User, withdrawn: Actual
) -> None:
    close_year(province="140000", year=2025, actor=rui, now=LATER)
    with pytest.raises(Invalid, match="退回后没有修改"):
        do(Action.SUBMIT, alice, withdrawn)
    again = do(Action.SUBMIT, alice, enter(alice, "2.12", seen=withdrawn.version))
    assert again.withdrawal is not None  # until it is approved
    again = do(Action.APPROVE, rui, again)
    assert (again.withdrawal, again.printed_published_value) == (None, Decimal("2.12"))
    assert not any(one.faults for one in verify(region="140300"))


def test_a_correction_that_is_under_way_goes_on(alice: User, rui: User) -> None:
    reopened = do(Action.REOPEN, rui, approved(alice, rui), "再核")
    handed_in = do(Action.SUBMIT, alice, enter(alice, "2.2", seen=reopened.version))
    ended = do(Action.RETRACT, rui, handed_in, WHY)
    assert (ended.state, ended.is_published) == ("submitted", False)
    assert do(Action.APPROVE, rui, ended).printed_published_value == Decimal("2.2")


def test_who_may_not_and_when(alice: User, rui: User) -> None:
    actual = approved(alice, rui)
    with pytest.raises(Invalid, match="请写明撤回发布的理由"):
        do(Action.RETRACT, rui, actual, " ")
    for stranger in (alice, reviewer("other", "370000"), viewer("vera")):
        with pytest.raises(NotAllowed):
            do(Action.RETRACT, stranger, actual, WHY)
    do(Action.REOPEN, reviewer("ren"), actual, "再核")
    with pytest.raises(Stale, match="已由ren在 2026-03-01 17:00 变更（退回更正）"):
        do(Action.RETRACT, rui, actual, WHY)
    with pytest.raises(WrongState, match="没有发布"):
        do(Action.RETRACT, rui, enter(alice, "8.7", LEAKAGE), WHY)


def test_its_verdict_says_so(alice: User, rui: User, withdrawn: Actual) -> None:
    shown = overview(
        scope=PlanIndicator.objects.filter(region="140300", indicator="total_water_use"),
        year=2025,
        today=date(2026, 6, 1),
    )
    cell = shown.cities[0].cells["total_water_use"]
    assert (cell.status, cell.actual) == ("no_data", None)
    assert f"已由山西省水利厅于2026-03-04撤回发布，理由：{WHY}" in cell.reason


@pytest.mark.parametrize(
    "address",
    [
        f"/actuals/{TOTAL}/",
        "/cities/140300/?year=2025",
        "/?year=2025",
        "/indicators/total_water_use/?year=2025",
        "/compare/?indicator=total_water_use&region=140300,140100&year=2025",
    ],
)
def test_pages_strike_it_through(client: Client, withdrawn: Actual, address: str) -> None:
    text = page(client, address)
    told, _, legend = text.partition('class="matrix__legend"')
    struck = [re.sub("<[^>]*>", "", one) for one in re.findall("<s>(.*?)</s>", told)]
    assert [re.sub("亿立方米$", "", one) for one in struck] == ["2.21"]
    assert "撤回发布" in text and WHY in text
    if address.startswith("/?"):
        assert "<s>数值</s> 已撤回发布" in legend


def test_the_file_of_a_comparison_marks_it(client: Client, withdrawn: Actual) -> None:
    address = "/compare/table.csv?indicator=total_water_use&region=140300,140100&year=2025"
    head, *rows = csv.reader(client.get(address).content.decode("utf-8-sig").splitlines())
    marked = {row[0]: row[head.index("已撤回发布")] for row in rows if row}
    assert (marked["140300"], marked["140100"]) == ("是", "")


def test_english_names_the_region_that_withdrew_it(client: Client, alice: User) -> None:
    ren = reviewer("ren")
    do(Action.RETRACT, ren, approved(alice, ren), WHY, now=LATER)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address in (f"/actuals/{TOTAL}/", "/cities/140300/?year=2025"):
        text = page(client, address)
        assert "Shanxi" in text and "by 山西省" not in text and "山西省 withdrew" not in text
    query = "region=140300&indicator=total_water_use&year=2025"
    [row] = client.get(f"/api/v1/assessments/?{query}").json()["results"]
    assert "was withdrawn by Shanxi" in row["reason_en"] and "已由山西省于" in row["reason"]


def test_the_api_says_so_and_tells_the_public_nothing_else(
    client: Client, alice: User, withdrawn: Actual
) -> None:
    enter(alice, "2.0", seen=withdrawn.version)
    row = client.get(API).json()
    assert row["withdrawn"] == {
        "at": "2026-03-04T17:00:00+08:00",
        "organ": "山西省水利厅",
        "reason": WHY,
        "value": 2.21,
        "obs_status": "normal",
    }
    assert (row["value"], row["state"], row["obs_status"]) == (None, "withdrawn", "missing")
    assert (row["version"], row["updated_at"]) == (withdrawn.version, row["withdrawn"]["at"])
    since = client.get(
        "/api/v1/actuals/?region=140300&updated_since=2026-03-03T00:00:00%2B08:00"
    ).json()
    assert [one["key"] for one in since["results"]] == [str(TOTAL)]
    assert client.get("/api/v1/actuals/?state=withdrawn").json()["count"] == 1
    changes = client.get(f"{API}revisions/").json()["results"]
    assert [(one["action"], one["to_value"], one["reason"]) for one in changes] == [
        ("approve", 2.21, ""),
        ("retract", None, WHY),
    ]
    verdict = client.get("/api/v1/assessments/?indicator=total_water_use&region=140300&year=2025")
    [judged] = verdict.json()["results"]
    assert (judged["status"], judged["withdrawn"]["value"]) == ("no_data", 2.21)


def test_the_api_withdraws(alice: User, rui: User) -> None:
    actual = approved(alice, rui)
    client = signed_in(rui)

    def post(body: dict[str, str], version: int = actual.version) -> int:
        answer = client.post(
            f"{API}retract/",
            body,
            content_type="application/json",
            headers={"If-Match": f'"{version}"'},
        )
        return answer.status_code

    assert "retract" in client.get(API).json()["may"]
    assert post({}) == 400
    assert post({"reason": WHY}, version=1) == 412
    assert post({"reason": WHY}) == 200
    assert post({"reason": WHY}, version=actual.version + 1) == 409


def test_the_page_of_the_value_withdraws(alice: User, rui: User) -> None:
    actual = approved(alice, rui)
    client, address = signed_in(rui), f"/actuals/{TOTAL}/"
    sent = {"do": "retract", "seen": str(actual.version)}
    assert client.post(address, sent).status_code == 400
    assert client.post(address, sent | {"reason": WHY}).status_code == 302
    # Whoever entered it is told, and goes on.
    grid = page(signed_in(alice), "/entry/140300/2025/")
    assert "撤回发布的理由：" in grid and WHY in grid


def test_what_was_withdrawn_is_read_at_once(client: Client, alice: User, rui: User) -> None:
    """Some queries more than without, but the same number however many there are."""
    counts = []
    for key, value in ((TOTAL, "2.21"), (LEAKAGE, "8.7")):
        do(Action.RETRACT, rui, approved(alice, rui, value, key), WHY)
        client.get("/cities/140300/?year=2025")
        with CaptureQueriesContext(connection) as queries:
            client.get("/cities/140300/?year=2025")
        counts.append(len(queries))
    assert counts[0] == counts[1]
