"""The five plans as they are loaded, held against the papers (tests/siwei/paper.py)."""

import pytest
from django.db.models import Q

from departments.models import Department
from indicators.actuals.models import Actual
from indicators.plans.models import Citation, Indicator, Plan, PlanIndicator, Reported, Target
from indicators.plans.rules.enums import DepartmentRole, Direction, PriceBasis
from indicators.plans.selectors.plans import conflicts, readings
from tasks.models import Assignment, Item, Milestone, Task
from tests.siwei.paper import REPORTED, TARGETS, rows
from tests.units import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]

# Roles count the departments assigned to a task.
COUNTS = """
plan           clauses departments indicators targets reported citations conflicts
yangquan-2025      100          19         18      32        0        57         2
taiyuan-2026        88          19         30      50        3        93         0
changzhi-2025       36          11         17      28        0        30         0
jincheng-2020       88          24         28      38        0        41         0
liaocheng-2025      39          16         16      48       20        77         0
"""
WORK = """
plan           tasks items lead participating shared milestones
yangquan-2025     20    60   43            25     62          5
taiyuan-2026      20    64   31            37      0         18
changzhi-2025     18     0    0             0      0          5
jincheng-2020     33     0   33           211      0         21
liaocheng-2025    17     7   50             0      0          3
"""

ABSTRACTION = "原文写的是“地下水开采量”，不是“地下水用水量”，两者口径可能不同。"
IN_FARMLAND = "只计高标准农田中的高效节水灌溉面积。"
NOT_URBAN = "原文写作“再生水利用率”，没有“城市”二字，统计范围可能不限于城市。"


def counts(table: str) -> list[dict[str, str]]:
    head, *lines = rows(table)
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("expected", counts(COUNTS), ids=lambda row: row["plan"])
def test_how_much_is_promised(expected: dict[str, str]) -> None:
    plan = Plan.objects.get(slug=expected["plan"])
    found = {
        "clauses": plan.clauses.count(),
        "departments": Department.objects.filter(region=plan.region).count(),
        "indicators": PlanIndicator.objects.filter(plan=plan).count(),
        "targets": Target.objects.filter(plan_indicator__plan=plan).count(),
        "reported": Reported.objects.filter(plan_indicator__plan=plan).count(),
        "citations": Citation.objects.filter(clause__plan=plan).count(),
        "conflicts": conflicts().filter(plan_indicator__plan=plan).count(),
    }
    assert {"plan": plan.slug} | {name: str(count) for name, count in found.items()} == expected


@pytest.mark.parametrize("expected", counts(WORK), ids=lambda row: row["plan"])
def test_how_much_work_is_assigned(expected: dict[str, str]) -> None:
    plan = Plan.objects.get(slug=expected["plan"])
    assigned = Assignment.objects.filter(task__plan=plan)
    found = {
        "tasks": Task.objects.filter(plan=plan).count(),
        "items": Item.objects.filter(task__plan=plan).count(),
        **{role.value: assigned.filter(role=role.value).count() for role in DepartmentRole},
        "milestones": Milestone.objects.filter(task__plan=plan).count(),
    }
    assert {"plan": plan.slug} | {name: str(count) for name, count in found.items()} == expected


def dash(value: object) -> str:
    return "-" if value is None else str(value)


@pytest.mark.parametrize("slug", TARGETS)
def test_every_promise_stands_on_the_paper_and_every_promise_of_the_paper_is_in(slug: str) -> None:
    found = {
        (
            target.plan_indicator.region_id,
            target.plan_indicator.indicator_id,
            dash(target.year),
            dash(target.base_year),
            dash(target.printed_value),
            target.comparator,
            target.plan_indicator.nature,
            target.plan_indicator.origin,
        )
        for target in Target.objects.filter(plan_indicator__plan__slug=slug).select_related(
            "plan_indicator"
        )
    }
    assert found == set(rows(TARGETS[slug]))


def test_values_reported_for_past_years_are_published() -> None:
    found = {
        (
            actual.region_id,
            actual.indicator_id,
            str(actual.year),
            dash(actual.base_year),
            dash(actual.printed_published_value),
        )
        for actual in Actual.objects.filter(state="approved", demo=False)
    }
    assert found == set(rows(REPORTED))
    assert Actual.objects.count() == len(found)
    source = Actual.objects.get(region="371500", indicator="total_water_use", year=2024).source
    assert "聊城市贯彻落实“四水四定”实施方案" in source


# Each reading with the clause that states it, the adopted one first.
@pytest.mark.parametrize(
    ("indicator", "year", "stated"),
    [
        ("irrigation_efficiency", 2025, [("a1.4", "0.624"), ("c9", "0.63")]),
        ("irrigated_area", 2030, [("a1.8", "13.02"), ("c4", "13.03")]),
    ],
)
def test_yangquan_contradicts_itself(
    indicator: str, year: int, stated: list[tuple[str, str]]
) -> None:
    target = conflicts().get(plan_indicator__indicator=indicator, year=year)
    assert [(one.clause.key, str(one.printed_value)) for one in readings(target)] == stated
    assert str(target.printed_value) == stated[0][1]


