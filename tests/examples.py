"""Promises of the five plans, as the rules see them, and short ways to write values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from indicators.assessments.rules.assessment import Observations, Observed
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import (
    BreakKind,
    Comparator,
    Direction,
    GoalKind,
    Nature,
    TargetForm,
)
from indicators.plans.rules.promises import Point, Promise, TargetData
from tests.factories import goal_kind
from tests.units import unit as find_unit

LE, GE, EQ = Comparator.AT_MOST, Comparator.AT_LEAST, Comparator.EQUAL


def target(
    value: str | None,
    comparator: Comparator,
    year: int | None = None,
    base_year: int | None = None,
    wording: str = "",
    **form: Any,
) -> TargetData:
    """`form`: the fields of a target that isn't a plain value; numbers as text."""
    number = None if value is None else Decimal(value)
    for name in ("value_to", "aim"):
        if name in form:
            form[name] = Decimal(form[name])
    form.setdefault("goal_kind", goal_kind(year, value))
    return TargetData(number, comparator, year, base_year, wording, **form)


def broken(
    year: int,
    *,
    region: str | None = None,
    indicator: str = "use",
    kind: BreakKind = BreakKind.METHOD,
) -> Break:
    """A series break, everywhere or in one region."""
    return Break(year, kind, "改为直报", "Reported directly", "统计制度", indicator, region)


def ceiling(
    *targets: TargetData,
    nature: Nature = Nature.CONSTRAINT,
    unit: str = "亿立方米",
    baseline: Point | None = None,
    since: int | None = None,
) -> Promise:
    return Promise(
        Direction.AT_MOST, nature, find_unit(unit), targets, baseline=baseline, since=since
    )


def floor(
    *targets: TargetData,
    nature: Nature = Nature.CONSTRAINT,
    unit: str = "%",
    baseline: Point | None = None,
) -> Promise:
    return Promise(Direction.AT_LEAST, nature, find_unit(unit), targets, baseline=baseline)


def reduction(*targets: TargetData, nature: Nature = Nature.CONSTRAINT) -> Promise:
    return Promise(Direction.AT_LEAST, nature, find_unit("%"), targets, is_reduction=True)


def point(year: int, value: str) -> Point:
    return Point(year, Decimal(value))


def seen(*values: tuple[int, str] | tuple[int, int, str]) -> Observations:
    """(year, value), or for a reduction (base year, year, value)."""
    found: dict[tuple[int, int | None], Observed] = {}
    for entry in values:
        if len(entry) == 2:
            found[entry[0], None] = Observed(Decimal(entry[1]))
        else:
            found[entry[1], entry[0]] = Observed(Decimal(entry[2]))
    return found


def level(
    *targets: TargetData,
    unit: str,
    direction: Direction = Direction.AT_MOST,
    bases: Mapping[int, str] | None = None,
    tolerance: str | None = None,
    nature: Nature = Nature.CONSTRAINT,
) -> Promise:
    """A level with what changes and 左右 need: the values of base years, the tolerance."""
    return Promise(
        direction,
        nature,
        find_unit(unit),
        targets,
        tolerance=None if tolerance is None else Decimal(tolerance),
        bases={year: Decimal(value) for year, value in (bases or {}).items()},
    )


# 阳泉: a ceiling that rises, a reduction whose base changes, a floor that is then held.
TOTAL_USE = ceiling(target("2.27", LE, 2025), target("2.35", LE, 2030))
INTENSITY = reduction(target("9.5", GE, 2025, 2020), target("6.3", GE, 2030, 2025))
EFFICIENCY = floor(target("0.624", GE, 2025), target("0.63", EQ, 2030), unit="1")
LEAKAGE = ceiling(target("9", LE, 2025), target("8", LE, 2030), unit="%")
RECLAIMED = floor(target("25", GE, 2025), target("30", GE, 2030), nature=Nature.EXPECTED)
# 阳泉, from the year of its plan on, without a year.
GROUNDWATER = ceiling(target("0.3", LE), nature=Nature.UNSTATED, since=2025)
# 太原: two reductions from one base year; a ceiling far above what is used.
STEPS = reduction(target("3", GE, 2027, 2025), target("7", GE, 2030, 2025))
FAR_CAP = ceiling(target("9.94", LE, 2027), target("10.47", LE, 2030), baseline=point(2025, "7.53"))
YELLOW_RIVER = Promise(
    Direction.NONE, Nature.UNSTATED, find_unit("亿立方米"), (target("4.83", EQ, 2030),)
)
WORDS = ceiling(target(None, LE, None, wording="漏损率进一步降低"), unit="%")

# What other cities' plans say: a range, a firm value with an aim, a yearly rate of a reduction
# and of a level, percentage points, 左右, a goal without a year, one set elsewhere, increments.
RANGE = floor(target("28", GE, 2030, form=TargetForm.RANGE, value_to="30"))
FALLING_RANGE = ceiling(target("9", LE, 2030, form=TargetForm.RANGE, value_to="8"), unit="%")
AIM = ceiling(target("9", LE, 2025, aim="8.5"), unit="%")
YEARLY = reduction(target("2", GE, 2025, 2020, form=TargetForm.PER_YEAR))
FALLING_YEARLY = level(
    target("2", GE, 2025, 2020, form=TargetForm.PER_YEAR), unit="立方米", bases={2020: "54.3"}
)
RISING_YEARLY = level(
    target("5", GE, 2025, 2020, form=TargetForm.PER_YEAR),
    unit="亿立方米",
    direction=Direction.AT_LEAST,
    bases={2020: "1.00"},
)
POINTS = level(target("2", GE, 2025, 2020, form=TargetForm.POINTS), unit="%", bases={2020: "11.25"})
RISING_POINTS = level(
    target("5", GE, 2025, 2020, form=TargetForm.POINTS),
    unit="%",
    direction=Direction.AT_LEAST,
    bases={2020: "20"},
)
ABOUT = level(
    target("25", GE, 2025, form=TargetForm.ABOUT),
    unit="%",
    direction=Direction.AT_LEAST,
    tolerance="0.02",
)
ABOUT_CAP = level(
    target("2.00", LE, 2025, form=TargetForm.ABOUT), unit="亿立方米", tolerance="0.05"
)
UNDATED = floor(target("6.68", GE, goal_kind=GoalKind.UNDATED), unit="亿立方米")
ELSEWHERE = ceiling(
    target("22", LE, 2025),
    target(None, LE, 2030, wording="达到自治区下达目标", form=TargetForm.SET_ELSEWHERE),
)
INCREMENT = floor(target("70", GE, 2027, form=TargetForm.INCREMENT, counts_from=2020), unit="万亩")
INCREMENT_OF_NO_YEAR = floor(target("10", GE, 2027, form=TargetForm.INCREMENT), unit="万亩")
