"""How much of a limit is used, or of a goal reached."""

from decimal import Decimal

import pytest

from indicators.assessments.rules.assessment import Observations, assess
from indicators.assessments.rules.attainment import attainment, relative_gap
from indicators.plans.rules.enums import Direction, Nature
from indicators.plans.rules.promises import Promise
from tests.examples import GE, LE, ceiling, floor, reduction, seen, target
from tests.units import unit

CAP = ceiling(target("2.00", LE, 2025))
GOAL = floor(target("80", GE, 2025))
FALL = reduction(target("9.5", GE, 2025, 2020))
ALLOCATION = Promise(Direction.NONE, Nature.UNSTATED, unit("亿立方米"), (target("2", LE, 2025),))


@pytest.mark.parametrize(
    ("promise", "observations", "expected", "room"),
    [
        pytest.param(CAP, seen((2025, "1.90")), "95.0", "0.05", id="of a ceiling, used"),
        pytest.param(CAP, seen((2025, "2.10")), "105.0", "-0.05", id="a ceiling exceeded"),
        pytest.param(CAP, seen((2025, "0")), "0.0", "1", id="nothing used"),
        pytest.param(GOAL, seen((2025, "84")), "105.0", "0.05", id="of a floor, reached"),
        pytest.param(GOAL, seen((2025, "60")), "75.0", "-0.25", id="a floor missed"),
        pytest.param(FALL, seen((2020, 2025, "9.5")), "100.0", "0", id="a reduction"),
        pytest.param(FALL, seen((2020, 2025, "-1.9")), "-20.0", "-1.2", id="rose, should fall"),
        pytest.param(CAP, {}, None, None, id="no value"),
        pytest.param(CAP, seen((2024, "1")), None, None, id="no value of the year"),
        pytest.param(ceiling(target("0", LE, 2025)), seen((2025, "0")), None, None, id="cap 0"),
        pytest.param(ALLOCATION, seen((2025, "1")), None, None, id="not judged"),
    ],
)
def test_attainment(
    promise: Promise, observations: Observations, expected: str | None, room: str | None
) -> None:
    verdict = assess(promise, 2025, observations)
    shown = attainment(verdict)
    assert (None if shown is None else str(shown)) == expected
    assert relative_gap(verdict) == (None if room is None else Decimal(room))
