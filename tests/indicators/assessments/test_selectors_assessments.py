"""Assessments as data: what the pages and the API show, and what it costs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.records.models import HistoryRow
from departments.rules.successions import NO_LINEAGE
from indicators.actuals.models import Actual
from indicators.actuals.selectors.completeness import Completeness, completeness, completeness_of
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import OverviewCell, overview
from indicators.assessments.selectors.comparison import Comparison, comparison
from indicators.assessments.selectors.series import Series, of_region, series
from indicators.assessments.selectors.verdicts import assessments
from indicators.assessments.wording import explain, ground_note
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import LimitBasis
from indicators.plans.selectors.promise_rows import promise_rows
from indicators.plans.selectors.years import years_available
from tests import factories, people

TODAY = date(2026, 11, 20)
YANGQUAN = "140300"


def promises() -> Any:
    return PlanIndicator.objects.all()


def cell(code: str, year: int = 2025, region: str = YANGQUAN) -> OverviewCell:
    cities = {city.code: city for city in overview(year=year, today=TODAY).cities}
    return cities[region].cells[code]


def one(code: str, region: str = YANGQUAN) -> Series:
    return next(
        found
        for found in of_region(region, today=TODAY)
        if (found.row.indicator, found.row.region) == (code, region)
    )


def reduction(base_year: int, year: int, value: str, **options: Any) -> Actual:
    return factories.actual(
        "gdp_water_intensity_reduction",
        year,
        base_year=base_year,
        value=value,
        published=value,
        **options,
    )


# The overview


@pytest.mark.parametrize(
    ("published", "status", "gap"),
    [
        ("2.00", Status.MET, "0.270"),
        ("2.20", Status.NEAR_LIMIT, "0.070"),
        ("2.28", Status.BREACHED, "-0.010"),
        (None, Status.NO_DATA, None),
    ],
)
def test_a_cell_is_the_verdict_on_what_is_published(
    db: None, published: str | None, status: Status, gap: str | None
) -> None:
    factories.mini_plan()
    factories.actual(year=2025, value="1.00", published=published, state="reopened")
    found = cell("total_water_use")
    assert found.status is status
    assert found.gap == (None if gap is None else Decimal(gap))
    assert found.limit is not None and found.limit.basis is LimitBasis.STATED
    assert found.is_constraint


def test_a_cell_reads_values_as_printed(db: None) -> None:
    factories.mini_plan()
    factories.actual(year=2025, value="2.10", published="2.10")
    found = cell("total_water_use")
    assert (str(found.actual), str(found.limit.shown)) == ("2.10", "2.270")
    assert "2.10亿立方米" in found.reason


@pytest.mark.parametrize(
    ("values", "status", "actual"),
    [
        ([(2020, 2025, "9.6")], Status.MET, "9.6"),
        ([(2015, 2025, "20"), (2015, 2020, "12")], Status.MET, "9.09"),
        ([(2020, 2023, "6"), (2023, 2025, "4")], Status.MET, "9.76"),
        ([(2023, 2025, "4")], Status.NO_DATA, None),
    ],
    ids=["reported", "unchained by an earlier base", "chained by a later base", "no bridge"],
)
def test_a_reduction_is_chained_from_the_values_of_other_years(
    db: None, values: list[tuple[int, int, str]], status: Status, actual: str | None
) -> None:
    factories.mini_plan()
    for base_year, year, value in values:
        reduction(base_year, year, value)
    found = cell("gdp_water_intensity_reduction")
    assert found.status is status
    assert found.actual == (None if actual is None else Decimal(actual))


def test_a_reduction_without_a_value_has_a_hint_from_its_levels(db: None) -> None:
    factories.mini_plan()
    for year, value in ((2020, "30"), (2025, "27")):
        factories.actual("gdp_water_intensity", year, value=value, published=value)
    found = cell("gdp_water_intensity_reduction")
    assert (found.status, found.judged.derived) == (Status.NO_DATA, Decimal(10))


def test_the_road_of_a_floor_starts_at_the_last_value_before_the_plan(db: None) -> None:
    made = factories.mini_plan()
    made.plan.year = 2022
    made.plan.save()
    for year, value in ((2019, "0.500"), (2021, "0.600"), (2023, "0.610")):
        factories.actual("irrigation_efficiency", year, value=value, published=value)
    found = cell("irrigation_efficiency", year=2023)
    assert found.limit is not None and found.limit.start is not None
    assert (found.limit.start.year, str(found.limit.start.value)) == (2021, "0.600")
    assert found.status is Status.BEHIND


def test_the_overview_and_the_city_give_the_same_verdicts(demo: None) -> None:
    by_row = {found.row.pk: found for found in series(promises(), today=TODAY)}
    for year in years_available():
        for city in overview(year=year, today=TODAY).cities:
            for found in city.cells.values():
                full = by_row[found.row.pk].at(year)
                assert (found.status, found.limit, found.actual, found.gap, found.reason) == (
                    full.status,
                    full.limit,
                    full.actual,
                    full.gap,
                    explain(full),
                ), (found.row.pair, year)


def test_indicators_that_bind_somebody_come_first(db: None) -> None:
    factories.mini_plan()
    codes = [column.code for column in overview(year=2025, today=TODAY).indicators]
    assert codes == ["total_water_use", "gdp_water_intensity_reduction", "irrigation_efficiency"]


def test_a_city_counts_what_it_keeps(db: None) -> None:
    factories.mini_plan()
    factories.actual(year=2025, value="2.00", published="2.00")
    factories.actual("irrigation_efficiency", 2025, value="0.60", published="0.60")
    reduction(2020, 2025, "8.0")
    city = overview(year=2025, today=TODAY).cities[0]
    assert (city.name, city.province_name) == ("阳泉市", "山西省")
    assert (city.constraints.kept, city.constraints.judged) == (1, 2)
    assert (city.promises.kept, city.promises.judged) == (1, 3)
    assert city.completeness.rate == 1


def test_of_two_plans_the_graver_verdict_is_shown_and_the_other_kept(db: None) -> None:
    factories.mini_plan()
    factories.mini_plan("yangquan-2026")
    strict = promises().get(plan__slug="yangquan-2026", indicator="total_water_use")
    strict.targets.filter(year=2025).update(value=Decimal("2.05"))
    factories.actual(year=2025, value="2.10", published="2.10")
    found = cell("total_water_use")
    assert (found.row.plan, found.status) == ("yangquan-2026", Status.BREACHED)
    assert [(other.row.plan, other.status) for other in found.others] == [
        ("yangquan-2025", Status.MET)
    ]


def test_a_scope_narrows_the_overview(plans: None) -> None:
    shown = overview(
        year=2025, today=TODAY, scope=promises().filter(region="140100", indicator__theme="land")
    )
    assert [city.code for city in shown.cities] == ["140100"]
    assert {column.theme for column in shown.indicators} == {"land"}


def test_counties_have_no_row_in_the_overview_but_stand_with_their_city(plans: None) -> None:
    rows = {city.code for city in overview(year=2026, today=TODAY).cities}
    assert rows == {"140100", "140300", "140400", "140500", "371500"}
    assert {found.row.region for found in of_region("140100", today=TODAY)} == {
        "140100",
        "140121",
        "140181",
    }


def test_without_plans_there_is_nothing_to_show(db: None) -> None:
    shown = overview(year=2025, today=TODAY)
    assert (shown.cities, shown.indicators, list(shown.years)) == ([], [], [])


def test_invented_values_are_told_apart(demo: None) -> None:
    shown = overview(year=2025, today=TODAY)
    cities = {city.code: city for city in shown.cities}
    assert shown.demo and cities["140300"].demo
    assert cities["140300"].cells["total_water_use"].demo
    assert not cities["140100"].cells["total_water_use"].demo


# Years


def test_years_run_from_the_first_plan_to_the_last_target(plans: None) -> None:
    assert (years_available()[0], years_available()[-1]) == (2020, 2035)


def test_a_series_runs_from_what_is_first_known_to_the_last_target(plans: None) -> None:
    found = one("gdp_water_intensity_reduction")
    assert (found.first, found.last) == (2020, 2030)
    points = {point.year: point for point in found.points()}
    assert points[2025].basis is LimitBasis.STATED
    assert points[2027].basis is LimitBasis.INTERPOLATED
    assert points[2027].limit.base_year == 2025


def test_a_year_that_is_not_over_is_not_due_without_a_value(plans: None) -> None:
    found = one("total_water_use")
    assert (found.at(2025).status, found.at(2026).status) == (Status.NO_DATA, Status.NOT_DUE)


def test_a_series_has_trend_and_projection(demo: None) -> None:
    verdict = one("reclaimed_water_rate").at(2025)
    assert verdict.trend is not None and verdict.trend.start.year == 2024
    assert verdict.projection is not None and verdict.projection.target.year == 2030


# The list


def test_the_list_is_promise_by_promise_and_year_by_year(db: None) -> None:
    factories.mini_plan()
    found = assessments(scope=promises(), intervals=[(2025, 2026)], statuses=[], today=TODAY)
    assert len(found) == 6
    assert [(row.row.indicator, row.assessment.year) for row in found] == [
        ("total_water_use", 2025),
        ("total_water_use", 2026),
        ("irrigation_efficiency", 2025),
        ("irrigation_efficiency", 2026),
        ("gdp_water_intensity_reduction", 2025),
        ("gdp_water_intensity_reduction", 2026),
    ]


@pytest.mark.parametrize("size", [1, 4, 7, 100])
def test_pages_of_the_list_join_without_a_seam(plans: None, size: int) -> None:
    found = assessments(
        scope=promises().filter(region=YANGQUAN),
        intervals=[(2024, 2028)],
        statuses=[],
        today=TODAY,
    )
    whole = [(row.row.pk, row.assessment.year) for row in found[:]]
    pages = [found[start : start + size] for start in range(0, len(found), size)]
    assert [(row.row.pk, row.assessment.year) for page in pages for row in page] == whole
    assert len(whole) == len(found) == len(set(whole))


def test_a_status_narrows_the_list(demo: None) -> None:
    found = assessments(
        scope=promises(), intervals=[(2025, 2025)], statuses=["breached"], today=TODAY
    )
    assert {(row.row.region, row.row.indicator) for row in found} == {
        ("140300", "pipe_leakage_rate"),
        ("140300", "industrial_water_intensity_reduction"),
        ("371500", "nonconventional_water_use"),
    }


def test_years_outside_of_all_plans_have_no_rows(plans: None) -> None:
    found = assessments(scope=promises(), intervals=[(1990, 2000)], statuses=[], today=TODAY)
    assert len(found) == 0 and found[:] == []


# Completeness


def complete(year: int = 2025, region: str = YANGQUAN) -> Completeness:
    rows = promise_rows(promises().filter(region=region))
    return completeness_of(rows, [year], NO_LINEAGE)[region, year]


def submit_at(row: Actual, moment: datetime) -> None:
    HistoryRow.objects.create(
        record=row.record,
        number=row.record.history.count() + 1,
        at=moment,
        action="submit",
        hash="0" * 64,
        sequence=HistoryRow.objects.count() + 1,
    )


@pytest.mark.parametrize(
    ("state", "value", "published", "counted"),
    [
        ("draft", "2.10", None, (1, 0, 0)),
        ("draft", None, None, (1, 0, 0)),
        ("submitted", "2.10", None, (1, 1, 0)),
        ("returned", "2.10", None, (1, 0, 0)),
        ("approved", "2.10", "2.10", (1, 1, 1)),
        ("reopened", "2.20", "2.10", (1, 1, 1)),
    ],
    ids=["draft", "not available", "submitted", "returned", "approved", "being corrected"],
)
def test_what_is_entered_is_counted_as_far_as_it_has_come(
    db: None, state: str, value: str | None, published: str | None, counted: tuple[int, ...]
) -> None:
    factories.mini_plan()
    factories.actual(year=2025, value=value, published=published, state=state)
    found = complete()
    assert (found.filled, found.submitted, found.approved) == counted
    assert (found.required, found.on_time) == (3, None)


def test_a_value_that_was_taken_back_is_not_filled(db: None) -> None:
    factories.mini_plan()
    row = factories.actual(year=2025, value=None, published=None, state="draft")
    Actual.objects.filter(pk=row.pk).update(obs_status="missing")
    assert complete().filled == 0


@pytest.mark.parametrize(
    ("moments", "on_time"),
    [
        ([datetime(2026, 4, 30, 15, 59, tzinfo=UTC)], 1),
        ([datetime(2026, 4, 30, 16, 1, tzinfo=UTC)], 0),
        ([datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)], 1),
        ([], 1),
    ],
    ids=["on the day, in China", "the day after, in China", "corrected later", "by the plan"],
)
def test_the_first_submission_is_in_time_or_late(
    db: None, moments: list[datetime], on_time: int
) -> None:
    factories.mini_plan()
    people.open_year(2025)
    row = factories.actual(year=2025)
    for moment in moments:
        submit_at(row, moment)
    assert complete().on_time == on_time


def test_without_a_requirement_there_is_no_rate(plans: None) -> None:
    assert complete(2025, "140100").rate is None


def test_completeness_runs_from_the_first_plan_to_this_year(plans: None) -> None:
    found = completeness(scope=promises().filter(region="140500"), intervals=[], today=TODAY)
    assert [(row.region, row.year) for row in found] == [
        ("140500", year) for year in range(2020, 2027)
    ]
    assert found[0].required == 22


# Comparison


def compared(code: str, year: int) -> Comparison:
    scope = promises().filter(region__level="city")
    indicator = Indicator.objects.get(code=code)
    return comparison(indicator=indicator, year=year, scope=scope, today=TODAY)


def test_reductions_from_different_base_years_are_compared_by_what_they_ask_a_year(
    plans: None,
) -> None:
    rows = {row.region.code: row for row in compared("gdp_water_intensity_reduction", 2025).rows}
    levels = {code: row.by_target.level for code, row in rows.items()}
    # 晋城 counts from 2015, before water use was reported directly.
    assert levels.pop("140500") is ComparabilityLevel.CAVEAT
    assert set(levels.values()) == {ComparabilityLevel.REBASED}
    assert {code: round(row.annual_rate or 0, 2) for code, row in rows.items()} == {
        "140100": Decimal("1.51"),
        "140300": Decimal("1.98"),
        "140400": Decimal("2.09"),
        "140500": Decimal("2.46"),
        "371500": Decimal("4.35"),
    }


def test_targets_of_other_years_stand_apart_with_the_reason(plans: None) -> None:
    found = compared("total_water_use", 2030)
    assert [row.region.code for row in found.ranked_targets()] == ["140300", "140100", "371500"]
    apart = {row.region.code: ground_note(row.by_target.notes) for row in found.apart_targets()}
    assert apart["140400"] == "年份不同：2025年与2030年，不可比。"


def test_a_standing_limit_does_not_stand_in_the_years_before_its_plan(plans: None) -> None:
    rows = {row.region.code: row for row in compared("groundwater_use", 2025).rows}
    assert rows["140100"].by_target.ranked_by is None
    assert ground_note(rows["140100"].by_target.notes) == "年份不同：2026年与2025年，不可比。"
    assert rows["140300"].by_target.ranked_by == Decimal("0.3")
    later = {row.region.code: row for row in compared("groundwater_use", 2026).rows}
    assert later["140100"].by_target.ranked_by is not None


def test_a_standing_limit_binds_the_year_and_a_definition_is_a_caveat(plans: None) -> None:
    rows = {row.region.code: row for row in compared("groundwater_use", 2027).rows}
    assert rows["140300"].by_target.level is ComparabilityLevel.CAVEAT
    assert "地下水开采量" in ground_note(rows["140300"].by_target.notes)
    assert rows["140100"].by_target.level is ComparabilityLevel.DIRECT


def test_the_definition_of_one_target_counts_where_that_target_stands(plans: None) -> None:
    """太原 limits 开采总量 every year, as 阳泉 does, but 用水量 in 2027."""
    cities = promises().filter(region__in=["140100", "140300"])
    indicator = Indicator.objects.get(code="groundwater_use")
    for year, yangquan in (
        (2026, ComparabilityLevel.DIRECT),
        (2027, ComparabilityLevel.CAVEAT),
    ):
        found = comparison(indicator=indicator, year=year, scope=cities, today=TODAY)
        levels = {row.region.code: row.by_target.level for row in found.rows}
        assert levels == {"140100": ComparabilityLevel.DIRECT, "140300": yangquan}
    taiyuan = {row.region.code: row for row in compared("groundwater_use", 2026).rows}["140100"]
    assert "地下水开采量" in ground_note(taiyuan.by_target.notes)


def test_values_are_ranked_the_best_first_and_what_is_missing_stands_apart(demo: None) -> None:
    found = compared("pipe_leakage_rate", 2025)
    ranked = [(row.region.code, str(row.actual)) for row in found.ranked_actuals()]
    assert ranked == [
        ("371500", "7.6"),
        ("140500", "8.2"),
        ("140400", "8.7"),
        ("140100", "9.3"),
        ("140300", "9.4"),
    ]
    reclaimed = compared("reclaimed_water_rate", 2025)
    assert [row.region.code for row in reclaimed.apart_actuals()] == ["140400"]
    assert any(row.series.demo for row in reclaimed.rows)


def test_a_derived_reduction_never_outranks_a_reported_one(demo: None) -> None:
    ranked = compared("industrial_water_intensity_reduction", 2025).ranked_actuals()
    assert [row.region.code for row in ranked][-1] == "140400"
    assert ranked[-1].by_actual.level is ComparabilityLevel.DERIVED
    assert ranked[-1].actual is None and ranked[-1].derived is not None


# What it costs


def cost(ask: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask()
    return len(queries)


ASKED = {
    "overview": (lambda: overview(year=2025, today=TODAY), 21),
    "city": (lambda: [one.points() for one in of_region(YANGQUAN, today=TODAY)], 11),
    "list": (
        lambda: assessments(scope=promises(), intervals=[], statuses=[], today=TODAY)[:],
        12,
    ),
    "completeness": (lambda: completeness(scope=promises(), intervals=[], today=TODAY)[:], 14),
    "comparison": (lambda: compared("total_water_use", 2025), 11),
}


@pytest.mark.parametrize("cities", [["140300"], ["140300", "140100"]], ids=["one", "two"])
@pytest.mark.parametrize("years", [1, 5])
@pytest.mark.parametrize("asked", ASKED)
def test_the_number_of_queries_grows_with_nothing(
    db: None, asked: str, cities: list[str], years: int
) -> None:
    for number, region in enumerate(cities):
        factories.mini_plan(f"plan-{number}", region)
        for year in range(2025 - years, 2026):
            factories.actual(year=year, region=region)
        reduction(2020, 2025, "9", region=region)
    ask, expected = ASKED[asked]
    assert cost(ask) == expected
