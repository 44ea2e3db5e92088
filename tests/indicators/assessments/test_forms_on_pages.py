"""Ranges, aims, changes, 左右, goals and increments: read, judged, shown and offered as printed."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from indicators.actuals.selectors.promises import Promises
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.selectors.comparison import compared_target
from indicators.assessments.selectors.published_promises import published_promises
from indicators.assessments.wording import explain
from indicators.plans.models import Indicator, PlanIndicator, Target
from indicators.plans.selectors.plans import conflicts, plan_indicators
from tests import factories

pytestmark = pytest.mark.django_db

# How the one target of a promise is stored, and what the table of promises prints.
FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "range": ({"form": "range", "value": "28", "value_to": "30"}, "28—30"),
    "aim": ({"value": "9", "aim": "8.5"}, "9（力争8.5）"),
    "per_year": ({"form": "per_year", "value": "2", "base_year": 2020}, "年均−2%"),
    "points": ({"form": "points", "value": "2", "base_year": 2020}, "−2个百分点"),
    "about": ({"form": "about", "value": "2.20"}, "约2.20"),
    "increment": ({"form": "increment", "value": "70", "counts_from": 2020}, "新增70"),
}


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.mini_plan()


def say(**columns: Any) -> PlanIndicator:
    """The first promise of the mini plan with this target alone."""
    promise = PlanIndicator.objects.get(indicator="total_water_use")
    first = promise.targets.get(year=2025)
    promise.targets.exclude(pk=first.pk).delete()
    for name in ("value", "value_to", "aim"):
        number = columns.get(name)
        columns[f"{name}_places"] = None if number is None else len(number.partition(".")[2])
    first.citations.all().update(stated_value=Decimal(columns.get("value") or 0))
    Target.objects.filter(pk=first.pk).update(**columns)
    return promise


def judged(year: int) -> Assessment:
    scope = PlanIndicator.objects.filter(indicator="total_water_use")
    found = published_promises(scope, year=year)
    (row,) = found.rows
    return found.assess(row, year, last_over=year)


@pytest.mark.parametrize("form", FORMS)
def test_the_city_s_page_prints_it(client: Client, mini: factories.MiniPlan, form: str) -> None:
    columns, printed = FORMS[form]
    say(**columns)
    page = client.get("/cities/140300/plan/").content.decode()
    assert printed in page


def test_a_goal_without_a_year_says_so(client: Client, mini: factories.MiniPlan) -> None:
    say(goal_kind="undated", year=None, value="3")
    page = client.get("/cities/140300/plan/").content.decode()
    assert "未写明年份" in page


@pytest.mark.parametrize(
    ("columns", "year", "limit"),
    [
        pytest.param(FORMS["per_year"][0], 2025, "2.169", id="a yearly rate of a level"),
        pytest.param(FORMS["points"][0], 2025, "0.40", id="points"),
        pytest.param(FORMS["per_year"][0], 2022, "2.30", id="before its year, too"),
    ],
)
def test_the_value_of_the_base_year_is_read_for_one_year_alone(
    mini: factories.MiniPlan, columns: dict[str, Any], year: int, limit: str
) -> None:
    say(**columns)
    factories.actual("total_water_use", 2020, value="2.40", published="2.40")
    factories.actual("total_water_use", 2019, value="9.99", published="9.99")
    found = judged(year)
    assert found.promise.bases == {2020: Decimal("2.40")}
    assert found.limit is not None
    assert str(round(found.limit.shown, len(limit) - 2)) == limit


def test_the_plan_s_own_value_of_the_base_year_comes_first(mini: factories.MiniPlan) -> None:
    promise = say(**FORMS["points"][0])
    promise.reported.update(year=2020)
    factories.actual("total_water_use", 2020, value="2.40", published="2.40")
    assert judged(2025).promise.bases == {2020: Decimal("2.10")}


def test_the_tolerance_is_the_catalogue_s(mini: factories.MiniPlan) -> None:
    say(**FORMS["about"][0])
    factories.actual("total_water_use", 2025, value="2.30", published="2.30")
    assert "没有写明“左右”的容差" in explain(judged(2025))
    Indicator.objects.update(tolerance=Decimal("0.05"))
    assert "2.20亿立方米左右的容差之内" in explain(judged(2025))


@pytest.mark.parametrize("form", FORMS)
def test_the_grid_and_the_assessment_see_the_same_promise(
    mini: factories.MiniPlan, form: str
) -> None:
    say(**FORMS[form][0])
    factories.actual("total_water_use", 2020, value="2.40", published="2.40")
    scope = PlanIndicator.objects.filter(indicator="total_water_use")
    (row,) = published_promises(scope).rows
    (promised,) = Promises(plan_indicators().filter(pk__in=scope)).all
    assert promised.promise == row.promise


def test_what_is_stated_beside_a_value_is_no_conflict(mini: factories.MiniPlan) -> None:
    promise = say(**FORMS["aim"][0])
    cited = promise.targets.get().citations.get()
    cited.pk = None
    cited.stated_value, cited.order = Decimal("8.5"), 2
    cited.save()
    assert not conflicts().filter(plan_indicator=promise).exists()
    cited.stated_value = Decimal("8.6")
    cited.save()
    assert conflicts().filter(plan_indicator=promise).exists()


def test_a_goal_without_a_year_stands_for_no_year(mini: factories.MiniPlan) -> None:
    promise = say(goal_kind="undated", year=None, value="3")
    (row,) = published_promises(PlanIndicator.objects.filter(pk=promise.pk)).rows
    assert compared_target(row, 2025) == row.promise.undated  # there is no other
    Target.objects.create(
        plan_indicator=promise, year=2030, comparator="<=", value=2, value_places=0
    )
    (row,) = published_promises(PlanIndicator.objects.filter(pk=promise.pk)).rows
    found = compared_target(row, 2025)
    assert found is not None and found.year == 2030


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("targets/?form=range", 1),
        ("targets/?goal_kind=standing", 0),
        ("plan-indicators/?form=range,points", 1),
        ("plan-indicators/?goal_kind=undated", 0),
    ],
)
def test_the_api_offers_and_filters_by_it(
    client: Client, mini: factories.MiniPlan, query: str, count: int
) -> None:
    say(**FORMS["range"][0])
    body = client.get(f"/api/v1/{query}").json()
    assert body["count"] == count
    if query.startswith("targets") and count:
        (row,) = body["results"]
        assert (row["value"], row["value_to"], row["form"]) == (28, 30, "range")


def test_the_api_says_what_is_judged(client: Client, mini: factories.MiniPlan) -> None:
    say(**FORMS["range"][0])
    body = client.get("/api/v1/assessments/?indicator=total_water_use&year=2025").json()
    limit = body["results"][0]["limit"]
    assert (limit["value"], limit["value_to"], limit["form"]) == (28, 30, "range")
