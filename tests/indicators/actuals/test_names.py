"""One name for one thing: what its plan prints, on every page and in every sentence of a value."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Region
from indicators.actuals.rules.enums import Action
from indicators.plans.models import Plan, PlanIndicator
from indicators.plans.selectors.names import agreed
from tests.indicators.actuals.workflow import TOTAL, do, enter, page, signed_in, submitted
from tests.people import editor, open_year, reviewer

PRINTED = "区域用水总量控制数"


@pytest.mark.parametrize(
    ("names", "called"),
    [(["用水总量"], "用水总量"), (["用水总量", "用水总量"], "用水总量"), (["甲", "乙"], None)],
)
def test_the_name_on_which_the_plans_agree(names: list[str], called: str | None) -> None:
    assert agreed(("140300", "x", name) for name in names).get(("140300", "x")) == called


@pytest.fixture
def alice(plans: None) -> User:
    open_year(2025)
    rows = PlanIndicator.objects.filter(region="140300", indicator="total_water_use")
    rows.update(printed_name=PRINTED)
    return editor("alice")


@pytest.fixture
def queue(alice: User) -> Client:
    return signed_in(reviewer("rui"))


def test_every_page_calls_it_so(alice: User, queue: Client) -> None:
    value, clerk = f"/actuals/{TOTAL}/", signed_in(alice)
    actual = enter(alice)
    assert f"{PRINTED}</a>" in page(clerk, "/entry/140300/2025/")
    assert f"阳泉市 2025 年{PRINTED}" in page(clerk, "/mine/")
    actual = do(Action.SUBMIT, alice, actual)
    assert PRINTED in page(queue, "/review/")
    assert f"<h1>阳泉市 2025 年{PRINTED}" in page(queue, value)
    sent = {f"seen:{TOTAL}": str(actual.version), "return": str(TOTAL)}
    refused = queue.post("/review/", sent).content.decode()
    assert f"阳泉市 2025 年{PRINTED}</a>" in refused
    done = queue.post("/review/", sent | {"reason": "请核对"}, follow=True).content.decode()
    assert f"已退回：阳泉市 2025 年{PRINTED}" in done


def test_warnings_call_its_neighbours_so(alice: User) -> None:
    parts = PlanIndicator.objects.filter(region="140300", indicator="agricultural_water_use")
    parts.update(printed_name="农业用水控制数")
    submitted(alice, "2.21")
    address = "/api/v1/actuals/140300.agricultural_water_use.2025/"
    answer = signed_in(alice).put(
        address, {"value": 3}, content_type="application/json", headers={"If-None-Match": "*"}
    )
    said = " ".join(one["message"] for one in answer.json()["warnings"])
    assert f"“{PRINTED}”" in said and "“农业用水" in said


def test_where_plans_print_different_names_the_catalogue_s_is_used(
    alice: User, queue: Client
) -> None:
    row = PlanIndicator.objects.get(region="140300", indicator="total_water_use")
    other = Plan.objects.exclude(pk=row.plan_id).first()
    assert other is not None
    row.pk, row.plan, row.printed_name = None, other, "用水总量上限"
    row.save()
    submitted(alice)
    assert f"阳泉市 2025 年{row.indicator.name}" in page(queue, f"/actuals/{TOTAL}/")


def test_progress_shows_every_open_year_and_every_city(queue: Client) -> None:
    """Also a city that has no plan, and one that has entered nothing."""
    Region.objects.create(
        code="140200", name="大同市", name_en="Datong", level="city", parent_id="140000"
    )
    open_year(date.today().year)
    progress = page(queue, "/review/").split('id="progress"')[1]
    assert "大同市</a> " in progress and "规划没有要填报的数值" in progress
    for year in (2025, date.today().year):
        assert f"<h3>{year} 年各市进度" in progress
    assert "尚未填报" in progress
