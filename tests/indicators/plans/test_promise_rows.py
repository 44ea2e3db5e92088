"""A promise from its columns: from where its road starts, what its plan reports of base years."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.plans.rules.enums import TargetForm
from indicators.plans.rules.in_force import Amendment, Document
from indicators.plans.rules.limits import Limit, limit_in
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.selectors.amendments import LaterDocuments
from indicators.plans.selectors.promise_rows import make_promise
from tests.examples import GE, point, target
from tests.units import unit

PLAIN = replace(target("30", GE, 2030), pk=1)
CHANGE = replace(target("5", GE, 2030, 2024, form=TargetForm.POINTS), pk=2)
INTO_A_CHANGE = LaterDocuments(
    {1: Amendment(CHANGE, Document("change-2028", "通知"), date(2028, 5, 1))}, {}, frozenset({2})
)
KNOWN = [point(2024, "20"), point(2020, "16")]


def made(*targets: TargetData, **others: Any) -> Promise:
    share = unit("%")
    return make_promise(
        **{
            "direction": "at_least", "nature": "constraint", "unit": share, "printed_unit": share,
            "is_reduction": False, "since": 2025, "tolerance": None, "targets": targets,
            "reported": (), "known": KNOWN, "plan": 1, **others,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "year", "value"),
    [
        pytest.param(made(PLAIN), 2026, "23.333333", id="from the baseline"),
        pytest.param(
            made(PLAIN, later=INTO_A_CHANGE), 2026, "23.333333", id="until it becomes a change"
        ),
        pytest.param(
            made(PLAIN, later=INTO_A_CHANGE), 2028, "23.333333", id="then from the base year"
        ),
        pytest.param(
            made(PLAIN, target("8", GE, 2035, 2020, form=TargetForm.POINTS)),
            2026,
            "23.333333",
            id="beside a change",
        ),
    ],
)
def test_the_road_starts_where_its_target_says(promise: Promise, year: int, value: str) -> None:
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert limit.value == Decimal(value)


def test_a_promise_knows_which_base_values_its_plan_reports() -> None:
    two = (CHANGE, target("8", GE, 2030, 2020, form=TargetForm.POINTS))
    promise = made(*two, reported=[point(2024, "21"), point(2023, "19")])
    assert promise.bases == {2024: Decimal(21), 2020: Decimal(16)}
    assert promise.reported_bases == {2024}
