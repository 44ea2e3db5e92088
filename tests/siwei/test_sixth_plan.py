"""The invented sixth plan, which uses every form, is stored as its paper says, form by form."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from departments.models import Region, RegionSuccession
from indicators.actuals.models import Actual
from indicators.assessments.selectors.published_promises import published_promises
from indicators.plans.models import (
    Citation,
    Indicator,
    Plan,
    PlanIndicator,
    Reported,
    SeriesBreak,
    Target,
)
from indicators.plans.rules.goals import NoLimit
from indicators.plans.rules.limits import Limit, limit_in
from tests.siwei.paper import rows
from tests.siwei.sixth_plan import with_sixth_plan

CITY = "990100"

# region, indicator, goal, form, year, base year, value, far end, aim, counts from, comparator
TARGETS = """
990100 total_water_use               by_year  value         2030 -    9.5  -  9.2 -    <=
990100 shiyan_haihe_surface          by_year  value         2030 -    3.1  -  -   -    <=
990100 reclaimed_water_rate          by_year  range         2030 -    28   30 -   -    >=
990100 pipe_leakage_rate             by_year  points        2030 2023 2    -  -   -    >=
990100 gdp_water_intensity_reduction by_year  per_year      2030 2023 2    -  -   -    >=
990100 irrigation_efficiency         by_year  set_elsewhere 2030 -    -    -  -   -    >=
990100 shiyan_ecological_supply      by_year  about         2030 -    500  -  -   -    >=
990100 new_surface_water_plants      undated  value         -    -    3    -  -   -    >=
990100 water_saving_city_institutions standing value        -    -    60   -  -   -    >=
990100 shiyan_new_farmland           by_year  increment     2030 -    12   -  -   2023 >=
990100 high_standard_farmland        by_year  value         2030 -    80   -  -   -    >=
990100 shiyan_use_per_mu             by_year  value         2030 -    210  -  -   -    <=
990100 shiyan_use_per_head           by_year  value         2030 -    120  -  -   -    <=
990100 shiyan_rights_price           by_year  value         2030 -    0.5  -  -   -    >=
990100 shiyan_saving_projects        by_year  value         2030 -    15   -  -   -    >=
990102 total_water_use               by_year  value         2025 -    2.7  -  -   -    <=
990102 total_water_use               by_year  value         2030 -    2.80 -  -   -    <=
990102 gdp_water_intensity_reduction by_year  value         2025 2023 4    -  -   -    >=
990102 gdp_water_intensity_reduction by_year  value         2030 2023 12.5 -  -   -    >=
990102 nonconventional_water_use     by_year  value         2030 -    0.31 -  -   -    >=
990103 total_water_use               by_year  value         2025 -    2.3  -  -   -    <=
990103 total_water_use               by_year  value         2030 -    2.4  -  -   -    <=
990103 gdp_water_intensity_reduction by_year  value         2025 2023 4    -  -   -    >=
990103 gdp_water_intensity_reduction by_year  value         2030 2023 12   -  -   -    >=
990104 total_water_use               by_year  value         2025 -    1.9  -  -   -    <=
990104 total_water_use               by_year  value         2030 -    2.0  -  -   -    <=
990104 gdp_water_intensity_reduction by_year  value         2030 2023 11   -  -   -    >=
990104 nonconventional_water_use     by_year  value         2030 -    0.2  -  -   -    >=
990171 total_water_use               by_year  value         2025 -    0.9  -  -   -    <=
990171 total_water_use               by_year  value         2030 -    0.9  -  -   -    <=
990171 gdp_water_intensity_reduction by_year  value         2025 2023 5    -  -   -    >=
990171 gdp_water_intensity_reduction by_year  value         2030 2023 15   -  -   -    >=
990171 nonconventional_water_use     by_year  value         2030 -    0.4  -  -   -    >=
"""
REPORTED = [("990102", "2.61"), ("990103", "2.2"), ("990171", "0.9")]
UNITS = {
    "shiyan_use_per_mu": ("立方米/亩", "volume/area"),
    "shiyan_use_per_head": ("升/(人·日)", "volume/people/time"),
    "shiyan_rights_price": ("元/立方米", "money/volume"),
    "shiyan_saving_projects": ("项", "count"),
}


def printed(value: Decimal | None, places: int | None) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def line(target: Target) -> tuple[str, ...]:
    return (
        target.plan_indicator.region_id,
        target.plan_indicator.indicator_id,
        target.goal_kind,
        target.form,
        str(target.year or "-"),
        str(target.base_year or "-"),
        printed(target.value, target.value_places),
        printed(target.value_to, target.value_to_places),
        printed(target.aim, target.aim_places),
        str(target.counts_from or "-"),
        target.comparator,
    )


def test_every_form_is_stored_as_it_is_printed(sixth: None) -> None:
    stored = Target.objects.filter(plan_indicator__plan__slug="shiyan-2024")
    order = ("plan_indicator__order", "year", "base_year")
    found = [line(one) for one in stored.select_related("plan_indicator").order_by(*order)]
    assert found == rows(TARGETS)


def test_what_the_table_reports_of_a_past_year_is_published(sixth: None) -> None:
    stored = Reported.objects.order_by("plan_indicator__order")
    found = [(one.plan_indicator.region_id, printed(one.value, one.value_places)) for one in stored]
    assert found == REPORTED
    assert Actual.objects.filter(year=2023).count() == len(REPORTED)


def test_units_of_practice_are_those_of_the_promise(sixth: None) -> None:
    for indicator, (symbol, dimension) in UNITS.items():
        promise = PlanIndicator.objects.get(indicator=indicator)
        assert (promise.unit_id, promise.unit.dimension) == (symbol, dimension)


def test_a_part_of_a_basin_and_an_increment_are_entries_of_their_own(sixth: None) -> None:
    assert Indicator.objects.get(code="shiyan_haihe_surface").basin == "海河流域"
    increment = Indicator.objects.get(code="shiyan_new_farmland")
    assert increment.increment_of_id == "high_standard_farmland"


def test_a_zone_and_a_region_that_was_are_regions(sixth: None) -> None:
    zone, before, after = (Region.objects.get(code=f"9901{end}") for end in ("71", "22", "04"))
    assert (zone.level, zone.parent_id) == ("zone", CITY)
    assert (str(before.valid_to), str(after.valid_from)) == ("2025-07-01", "2025-07-01")


def test_the_day_on_which_an_amendment_begins(sixth: None) -> None:
    amending = Target.objects.filter(plan_indicator__plan__slug="shiyan-2025", year=2030)
    total = amending.get(plan_indicator__region=CITY, plan_indicator__indicator="total_water_use")
    assert str(total.effective_on) == "2025-04-01"


def test_a_second_load_finds_nothing_to_do(
    sixth: None, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FIXTURES = with_sixth_plan(tmp_path / "fixtures")
    call_command("load_plans")
    assert capsys.readouterr().out.count("无变化") == 3


def test_the_reader_shows_the_table_with_its_head_as_on_paper(sixth: None, client: Client) -> None:
    page = client.get("/plans/shiyan-2024/").content.decode()
    head = page[page.index('id="a1.head"') : page.index('id="a1.1"')]
    spans = re.findall(r'<th scope="(\w+)"(?: colspan="(\d)")?(?: rowspan="(\d)")?>([^<]+)', head)
    assert spans[:3] == [
        ("col", "", "2", "县（市、区）"),
        ("colgroup", "3", "", "用水总量（亿立方米）"),
        ("colgroup", "2", "", "万元GDP用水量下降幅度（%）"),
    ]
    years = [words for _scope, _columns, _rows, words in spans[4:]]
    assert years == ["2023年", "2025年", "2030年", "2025年", "2030年", "2030年"]


def test_every_cell_of_the_table_is_marked_and_leads_to_its_promise(
    sixth: None, client: Client
) -> None:
    page = client.get("/plans/shiyan-2024/").content.decode()
    cited = Citation.objects.filter(clause__plan__slug="shiyan-2024", clause__kind="row")
    assert cited.count() == 21
    for one in cited.select_related("clause"):
        owner = one.target or one.reported
        assert owner is not None
        row = page[page.index(f'id="{one.clause.key}"') :].split("</tr>")[0]
        promise = owner.plan_indicator
        assert re.search(
            rf'href="[^"]*/indicators/{promise.indicator_id}/[^"]*#shiyan-2024-{promise.region_id}'
            rf'[^"]*"[^>]*>\s*(?:<[^>]+>\s*)*{re.escape(one.quote)}',
            row,
        ), one.quote


def test_promises_for_counties_are_one_table_on_the_page_of_the_city(
    sixth: None, client: Client
) -> None:
    page = client.get(f"/cities/{CITY}/plan/").content.decode()
    promised = page[page.index("table--counties") :].split("</table>")[0]
    assert re.findall(r'<th scope="row">([^<]+)', promised) == [
        "东区",
        "西区",
        "北区",
        "试验经济技术开发区",
    ]
    assert re.findall(r'colspan="(\d)"', promised) == ["3", "2", "1"]
    assert promised.count('<td class="number">') == 4 * 6
    page += client.get(f"/cities/{CITY}/?year=2025").content.decode()
    standing = page[page.index("standing__counties") :].split("</table>")[0]
    assert standing.count('<th scope="row">') == 4
    assert re.findall(r'<div id="([^"]+)"', standing)[:2] == [
        "990102-total_water_use",
        "990102-gdp_water_intensity_reduction",
    ]
    assert "各县（市、区）待填报或待审核 8 项" in page
    lists = [one.split("</table>")[0] for one in page.split("<table")[1:]]
    single = [one for one in lists if "东区" in one and one not in (promised, standing)]
    assert all(re.search("counties|changes", one[:80]) for one in single)


def test_a_table_of_counties_costs_no_query_a_cell(sixth: None, client: Client) -> None:
    client.get(f"/cities/{CITY}/?year=2025")
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/cities/{CITY}/?year=2025")
        counts.append(len(queries))
        PlanIndicator.objects.filter(region__in=["990103", "990104", "990171"]).delete()
    assert counts[0] == counts[1]


def test_the_notice_amends_and_sets(sixth: None) -> None:
    amending = Target.objects.filter(plan_indicator__plan__slug="shiyan-2025")
    found = {
        (one.plan_indicator.region_id, one.plan_indicator.indicator_id): (
            one.amends.plan_indicator.plan.slug,
            one.amends.form,
            str(one.effective_on),
        )
        for one in amending
        if one.amends is not None
    }
    assert found == {
        (CITY, "total_water_use"): ("shiyan-2024", "value", "2025-04-01"),
        (CITY, "irrigation_efficiency"): ("shiyan-2024", "set_elsewhere", "2025-03-20"),
        ("990102", "total_water_use"): ("shiyan-2024", "value", "2025-03-20"),
        ("990103", "total_water_use"): ("shiyan-2024", "value", "2025-03-20"),
    }


def test_the_revised_plan_takes_the_place_of_the_first(sixth: None) -> None:
    plan = Plan.objects.get(slug="shiyan-2026")
    assert plan.supersedes is not None
    assert (plan.supersedes.slug, str(plan.supersedes_on)) == ("shiyan-2024", "2026-07-01")


def test_a_series_break_and_a_succession_are_stored(sixth: None) -> None:
    one = SeriesBreak.objects.get(region=CITY)
    assert (one.indicator_id, one.year, one.kind) == ("total_water_use", 2025, "method")
    became = RegionSuccession.objects.get(predecessor="990122")
    assert (became.successor_id, became.kind, str(became.on)) == ("990104", "recoded", "2025-07-01")


# What limits 2025, before another plan took the place of the first; shown limit and basis, or why
# there is none.
LIMITS = """
990100 total_water_use                before_first
990100 reclaimed_water_rate           before_first
990100 pipe_leakage_rate              no_base_value
990100 gdp_water_intensity_reduction  3.96 interpolated
990100 irrigation_efficiency          before_first
990100 shiyan_ecological_supply       before_first
990100 new_surface_water_plants       undated
990100 water_saving_city_institutions 60 standing
990100 shiyan_new_farmland            3.4 interpolated
990102 total_water_use                2.7 stated
990104 gdp_water_intensity_reduction  3.3 interpolated
990171 gdp_water_intensity_reduction  5 stated
"""


def test_each_form_limits_a_year_by_its_rule(sixth: None) -> None:
    wanted = {(region, indicator): limit for region, indicator, *limit in rows(LIMITS)}
    found = published_promises(PlanIndicator.objects.filter(plan__slug="shiyan-2024")).rows
    limits = {row.pair: limit_in(row.promise, 2025) for row in found}
    assert {pair: said(limits[pair]) for pair in wanted} == wanted
    assert {limit_in(row.promise, 2026) for row in found} == {NoLimit.SUPERSEDED}


def said(limit: Limit | NoLimit) -> list[str]:
    if isinstance(limit, NoLimit):
        return [limit.value]
    return [str(limit.shown), limit.basis.value]
