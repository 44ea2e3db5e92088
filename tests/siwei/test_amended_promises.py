"""One promise and the documents that change it: every way in says the same of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from departments.rules.successions import NO_LINEAGE
from departments.selectors import lineage
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.completeness import (
    completeness_of,
    required_keys,
    required_of,
)
from indicators.actuals.selectors.promises import Promises, required, with_horizons
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import overview
from indicators.assessments.selectors.comparison import comparison
from indicators.assessments.selectors.provinces import (
    OverviewProvince,
    cities_by_province,
    province_overview,
)
from indicators.assessments.selectors.published_promises import published_promises
from indicators.assessments.wording import explain
from indicators.plans.models import Indicator, PlanIndicator, Target
from indicators.plans.selectors.plans import plan_indicators
from indicators.plans.selectors.promise_rows import promise_rows
from tests import factories
from tests.siwei.amending_plans import SUPERSEDING, write, write_left_open

pytestmark = pytest.mark.django_db
CITY, TOTAL = "140300", "total_water_use"
TODAY = date(2031, 3, 1)


def load(*files: Path) -> None:
    call_command("load_plans", *files, stdout=StringIO())


@pytest.fixture
def amended(tmp_path: Path) -> None:
    load(*(write(tmp_path, slug) for slug in ("mini-2025", "change-2027", "again-2028")))


@pytest.fixture
def set_later(tmp_path: Path) -> None:
    load(write_left_open(tmp_path), write(tmp_path, "quota-2027"))


@pytest.fixture
def superseded(tmp_path: Path) -> None:
    load(*(write(tmp_path, slug) for slug in ("mini-2025", "whole-2028")))


def of_total() -> Any:
    return PlanIndicator.objects.filter(indicator=TOTAL)


def api(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(f"/api/v1/{address}").json()["results"]
    return rows


@pytest.mark.parametrize(
    ("year", "limit", "plan"),
    [(2026, "2.286", None), (2027, "2.282", "change-2027"), (2030, "2.2500", "again-2028")],
)
def test_an_amended_promise_carries_on_with_the_amended_target(
    amended: None, year: int, limit: str, plan: str | None
) -> None:
    factories.actual(TOTAL, year, value="2.28", published="2.28")
    for wanted in (None, year):  # with every year, and with this one alone
        published = published_promises(of_total(), year=wanted)
        (row,) = published.rows
        verdict = published.assess(row, year, last_over=2030)
        assert row.plan == "mini-2025"
        assert verdict.limit is not None
        document = verdict.limit.target.document
        assert (str(verdict.limit.value), document and document.slug) == (limit, plan)
    key = ActualKey(CITY, TOTAL, year)
    promised, found = Promises(plan_indicators()).limiting(key) or pytest.fail()
    assert (promised.row.plan.slug, found) == ("mini-2025", verdict.limit)


def provinces_in(year: int) -> list[OverviewProvince]:
    every = PlanIndicator.objects.all()
    cities = cities_by_province(every, lineage())
    return province_overview(year=year, today=TODAY, scope=every, cities=cities).provinces


def test_what_amends_is_judged_and_required_once(amended: None, client: Client) -> None:
    shown = overview(year=2030, today=TODAY)
    (city,) = shown.cities
    assert (city.cells[TOTAL].row.plan, city.cells[TOTAL].others) == ("mini-2025", ())
    (province,) = provinces_in(2030)
    assert province.promises.counts == city.promises.counts
    rows = promise_rows(PlanIndicator.objects.all())
    keys = required_keys(rows, [2030])[CITY, 2030]
    grid = Promises(with_horizons(plan_indicators()))
    assert keys == {
        (key.region, key.indicator, key.year, key.base_year)
        for _one, key in required(grid.all, 2030)
    }
    assert len(keys) == completeness_of(rows, [2030], NO_LINEAGE)[CITY, 2030].required
    assert {one["plan"] for one in api(client, "assessments/?year=2030")} == {"mini-2025"}
    assert api(client, "assessments/?plan=change-2027") == []


def test_a_row_that_promises_more_is_judged_by_that_alone(amended: None) -> None:
    """Of what it amends the amended promise is judged, and nothing else."""
    owner = PlanIndicator.objects.get(plan__slug="change-2027", indicator=TOTAL)
    owner.targets.create(year=2035, value=Decimal(22000), value_places=0, comparator="<=")
    rows = {one.plan: one for one in promise_rows(of_total())}
    assert [one.year for one in rows["change-2027"].promise.targets] == [2035]
    for_forms = {one.row.plan.slug: one.promise.targets for one in Promises(plan_indicators()).all}
    assert for_forms["change-2027"] == rows["change-2027"].promise.targets
    assert [one.year for one in rows["mini-2025"].promise.targets] == [2025, 2030, 2030, 2030]


def test_an_amendment_into_a_change_reads_its_base_year(amended: None) -> None:
    Target.objects.filter(plan_indicator__plan__slug="again-2028").update(
        form="per_year", value=2, value_places=0, base_year=2020
    )
    factories.actual(TOTAL, 2020, value="2.40", published="2.40")
    for wanted in (None, 2030):  # with every year, and with this one alone
        published = published_promises(of_total(), year=wanted)
        limit = published.assess(published.rows[0], 2030, last_over=2030).limit
        assert limit is not None
        assert str(limit.value) == "1.960975"


def test_the_reason_names_the_document_and_what_was_before(amended: None) -> None:
    factories.actual(TOTAL, 2030, value="2.30", published="2.30")
    published = published_promises(of_total())
    verdict = published.assess(published.rows[0], 2030, last_over=2030)
    assert verdict.status is Status.BREACHED
    assert (
        "这一目标由《试验市关于调整用水总量控制目标的通知》自2028-03-01起修订，原为不超过2.3000亿立方米。"
        in explain(verdict)
    )


def test_the_api_says_who_set_the_limit(amended: None, client: Client) -> None:
    years = api(client, f"assessments/?indicator={TOTAL}&year=2026:2028")
    assert [one["limit"]["set_by"] for one in years] == [None, "change-2027", "again-2028"]


def test_a_target_left_open_is_judged_by_what_set_it(set_later: None) -> None:
    factories.actual(TOTAL, 2026, value="2.30", published="2.30")
    published = published_promises(of_total())
    (row,) = published.rows
    verdict = published.assess(row, 2026, last_over=2027)
    assert (row.plan, verdict.status) == ("mini-2025", Status.BREACHED)
    assert "这一目标由《试验省关于下达用水总量控制目标的通知》于2027-06-01下达。" in explain(
        verdict
    )


@pytest.mark.parametrize(("year", "plan"), [(2027, "mini-2025"), (2028, "whole-2028")])
def test_one_plan_at_a_time(superseded: None, client: Client, year: int, plan: str) -> None:
    factories.actual(TOTAL, year, value="2.28", published="2.28")
    (city,) = overview(year=year, today=TODAY).cities
    cell = city.cells[TOTAL]
    judged = {one.row.plan for one in (cell, *cell.others) if one.status is not Status.NOT_DUE}
    assert judged == ({plan} if year == 2027 else set())  # the new plan's road hasn't begun
    (province,) = provinces_in(year)
    assert (province.promises, province.required) == (city.promises, city.completeness.required)
    found = comparison(
        indicator=Indicator.objects.get(pk=TOTAL),
        year=year,
        scope=PlanIndicator.objects.all(),
        today=TODAY,
    )
    assert ("mini-2025" in [one.row.plan for one in found.rows]) == (year == 2027)
    promised, _limit = (
        Promises(plan_indicators()).limiting(ActualKey(CITY, TOTAL, 2030 if year == 2028 else year))
        or pytest.fail()
    )
    assert promised.row.plan.slug == plan


def test_a_superseded_promise_says_by_what(superseded: None, client: Client) -> None:
    (row,) = api(client, f"assessments/?plan=mini-2025&indicator={TOTAL}&year=2028")
    assert (row["status"], row["limit"]) == ("not_assessable", None)
    assert (
        row["reason"] == "本规划自2028-07-01起由《试验市落实“四水四定”方案（2028年修订）》代替，"
        "2028年不再按本规划评判。"
    )
    (kept,) = api(client, f"assessments/?plan=mini-2025&indicator={TOTAL}&year=2027")
    assert kept["limit"]["basis"] == "interpolated"
    done = completeness_of(promise_rows(PlanIndicator.objects.all()), [2027, 2028], NO_LINEAGE)
    assert done[CITY, 2028].required == 1  # of the new plan alone; the old one would need another
    assert done[CITY, 2027].required == 1


def test_what_ends_with_its_amending_document_says_so(
    amended: None, tmp_path: Path, client: Client
) -> None:
    load(write(tmp_path, "whole-2028", SUPERSEDING.replace("mini-2025", "again-2028")))
    rows = api(client, f"assessments/?plan=mini-2025&indicator={TOTAL}&year=2027:2030")
    assert [one["limit"] and one["limit"]["basis"] for one in rows] == [
        "interpolated",
        None,
        None,
        None,
    ]
    assert (
        rows[-1]["reason"] == "修订这一目标的《试验市关于调整用水总量控制目标的通知》"
        "自2028-07-01起由《试验市落实“四水四定”方案（2028年修订）》代替，2030年不再评判。"
    )


def test_values_are_converted_from_the_unit_of_the_amending_document(amended: None) -> None:
    (row,) = promise_rows(of_total())
    values = [one.value for one in row.promise.targets if one.document is not None]
    assert values == [Decimal("2.3"), Decimal("2.25")]


def test_a_corrected_baseline_moves_no_verdict_that_was_made_before(db: None) -> None:
    mini = factories.mini_plan()
    owner = PlanIndicator.objects.get(plan=mini.plan, indicator="irrigation_efficiency")
    owner.targets.all().delete()
    owner.targets.create(year=2030, value=Decimal("0.70"), value_places=2, comparator=">=")
    factories.actual(owner.indicator_id, 2026, value="0.64", published="0.64", at=_day(2027, 3))
    base = factories.actual(owner.indicator_id, 2024, value="0.60", published="0.60")
    base.published_at = _day(2027, 5)
    base.save()
    base.record.publications.create(
        version=1,
        content={"value": "0.62", "obs_status": "normal", "source": "", "note": ""},
        published_at=_day(2025, 3),
        ended_at=_day(2027, 5),
        ended_by="replaced",
    )
    for wanted in (None, 2026):
        published = published_promises(PlanIndicator.objects.filter(pk=owner.pk), year=wanted)
        verdict = published.assess(published.rows[0], 2026, last_over=2030)
        assert verdict.limit is not None
        assert str(verdict.limit.value) == "0.646667"
        assert "2024年基期值当时为0.62，后于2027-05-01订正为0.60。" in explain(verdict)
        later = published.assess(published.rows[0], 2027, last_over=2030)
        assert later.limit is not None
        assert str(later.limit.value) == "0.65"  # from 0.60: nothing was published of that year


def _day(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


@pytest.mark.parametrize("documents", ["amended", "set_later", "superseded"])
def test_what_is_required_is_the_same_by_columns_alone(
    request: pytest.FixtureRequest, documents: str
) -> None:
    request.getfixturevalue(documents)
    required_alike()


def test_what_five_plans_require_is_the_same_by_columns_alone(plans: None) -> None:
    required_alike()


def test_so_is_what_every_form_of_a_goal_requires(sixth: None) -> None:
    required_alike()


def required_alike() -> None:
    scope, years = PlanIndicator.objects.all(), range(2024, 2037)
    found = required_of(scope, years, NO_LINEAGE)
    assert found == required_keys(promise_rows(scope), years)
    assert {key[1] for keys in found.values() for key in keys} >= {TOTAL}
