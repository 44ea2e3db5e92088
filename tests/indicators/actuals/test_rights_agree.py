"""What lists offer, what queries find and what `may` allows is the same for everybody."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from departments.models import ApiKey, Department, Membership, Region
from departments.people import acting_by_key, ancestors_of, person_of
from departments.rules.permissions import (
    EDIT,
    READ,
    REVIEW,
    KeyLimits,
    Permission,
    Person,
    Subject,
    concerns,
    may,
    scope_of,
)
from departments.rules.successions import NO_LINEAGE
from departments.selectors import reached, regions_in
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.actuals import WorkingView, visible_to
from indicators.actuals.selectors.entry import grid
from indicators.actuals.selectors.mine import in_hand, open_places
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.places import places_to_enter, regions_to_enter
from indicators.actuals.selectors.progress import progress
from indicators.actuals.selectors.review import queue
from indicators.actuals.selectors.subjects import subjects, with_submitter
from indicators.plans.models import Indicator, Plan, PlanIndicator, PlanIndicatorDepartment, Target
from indicators.plans.selectors.answering import in_scope
from tests import factories, people
from tests.indicators.actuals.workflow import page, signed_in

pytestmark = pytest.mark.django_db

PERMISSIONS: tuple[Permission, ...] = (READ, EDIT, REVIEW)
YEAR = 2025
TODAY = date(2026, 3, 1)
REGIONS = [
    ("140000", "山西省", "province", None),
    ("140100", "太原市", "city", "140000"),
    ("140300", "阳泉市", "city", "140000"),
    ("140321", "平定县", "county", "140300"),
    ("370000", "山东省", "province", None),
    ("371500", "聊城市", "city", "370000"),
]
FUNCTIONS = ("water", "urban_management")
# Which departments answer for what; no plan speaks of Taiyuan, nor of anything else.
ANSWERED = {
    ("140000", "total_water_use"): ["140000 urban_management"],
    ("140300", "total_water_use"): ["140300 urban_management", "140000 urban_management"],
    ("140300", "irrigation_efficiency"): ["140300 water"],
    ("140321", "total_water_use"): ["140300 urban_management"],
    ("140321", "irrigation_efficiency"): ["140000 urban_management", "140321 urban_management"],
    ("371500", "total_water_use"): [],
}
# Values in every state, also such as no plan asks for.
STATES = {
    ("140100", "total_water_use"): "draft",
    ("140300", "total_water_use"): "submitted",
    ("140300", "irrigation_efficiency"): "reopened",
    ("140321", "total_water_use"): "draft",
    ("140321", "irrigation_efficiency"): "returned",
    ("140321", "gdp_water_intensity"): "submitted",
    ("371500", "total_water_use"): "approved",
    ("140000", "total_water_use"): "draft",
}


@pytest.fixture
def country(db: None) -> dict[str, Department]:
    """Two provinces with cities and a county, departments in each, promises and values."""
    for code, name, level, parent in REGIONS:
        Region.objects.create(code=code, name=name, name_en=code, level=level, parent_id=parent)
    factories.indicators()
    departments = {
        f"{code} {function}": Department.objects.create(
            region_id=code, name=f"{name}{function}", function_id=function
        )
        for code, name, _level, _parent in REGIONS
        for function in FUNCTIONS
    }
    for number, ((region, indicator), those) in enumerate(ANSWERED.items()):
        promise = promised(region, indicator, f"plan-{number}")
        for department in those:
            PlanIndicatorDepartment.objects.create(
                plan_indicator=promise, department=departments[department], role="lead", order=1
            )
    for (region, indicator), state in STATES.items():
        shown = "0.6" if state in ("approved", "reopened") else None
        factories.actual(indicator, YEAR, region=region, value="0.5", state=state, published=shown)
    for province in ("140000", "370000"):
        people.open_year(YEAR, province)
    return departments


def promised(region: str, indicator: str, slug: str) -> PlanIndicator:
    plan, _ = Plan.objects.get_or_create(
        slug=slug, region_id=region, year=YEAR, title=slug, status="draft"
    )
    unit = Indicator.objects.get(code=indicator).unit
    made = PlanIndicator.objects.create(
        plan=plan,
        region_id=region,
        indicator_id=indicator,
        printed_name=indicator,
        printed_unit=unit.symbol,
        unit=unit,
        nature="constraint",
        origin="annex",
        order=1,
    )
    Target.objects.create(
        plan_indicator=made, year=YEAR + 5, comparator="<=", value="0.7", value_places=1
    )
    return made


# One membership: a role, a region, and of which of its departments, if of any.
MEMBERSHIPS = st.tuples(
    st.sampled_from(["editor", "reviewer", "viewer"]),
    st.sampled_from([code for code, _name, _level, _parent in REGIONS]),
    st.sampled_from([*FUNCTIONS, None]),
).filter(lambda one: one[0] != "editor" or one[2] is not None)


# With which key somebody asks: mostly with none.
KEYS = st.none() | st.builds(
    KeyLimits,
    writes=st.booleans(),
    region=st.sampled_from([None, *(code for code, _name, _level, _parent in REGIONS)]),
)


def member(
    country: dict[str, Department],
    memberships: Any,
    *,
    administers: bool = False,
    key: KeyLimits | None = None,
) -> User:
    """Nemo with these memberships alone, here in person or by a key."""
    User.objects.filter(username="nemo").update(is_superuser=administers)
    nemo = User.objects.filter(username="nemo").first()
    nemo = nemo or people.person("nemo", superuser=administers)
    Membership.objects.filter(user=nemo).delete()
    Membership.objects.bulk_create(
        Membership(
            user=nemo,
            region_id=region,
            role=role,
            department=country[f"{region} {function}"] if function else None,
        )
        for role, region, function in memberships
    )
    return nemo if key is None else acting_by_key(ApiKey(user=nemo, **as_columns(key)))


def as_columns(key: KeyLimits) -> dict[str, Any]:
    return {"scope": "write" if key.writes else "read", "region_id": key.region}


@given(
    memberships=st.sets(MEMBERSHIPS, max_size=3),
    administers=st.booleans(),
    own=st.booleans(),
    key=KEYS,
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=90)
def test_queries_find_what_is_allowed(
    country: dict[str, Department],
    memberships: Any,
    administers: bool,
    own: bool,
    key: KeyLimits | None,
) -> None:
    nemo = member(country, memberships, administers=administers, key=key)
    Actual.objects.filter(state="submitted").update(submitted_by=nemo if own else None)
    person = person_of(nemo)
    known = facts()
    for permission in PERMISSIONS:
        scope = scope_of(person, permission)
        found = set(Actual.objects.filter(in_scope(scope)))
        assert found == {row for row in known if may(person, permission, known[row])}, permission
        around = set(Actual.objects.filter(reached(scope)))
        assert around == {row for row in known if scope.reaches(known[row].ancestors)}
        assert found <= around
        named = {region for region in every_region() if scope.reaches(ancestors_of(region))}
        assert set(regions_in(scope)) == named


@given(
    memberships=st.sets(MEMBERSHIPS, max_size=3),
    administers=st.booleans(),
    own=st.booleans(),
    key=KEYS,
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=90)
def test_each_list_holds_what_is_allowed(
    country: dict[str, Department],
    memberships: Any,
    administers: bool,
    own: bool,
    key: KeyLimits | None,
) -> None:
    nemo = member(country, memberships, administers=administers, key=key)
    Actual.objects.filter(state="submitted").update(submitted_by=nemo if own else None)
    person = person_of(nemo)
    known = facts()
    in_work = {one.pk for one in visible_to(nemo) if isinstance(one, WorkingView)}
    assert in_work == {row.pk for row in known if may(person, READ, known[row])}
    offered = permitted(user=nemo, rows=list(known))
    decidable = {row for row in queue(person) if Action.APPROVE in offered[row.pk]}
    submitted = {row for row in known if row.state == ActualState.SUBMITTED}
    assert decidable == {
        row for row in submitted if may(person, REVIEW, with_submitter(known[row], row))
    }
    assert not (own and decidable)
    to_go_on = {row for row in known if row.state in ("draft", "returned", "reopened")}
    assert {one.actual for one in in_hand(nemo).values} == {
        row for row in to_go_on if may(person, EDIT, known[row])
    }


@given(memberships=st.sets(MEMBERSHIPS, max_size=3), administers=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_the_offered_regions_are_those_with_something_to_edit(
    country: dict[str, Department], memberships: Any, administers: bool
) -> None:
    person = person_of(member(country, memberships, administers=administers))
    promises = subjects(ActualKey(region, indicator, YEAR) for region, indicator in ANSWERED)
    editable = {pair for pair, subject in promises.items() if may(person, EDIT, subject)}
    expected = {region for region, _indicator in editable}
    assert {region.code for region in regions_to_enter(person, NO_LINEAGE)} == expected
    assert {one.region.code for one in places_to_enter(person, this_year=YEAR)} == expected
    owed = {
        one.place.region.code: one.progress.required for one in open_places(person, today=TODAY)
    }
    counted = {code: sum(region == code for region, _one in editable) for code in expected}
    assert owed == counted


@given(memberships=st.sets(MEMBERSHIPS, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whoever_edits_or_reviews_also_reads(
    country: dict[str, Department], memberships: Any
) -> None:
    person = person_of(member(country, memberships))
    for subject in subjects(ActualKey(region, one, YEAR) for region, one in ANSWERED).values():
        acts = may(person, EDIT, subject) or may(person, REVIEW, subject)
        assert not acts or (may(person, READ, subject) and concerns(person, subject))


def facts() -> dict[Actual, Subject]:
    """Every value, with what the rule asks about it."""
    rows = list(Actual.objects.all())
    known = subjects(row.key for row in rows)
    return {row: known[row.key.region, row.key.indicator] for row in rows}


def every_region() -> Iterator[Region]:
    yield from Region.objects.select_related("parent__parent")


WHO: dict[str, tuple[list[tuple[str, str, str]], dict[str, set[str]]]] = {
    "the water department of a province: every region below": (
        [("editor", "140000", "water")],
        {
            "140000": {"total_water_use"},
            "140300": {"total_water_use", "irrigation_efficiency"},
            "140321": {"total_water_use", "irrigation_efficiency"},
        },
    ),
    "another department of a province: where it answers": (
        [("editor", "140000", "urban_management")],
        {
            "140000": {"total_water_use"},
            "140300": {"total_water_use"},
            "140321": {"irrigation_efficiency"},
        },
    ),
    "the water department of a city: its counties, too": (
        [("editor", "140300", "water")],
        {
            "140300": {"total_water_use", "irrigation_efficiency"},
            "140321": {"total_water_use", "irrigation_efficiency"},
        },
    ),
    "another department of a city: the county's value that it answers for": (
        [("editor", "140300", "urban_management")],
        {"140300": {"total_water_use"}, "140321": {"total_water_use"}},
    ),
    "a department of a county": (
        [("editor", "140321", "urban_management")],
        {"140321": {"irrigation_efficiency"}},
    ),
    "a department that answers for nothing": ([("editor", "371500", "urban_management")], {}),
    "a reviewer": ([("reviewer", "140000", "water")], {}),
}


@pytest.mark.parametrize(("memberships", "editable"), WHO.values(), ids=list(WHO))
def test_who_is_offered_what_may_enter_it(
    country: dict[str, Department],
    memberships: list[tuple[str, str, str]],
    editable: dict[str, set[str]],
) -> None:
    """The list, the grid that it leads to, and what the grid shows somebody who only enters."""
    Actual.objects.all().delete()
    nemo = member(country, memberships)
    person = person_of(nemo)
    found = {}
    for region in every_region():
        shown = grid(region=region, year=YEAR, person=person)
        if indicators := {row.key.indicator for row in shown.all_rows if row.editable}:
            found[region.code] = indicators
            assert len(shown.all_rows) == len(indicators)
    assert found == editable
    client = signed_in(nemo)
    mine = page(client, "/mine/")
    assert {code for code in found if f'href="/entry/{code}/{YEAR}/"' in mine} == set(found)
    if len(found) > 1:
        assert all(f'href="/entry/{code}/{YEAR}/"' in page(client, "/entry/") for code in found)
    else:
        assert client.get("/entry/").status_code == (302 if found else 200)


def test_what_a_department_above_is_offered_it_may_save(
    country: dict[str, Department], client: Client
) -> None:
    Actual.objects.all().delete()
    client.force_login(member(country, [("editor", "140000", "urban_management")]))
    key = f"140321.irrigation_efficiency.{YEAR}"
    client.post(f"/entry/140321/{YEAR}/row/", {"row": key, f"value:{key}": "0.61"})
    assert str(Actual.objects.get().value).startswith("0.61")


@pytest.mark.parametrize("who", [("140000", "water"), ("140000", "urban_management")], ids=str)
def test_the_cost_of_the_offer_does_not_grow(
    country: dict[str, Department],
    django_assert_num_queries: DjangoAssertNumQueries,
    who: tuple[str, str],
) -> None:
    Actual.objects.all().delete()
    nemo = member(country, [("editor", *who)])
    person = person_of(nemo)

    def costs(year: int) -> Callable[[], Any]:
        return lambda: open_places(person, today=date(year, 3, 1))

    with django_assert_num_queries(16):
        assert {one.place.year for one in costs(2026)()} == {2025}
    for year in (2024, 2026):
        people.open_year(year)
    Region.objects.create(
        code="140322", name="盂县", name_en="Yuxian", level="county", parent_id="140300"
    )
    PlanIndicatorDepartment.objects.create(
        plan_indicator=promised("140322", "total_water_use", "yuxian"),
        department=country[" ".join(who)],
        role="lead",
        order=1,
    )
    with django_assert_num_queries(16):
        found = costs(2027)()
    assert {one.place.year for one in found} == {2025, 2026}
    assert "140322" in {one.place.region.code for one in found}
    with django_assert_num_queries(4):
        assert places_to_enter(person, this_year=2026)


def test_whoever_owes_nothing_asks_for_no_progress(
    country: dict[str, Department], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    nobody = Person(1)
    assert progress(scope=scope_of(nobody, EDIT), years=[YEAR]) == []
    with django_assert_num_queries(0):
        assert open_places(nobody, today=TODAY) == []
