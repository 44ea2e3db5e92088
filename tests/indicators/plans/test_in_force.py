"""Which target holds in a year, where later documents amend it, set it, or take over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.plans.rules.enums import LimitBasis, TargetForm
from indicators.plans.rules.foremost import foremost_limit
from indicators.plans.rules.goals import NoLimit
from indicators.plans.rules.in_force import (
    NEVER,
    Amendment,
    Document,
    Ending,
    amended,
    ended_in,
)
from indicators.plans.rules.limits import Limit, limit_in, next_goal
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.rules.required import required_period
from tests.examples import GE, LE, ceiling, floor, point, reduction, target

NOTICE, ORDER = Document("change-2027", "通知"), Document("again-2028", "再通知")
MAY, MARCH = date(2027, 5, 1), date(2028, 3, 1)
STATED, INTERPOLATED, CARRIED = LimitBasis.STATED, LimitBasis.INTERPOLATED, LimitBasis.CARRIED


def of(promise: Promise, later: dict[int, Amendment]) -> Promise:
    """`promise` with its targets numbered from 1, and what later documents make of them."""
    own = [replace(one, pk=pk) for pk, one in enumerate(promise.targets, start=1)]
    return replace(promise, targets=tuple(t for one in own for t in amended(one, later)))


def by(
    document: Document, on: date, value: TargetData, pk: int, superseded: Ending | None = None
) -> Amendment:
    return Amendment(replace(value, pk=pk), document, on, superseded)


SINCE = 2025
ROAD = replace(ceiling(target("2.27", LE, 2025), target("2.35", LE, 2030)), since=SINCE)
ONCE = {2: by(NOTICE, MAY, target("2.30", LE, 2030), 3)}
TWICE = ONCE | {3: by(ORDER, MARCH, target("2.25", LE, 2030), 4)}
EVE = {2: by(NOTICE, date(2027, 12, 31), target("2.30", LE, 2030), 3)}
NEW_YEAR = {2: by(NOTICE, date(2028, 1, 1), target("2.30", LE, 2030), 3)}
LATER_YEAR = {2: by(NOTICE, MAY, target("2.40", LE, 2035), 3)}
PAST = {1: by(NOTICE, MAY, target("2.20", LE, 2025), 3)}

SOMEWHERE = TargetForm.SET_ELSEWHERE
LEFT = replace(
    ceiling(replace(target(None, LE, 2026, wording="省下达"), form=SOMEWHERE)), since=SINCE
)
SET = {1: by(NOTICE, MAY, target("2.29", LE, 2026), 2)}
SET_AND_AMENDED = SET | {2: by(ORDER, MARCH, target("2.28", LE, 2026), 3)}
# Amended to "as the province sets", which it does a year later: from the amendment's day on.
LEFT_LATER = {
    2: by(NOTICE, MAY, replace(target(None, LE, 2030, wording="省下达"), form=SOMEWHERE), 3),
    3: by(ORDER, MARCH, target("2.25", LE, 2030), 4),
}
FALL = reduction(target("9.5", GE, 2025, 2020), target("12", GE, 2030, 2025))
FALL_AMENDED = {2: by(NOTICE, MAY, target("15", GE, 2030, 2025), 3)}
RISE = floor(target("30", GE, 2030), baseline=point(2024, "24"))
RISE_AMENDED = {1: by(NOTICE, MAY, target("36", GE, 2030), 2)}


@pytest.mark.parametrize(
    ("promise", "later", "year", "value", "basis", "document"),
    [
        pytest.param(ROAD, ONCE, 2026, "2.286", INTERPOLATED, None, id="before: the old road"),
        pytest.param(ROAD, ONCE, 2027, "2.282", INTERPOLATED, NOTICE, id="its year: the new road"),
        pytest.param(ROAD, ONCE, 2030, "2.30", STATED, NOTICE, id="the amended year"),
        pytest.param(ROAD, ONCE, 2025, "2.27", STATED, None, id="another target stays"),
        pytest.param(ROAD, EVE, 2027, "2.282", INTERPOLATED, NOTICE, id="on the last day"),
        pytest.param(ROAD, NEW_YEAR, 2027, "2.302", INTERPOLATED, None, id="on the day after"),
        pytest.param(ROAD, TWICE, 2027, "2.282", INTERPOLATED, NOTICE, id="between two amendments"),
        pytest.param(ROAD, TWICE, 2028, "2.258", INTERPOLATED, ORDER, id="after the second"),
        pytest.param(ROAD, LATER_YEAR, 2030, "2.335", INTERPOLATED, NOTICE, id="to another year"),
        pytest.param(ROAD, LATER_YEAR, 2026, "2.286", INTERPOLATED, None, id="but not before"),
        pytest.param(ROAD, PAST, 2025, "2.27", STATED, None, id="a year that was over stays"),
        pytest.param(ROAD, PAST, 2027, "2.26", INTERPOLATED, None, id="the road from it doesn't"),
        pytest.param(LEFT, SET, 2026, "2.29", STATED, NOTICE, id="set after its year"),
        pytest.param(LEFT, SET_AND_AMENDED, 2026, "2.29", STATED, NOTICE, id="set, then amended"),
        pytest.param(LEFT, SET_AND_AMENDED, 2028, "2.28", CARRIED, ORDER, id="amended, carried"),
        pytest.param(ROAD, LEFT_LATER, 2026, "2.286", INTERPOLATED, None, id="left open later"),
        pytest.param(ROAD, LEFT_LATER, 2027, "2.262", INTERPOLATED, ORDER, id="then set"),
        pytest.param(FALL, FALL_AMENDED, 2026, "2.524261", INTERPOLATED, None, id="a reduction"),
        pytest.param(FALL, FALL_AMENDED, 2030, "15", STATED, NOTICE, id="a reduction amended"),
        pytest.param(RISE, RISE_AMENDED, 2026, "26", INTERPOLATED, None, id="from the baseline"),
        pytest.param(RISE, RISE_AMENDED, 2027, "30", INTERPOLATED, NOTICE, id="the same baseline"),
    ],
)
def test_the_limit_is_that_of_the_years_last_day(
    promise: Promise,
    later: dict[int, Amendment],
    year: int,
    value: str,
    basis: LimitBasis,
    document: Document | None,
) -> None:
    promise = of(promise, later)
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert (str(limit.value), limit.basis) == (value, basis)
    assert limit.target.document == document
    assert foremost_limit([promise], year, limit.base_year) == (promise, limit)


def test_an_amended_target_knows_what_it_replaces() -> None:
    old, first, second = of(ROAD, TWICE).targets[1:]
    assert (old.ended, first.ended, second.ended) == (
        Ending(MAY, NOTICE),
        Ending(MARCH, ORDER),
        None,
    )
    assert (first.changed_on, second.changed_on) == (MAY, MARCH)
    assert (first.replaces, second.replaces) == (
        replace(old, ended=None),
        replace(first, ended=None),
    )
    assert not second.sets


def test_what_sets_a_target_says_so() -> None:
    left, given = of(LEFT, SET).targets
    assert left.ended == Ending(NEVER, NOTICE)
    assert (given.sets, given.since, given.changed_on) == (True, None, MAY)


def test_until_it_is_set_there_is_no_limit() -> None:
    assert limit_in(of(LEFT, {}), 2026) is NoLimit.SET_ELSEWHERE


@pytest.mark.parametrize(
    ("judged_in", "value"),
    [pytest.param(2026, "2.35", id="before"), pytest.param(2027, "2.30", id="from its day on")],
)
def test_the_next_goal_is_that_of_the_year(judged_in: int, value: str) -> None:
    found = next_goal(of(ROAD, ONCE), 2025, judged_in=judged_in)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    ("promise", "later", "year", "period"),
    [
        pytest.param(LEFT, {}, 2026, None, id="not while it is left open"),
        pytest.param(LEFT, SET, 2026, (2026, None), id="once it is set"),
        pytest.param(ROAD, LATER_YEAR, 2033, (2033, None), id="up to the new year"),
        pytest.param(ROAD, ONCE, 2031, None, id="not beyond it"),
    ],
)
def test_what_is_required_follows_the_amendment(
    promise: Promise,
    later: dict[int, Amendment],
    year: int,
    period: tuple[int, int | None] | None,
) -> None:
    assert required_period(of(promise, later), year, horizon=2035) == period


TAKEN_OVER = Ending(date(2028, 7, 1), Document("whole-2028", "新方案"))


@pytest.mark.parametrize(
    ("on", "year", "ended"),
    [
        pytest.param(date(2028, 7, 1), 2027, False, id="the year before"),
        pytest.param(date(2028, 7, 1), 2028, True, id="its year"),
        pytest.param(date(2027, 12, 31), 2027, True, id="on the last day"),
        pytest.param(date(2028, 1, 1), 2027, False, id="on the day after"),
        pytest.param(date(2028, 7, 1), 2031, True, id="for ever"),
    ],
)
def test_a_superseded_plan_is_judged_no_longer(on: date, year: int, *, ended: bool) -> None:
    promise = replace(ROAD, ended=replace(TAKEN_OVER, on=on))
    limit = limit_in(promise, year)
    assert (limit is NoLimit.SUPERSEDED) == ended
    assert (ended_in(promise, year) is not None) == ended
    assert (required_period(promise, year, horizon=2030) is None) == ended
    assert foremost_limit([promise], year) == (None if ended else (promise, limit))


GONE = {2: by(NOTICE, MAY, target("2.30", LE, 2030), 3, TAKEN_OVER)}
LONGER = ceiling(target("2.27", LE, 2025), target("2.35", LE, 2030), target("2.40", LE, 2035))
KEPT = ceiling(target("2.27", LE, 2025), target("2.35", LE))
SET_GONE = {1: by(NOTICE, MAY, target("2.29", LE, 2030), 2, TAKEN_OVER)}
LEFT_2030 = ceiling(replace(target(None, LE, 2030, wording="省下达"), form=SOMEWHERE))


@pytest.mark.parametrize(
    ("promise", "later", "year", "value"),
    [
        pytest.param(ROAD, GONE, 2027, "2.282", id="before: the amended road"),
        pytest.param(ROAD, GONE, 2028, None, id="from its year on, no road to it"),
        pytest.param(ROAD, GONE, 2030, None, id="the amended year: nothing earlier is carried"),
        pytest.param(ROAD, GONE, 2031, None, id="nor after it"),
        pytest.param(LONGER, GONE, 2030, None, id="the amended year, before a later target"),
        pytest.param(LONGER, GONE, 2035, "2.40", id="another target of the plan stays"),
        pytest.param(ceiling(target("2.35", LE, 2030)), SET_GONE, 2028, None, id="nothing else"),
        pytest.param(LEFT_2030, SET_GONE, 2030, None, id="what was set"),
        pytest.param(KEPT, {2: by(NOTICE, MAY, target("2.30", LE), 3, TAKEN_OVER)}, 2029, None,
                     id="a standing one"),
        pytest.param(KEPT, {1: by(NOTICE, MAY, target("2.26", LE, 2025), 3, TAKEN_OVER)}, 2029,
                     "2.35", id="a standing one beside it"),
    ],
)  # fmt: skip
def test_an_amendment_ends_with_the_document_that_made_it(
    promise: Promise, later: dict[int, Amendment], year: int, value: str | None
) -> None:
    """The old value doesn't come back: the document that replaces the notice speaks instead."""
    promise = of(promise, later)
    limit = limit_in(promise, year)
    if value is None:
        assert (limit, ended_in(promise, year)) == (NoLimit.SUPERSEDED, TAKEN_OVER)
    else:
        assert isinstance(limit, Limit)
        assert (str(limit.value), ended_in(promise, year)) == (value, None)


def test_a_circle_in_the_database_ends() -> None:
    later = {1: by(NOTICE, MAY, target("2.30", LE, 2030), 2)}
    later[2] = by(ORDER, MARCH, target("2.35", LE, 2030), 1)
    assert len(of(ceiling(target("2.35", LE, 2030)), later).targets) == 3
