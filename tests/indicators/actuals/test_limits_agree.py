"""The limit of one value is the same wherever it is shown: the clerk's grid, the reviewer's queue,
the page of the value and the API."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Region
from departments.people import person_of
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.actuals import visible_to
from indicators.actuals.selectors.entry import EntryRow, Grid, grid
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.assessments.selectors.record import verdicts
from indicators.plans.models import Plan, PlanIndicator, PlanIndicatorDepartment, Target
from indicators.plans.rules.limits import Limit
from tests import factories
from tests.indicators.actuals.workflow import do, enter, page, signed_in
from tests.people import editor, open_year

CITIES = ["140300", "140100", "140400", "140500", "371500"]


def shown(region: str, year: int, person: User) -> Grid:
    row = Region.objects.select_related("parent__parent").get(code=region)
    return grid(region=row, year=year, person=person_of(person))


def assessed(client: Client, region: str, year: int) -> dict[tuple[str, str], Any]:
    answer = client.get(f"/api/v1/assessments/?region={region}&year={year}&page_size=1000")
    rows = json.loads(answer.content, parse_float=Decimal, parse_int=Decimal)["results"]
    return {(row["plan"], row["indicator"]): row["limit"] for row in rows}


def words(limit: Limit | None) -> dict[str, object] | None:
    if limit is None:
        return None
    return {
        "value": limit.value,
        "comparator": limit.comparator.value,
        "basis": limit.basis.value,
        "base_year": limit.base_year,
        "form": limit.form.value,
        "value_to": limit.value_to,
        "aim": limit.aim,
        "tolerance": limit.tolerance,
        "counts_from": limit.target.counts_from,
        "set_by": limit.target.document.slug if limit.target.document else None,
    }


def plan_of(row: EntryRow) -> str:
    assert row.promised is not None
    return row.promised.row.plan.slug


@pytest.mark.parametrize("region", CITIES)
@pytest.mark.parametrize("year", [2021, 2025, 2026, 2028, 2030])
def test_grid_review_and_assessment_agree(
    demo: None, client: Client, region: str, year: int
) -> None:
    found = shown(region, year, User.objects.get(username="shanxi"))
    around = Surroundings(row.key for row in found.all_rows)
    api = assessed(client, region, year)
    for row in found.rows:
        limited = around.limited_by(row.key)
        assert row.limit == (limited[1] if limited else None), row.key
        assert words(row.limit) == api[plan_of(row), row.key.indicator], row.key
    for actual in visible_to(User.objects.get(username="shanxi")).filter(region=region, year=year):
        beside = next(row.limit for row in found.all_rows if row.key == actual.key)
        on_its_page = [one.assessment.limit for one in verdicts(key=actual.key, last_over=2026)]
        assert beside is None or beside in on_its_page, actual.key


def test_each_page_shows_the_road_from_what_is_published(demo: None) -> None:
    """From 4.02 in 2024 to 4.82 in 2030: 4.153 in 2025, also while the value is corrected."""
    key = parse_key("140300.efficient_irrigation_area.2025")
    clerk, rui = (User.objects.get(username=name) for name in ("yangquan", "shanxi"))
    actual = visible_to(rui).get(region="140300", indicator=key.indicator, year=2025)
    reopened = do(Action.REOPEN, rui, actual, "再核")
    do(Action.SUBMIT, clerk, enter(clerk, "4.11", key, reopened.version, explanation="已核对"))
    for user, url in (
        (clerk, "/entry/140300/2025/"),
        (rui, f"/review/?region=140300&indicator={key.indicator}"),
        (rui, f"/actuals/{key}/"),
    ):
        text = page(signed_in(user), url)
        assert re.search(r">4\.153<.{,60}插值估算", text), url


def test_a_limit_has_the_decimals_that_tell_it_from_the_value(demo: None) -> None:
    """4.153 is less than the 4.153333 of the road, and nowhere looks as much."""
    key = parse_key("140300.efficient_irrigation_area.2025")
    clerk, rui = (User.objects.get(username=name) for name in ("yangquan", "shanxi"))
    actual = visible_to(rui).get(region="140300", indicator=key.indicator, year=2025)
    reopened = do(Action.REOPEN, rui, actual, "再核")
    sent = do(
        Action.SUBMIT, clerk, enter(clerk, "4.153", key, reopened.version, explanation="已核")
    )
    for url in ("/entry/140300/2025/", f"/review/?region=140300&indicator={key.indicator}"):
        assert ">4.1533<" in page(signed_in(rui), url), url
    do(Action.APPROVE, rui, sent)
    assert ">4.1533<" in page(signed_in(rui), f"/actuals/{key}/")


def test_a_limit_stands_only_beside_values_of_its_base_year(plans: None) -> None:
    open_year(2025)
    alice = editor("alice")
    key = ActualKey("140300", "gdp_water_intensity_reduction", 2025, 2019)
    enter(alice, "11.2", key)
    found = shown("140300", 2025, alice)
    assert [row.limit for row in found.others if row.key == key] == [None]
    own = next(row for row in found.rows if row.key.indicator == key.indicator)
    assert own.limit is not None and (own.key.base_year, own.limit.base_year) == (2020, 2020)
    html = page(signed_in(alice), "/entry/140300/2025/")
    assert "规划目标" not in html[html.index("规划没有要求的数值") :]


class TestTwoPlans:
    """An older plan of the city, whose last word was for 2022, beside the one of 2025."""

    KEY = ActualKey("140300", "total_water_use", 2025)

    @pytest.fixture(autouse=True)
    def older(self, db: None) -> PlanIndicator:
        made = factories.mini_plan()
        plan = Plan.objects.create(
            slug="a-2020", region_id="140300", year=2020, title="旧规划", status="draft"
        )
        older = PlanIndicator.objects.create(
            plan=plan,
            region_id="140300",
            indicator_id="total_water_use",
            printed_name="用水总量",
            printed_unit="亿立方米",
            unit_id="亿立方米",
            nature="expected",
            origin="annex",
            order=1,
        )
        for year, value in ((2022, "2.0"), (2027, "2.1")):
            Target.objects.create(
                plan_indicator=older, year=year, comparator="<=", value=value, value_places=1
            )
        PlanIndicatorDepartment.objects.create(
            plan_indicator=older, department=made.city, role="lead", order=1
        )
        return older

    def test_an_estimate_of_one_hides_no_word_of_the_other(self) -> None:
        around = Surroundings([self.KEY])
        limited = around.limited_by(self.KEY)
        assert limited is not None
        assert (limited[0].row.plan.slug, str(limited[1].value)) == ("yangquan-2025", "2.270")
        crossed = [one.code for one in around.findings(self.KEY, Decimal("2.3"))]
        assert "red_line_crossed" in crossed
        kept = [one.code for one in around.findings(self.KEY, Decimal("2.2"))]
        assert "red_line_crossed" not in kept

    def test_the_grid_shows_the_promise_of_its_limit(self) -> None:
        open_year(2025)
        rows = shown("140300", 2025, editor("alice")).rows
        (total,) = (row for row in rows if row.key == self.KEY)
        assert plan_of(total) == "yangquan-2025"
        assert words(total.limit) == words(limited_by(self.KEY))

    def test_who_answers_by_either_plan_sees_the_row(self, older: PlanIndicator) -> None:
        open_year(2025)
        PlanIndicatorDepartment.objects.exclude(plan_indicator=older).delete()
        bob = editor("bob", function="urban_management")
        assert [row.key for row in shown("140300", 2025, bob).rows] == [self.KEY]
        enter(bob, "2.2", self.KEY)


def limited_by(key: ActualKey) -> Limit | None:
    found = Surroundings([key]).limited_by(key)
    return found[1] if found else None