@pytest.mark.parametrize(
    ("slug", "status", "doc_number", "issued_on", "date_text"),
    [
        ("yangquan-2025", "issued", "阳政办发〔2025〕56号", "2025-12-03", "2025年12月3日"),
        ("taiyuan-2026", "issued", "", "2026-04-29", "2026年4月29日"),
        ("changzhi-2025", "undated", "", "-", "2025年   月   日"),
        ("jincheng-2020", "undated", "", "-", ""),
        ("liaocheng-2025", "draft", "", "-", ""),
    ],
)
def test_what_a_plan_says_of_itself(
    slug: str, status: str, doc_number: str, issued_on: str, date_text: str
) -> None:
    plan = Plan.objects.get(slug=slug)
    found = (plan.status, plan.doc_number, dash(plan.issued_on), plan.date_text)
    assert found == (status, doc_number, issued_on, date_text)


# The same words of two plans are the same thing, and so is what is said of them.
@pytest.mark.parametrize(
    ("indicator", "notes"),
    [
        (
            "groundwater_use",
            {
                "140300 -": ABSTRACTION,
                "140400 -": ABSTRACTION,
                "140100 -": ABSTRACTION,
                "140100 2027": "",
                "140100 2030": "",
            },
        ),
        (
            "irrigated_area",
            {f"{city} {year}": "" for city in ("140300", "140400") for year in (2025, 2030)}
            | {f"140100 {year}": "" for year in (2027, 2030)},
        ),
        (
            "efficient_irrigation_area",
            {"140300 2030": IN_FARMLAND, "140100 2030": IN_FARMLAND},
        ),
        ("nonconventional_water_use", {"140100 2027": "", "140300 2025": "", "140400 2025": ""}),
        (
            "reclaimed_water_rate",
            {"140500 2020": NOT_URBAN, "140400 2025": NOT_URBAN, "140121 -": NOT_URBAN},
        ),
    ],
)
def test_one_term_is_treated_alike_in_every_plan(indicator: str, notes: dict[str, str]) -> None:
    targets = Target.objects.filter(plan_indicator__indicator=indicator, value__isnull=False)
    found = {
        f"{target.plan_indicator.region_id} {dash(target.year)}": target.definition
        for target in targets.select_related("plan_indicator")
    }
    assert {key: found[key] for key in notes} == notes


def test_what_is_no_plain_value_of_a_year_is_told_as_such() -> None:
    """The goals without a year and the increments of the five plans; every other number without a
    year is a limit of every year."""
    rows = Target.objects.filter(value__isnull=False).exclude(form="value", goal_kind="by_year")
    found = {
        f"{region} {indicator}": f"{goal_kind} {form} {counts_from or '-'}"
        for region, indicator, goal_kind, form, counts_from in rows.values_list(
            "plan_indicator__region",
            "plan_indicator__indicator",
            "goal_kind",
            "form",
            "counts_from",
        )
        if goal_kind != "standing"
    }
    assert found == {
        "140100 new_surface_water_plants": "undated value -",
        "140100 groundwater_replacement": "undated value -",
        "140100 trunk_river_water_use": "undated value -",
        "140181 reclaimed_water_use": "undated value -",
        "140500 efficient_irrigation_increment": "by_year increment -",
        "140500 fertigation_increment": "by_year increment -",
        "371500 high_standard_farmland_upgrade": "by_year increment -",
        "371500 efficient_irrigation_increment": "by_year increment -",
    }
    assert rows.filter(goal_kind="standing").exclude(form="value").count() == 0


def test_every_indicator_is_defined_in_both_languages_by_a_source() -> None:
    assert Indicator.objects.count() == len(SHARED.catalogue) >= 90
    undefined = Q(definition="") | Q(definition_en="") | Q(definition_source="")
    assert not Indicator.objects.filter(undefined).exists()
    at_constant_prices = Indicator.objects.filter(price_basis=PriceBasis.CONSTANT)
    assert {one.code: one.level_of_id for one in at_constant_prices} == {
        "gdp_water_intensity_reduction": "gdp_water_intensity",
        "industrial_water_intensity_reduction": "industrial_water_intensity",
    }
    assert all("可比价" in indicator.definition for indicator in at_constant_prices)


def test_what_a_plan_may_say_about_has_a_tolerance() -> None:
    """左右 of a rate or a total can be judged; of counts, and of what nobody judges, never."""
    without = {
        code
        for code, entry in SHARED.catalogue.items()
        if entry.tolerance is None and entry.direction is not Direction.NONE
    }
    counts = {code for code, entry in SHARED.catalogue.items() if entry.whole_numbers}
    assert without - counts == {"groundwater_level"}  # an elevation: a share of it says nothing
