"""The verdict that approval would give, shown before it is given: it is the one that follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.selectors.after_approval import verdicts_after_approval
from indicators.assessments.selectors.record import verdicts
from tests.indicators.actuals.waiting import CITY, YEAR, hand_in
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    REDUCTION,
    approved,
    do,
    enter,
    submitted,
)
from tests.people import editor, open_year, reviewer

LAST_OVER = 2025
LATER = NOW + timedelta(days=30)
IRRIGATION = parse_key("140300.efficient_irrigation_area.2025")
Prepare = Callable[[User, User], Actual]


def foreseen(actual: Actual, now: datetime = LATER) -> Assessment | None:
    found = verdicts_after_approval([actual], now=now, last_over=LAST_OVER)
    return found.get(actual.key)


def judged(key: ActualKey) -> Assessment | None:
    """The verdict as the page of the value shows it; of several the one to look at first."""
    found = [one.assessment for one in verdicts(key=key, last_over=LAST_OVER)]
    return max(found, key=lambda one: one.status.rank, default=None)


def corrected(clerk: User, rui: User) -> Actual:
    """A breach that is published, and its correction."""
    first = approved(clerk, rui, "2.21")
    opened = do(Action.REOPEN, rui, first, "更正")
    return do(Action.SUBMIT, clerk, enter(clerk, "2.41", seen=opened.version, explanation="更正"))


def withdrawn(clerk: User, rui: User) -> Actual:
    ended = do(Action.RETRACT, rui, approved(clerk, rui), "单位有误")
    saved = enter(clerk, "2.20", seen=ended.version)
    return do(Action.SUBMIT, clerk, saved)


def on_a_corrected_link(clerk: User, rui: User) -> Actual:
    """A reduction since 2019, chained to the promise's 2020 by a value that was corrected."""
    open_year(2020)
    link = replace(REDUCTION, year=2020, base_year=2019)
    first = approved(clerk, rui, "3.0", link)
    opened = do(Action.REOPEN, rui, first, "更正")
    saved = enter(clerk, "2.5", link, opened.version, explanation="更正")
    do(Action.APPROVE, rui, do(Action.SUBMIT, clerk, saved), now=NOW + timedelta(days=1))
    return submitted(clerk, "12.0", replace(REDUCTION, base_year=2019), explanation="如实")


def before_the_plan(clerk: User, rui: User) -> Actual:
    """It becomes the value from which the road to the first target starts."""
    open_year(2024)
    return submitted(clerk, "3.90", replace(IRRIGATION, year=2024), explanation="如实")


CASES: list[tuple[str, Prepare]] = [
    ("kept", lambda clerk, rui: submitted(clerk, "2.10")),
    ("near the limit", lambda clerk, rui: submitted(clerk, "2.26")),
    ("breached", lambda clerk, rui: submitted(clerk, "2.41", explanation="如实")),
    ("an expected promise", lambda clerk, rui: submitted(clerk, "8.7", LEAKAGE)),
    ("a reduction", lambda clerk, rui: submitted(clerk, "9.9", REDUCTION, explanation="如实")),
    ("a road", lambda clerk, rui: submitted(clerk, "4.11", IRRIGATION, explanation="如实")),
    ("a correction", corrected),
    ("withdrawn before", withdrawn),
    ("on a corrected link", on_a_corrected_link),
    ("before the plan", before_the_plan),
]


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("prepare", [pytest.param(one, id=name) for name, one in CASES])
def test_what_is_foreseen_is_what_follows(prepare: Prepare) -> None:
    open_year(2025)
    clerk, rui = editor("alice"), reviewer("rui")
    waiting = prepare(clerk, rui)
    expected, published = foreseen(waiting), judged(waiting.key)
    stored = Actual.objects.get(pk=waiting.pk)
    assert (stored.state, judged(waiting.key)) == ("submitted", published)  # nothing was written
    do(Action.APPROVE, rui, waiting, now=LATER)
    assert expected == judged(waiting.key)
    assert expected is not None and expected != published


@pytest.mark.usefixtures("plans")
def test_nothing_promised_nothing_foreseen() -> None:
    open_year(2025)
    # 阳泉 promises how far this falls, not the level.
    level = submitted(editor("alice"), "25", ActualKey("140300", "gdp_water_intensity", 2025))
    assert foreseen(level) is None
    assert verdicts_after_approval([], now=NOW, last_over=LAST_OVER) == {}


def test_each_is_foreseen_for_itself_at_one_price(
    demo: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hand_in()
    waiting = list(Actual.objects.filter(region=CITY, year=YEAR))
    with django_assert_num_queries(10):
        found = verdicts_after_approval(waiting, now=LATER, last_over=LAST_OVER)
    with django_assert_num_queries(10):
        verdicts_after_approval(waiting[:1], now=LATER, last_over=LAST_OVER)
    assert len(found) > 10
    assert {key: foreseen(one) for one in waiting if (key := one.key) in found} == found
