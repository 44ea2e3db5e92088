"""The measurement: it builds what it says, and every read that it times works."""

from pathlib import Path

import pytest

from indicators.actuals.models import Actual
from indicators.plans.models import Plan, PlanIndicator, Target
from siwei.bench.history import verified
from siwei.bench.kept_pages import FIRST_PAGE, ONE_INDICATOR, kept_page
from siwei.bench.lists import one_indicator
from siwei.bench.measure import (
    microseconds_per_assessment,
    reads,
    timings,
    unchanged_beside_whole,
)
from siwei.bench.nation import YEARS, build, measures
from siwei.bench.plan_files import loads
from siwei.bench.sets import ADDRESSES, floor, paged, streamed
from siwei.bench.work import build_people, build_work, submit
from siwei.bench.writing import written


def test_it_builds_cities_with_their_promises_and_values(db: None) -> None:
    codes = build(3)
    assert len(set(codes)) == 3
    assert PlanIndicator.objects.count() == 3 * 33
    assert Target.objects.count() == 3 * 66
    assert Actual.objects.count() == 3 * len(measures()) * len(YEARS)


def test_a_second_call_adds_only_what_is_new(db: None) -> None:
    first = build(1)
    assert build(2)[:1] == first
    assert Actual.objects.count() == 2 * len(measures()) * len(YEARS)


def built(cities: int) -> str:
    codes = build(cities)
    build_work(codes)
    build_people(codes[0])
    submit(20 * cities)
    return codes[0]


@pytest.mark.parametrize("name", list(reads("110100")))
def test_every_read_works_and_its_queries_grow_with_nothing(db: None, name: str) -> None:
    city = built(1)
    few = timings(city, names=[name])[name]
    built(3)
    assert timings(city, names=[name])[name].queries == few.queries > 0


def test_the_rule_alone_is_timed(db: None) -> None:
    build(1)
    assert microseconds_per_assessment() > 0


def test_whole_data_sets_are_timed_beside_the_database_alone(db: None) -> None:
    build(1)
    found = streamed()
    assert found.keys() == set(ADDRESSES)
    assert all(one.milliseconds > 0 and one.megabytes > 0 for one in found.values())
    assert floor() > 0


def test_each_aim_stands_beside_the_least_that_it_could_cost(db: None) -> None:
    city = built(1)
    lists, pages = one_indicator(), paged()
    assert min(lists.ours, lists.raw, lists.plain) > 0
    for address in (FIRST_PAGE, ONE_INDICATOR):
        page = kept_page(address, city)
        assert page.elements > 500 and page.unchanged > 0 and page.approved > 0
    assert pages.whole >= pages.first > 0 and pages.last > 0
    times = written(city)
    assert times.ours > times.floor > 0
    chain = verified()
    assert chain.ours > 0 and chain.floor > 0


def test_loading_is_timed_with_plans_of_its_own(db: None, tmp_path: Path) -> None:
    found = loads(tmp_path / "fixtures", 2)
    assert found.first > found.unchanged > found.floor > 0
    assert Plan.objects.count() == 2


def test_who_has_an_answer_already_costs_one_query(db: None) -> None:
    found = unchanged_beside_whole(build(1)[0])
    assert {one.then.queries for one in found.values()} == {1}
    assert all(one.now.queries > 1 for one in found.values())
