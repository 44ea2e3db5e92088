"""Promises of the five plans, as the rules see them, and short ways to write values."""

from decimal import Decimal

from indicators.assessments.rules.assessment import Observations, Observed
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import BreakKind, Comparator, Direction, Nature
from indicators.plans.rules.limits import Point, Promise, TargetData
from tests.units import unit as find_unit

LE, GE, EQ = Comparator.AT_MOST, Comparator.AT_LEAST, Comparator.EQUAL


def target(
    value: str | None,
    comparator: Comparator,
    year: int | None = None,
    base_year: int | None = None,
    wording: str = "",
) -> TargetData:
    number = None if value is None else Decimal(value)
    return TargetData(number, comparator, year, base_year, wording)


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
