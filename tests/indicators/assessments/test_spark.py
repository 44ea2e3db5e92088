"""The small lines: what stands where, and what is not joined."""

from dataclasses import replace
from decimal import Decimal

from indicators.assessments.charts.spark import HEIGHT, MARGIN, WIDTH, SparkPoint, spark


def point(
    year: int,
    actual: str | None,
    limit: str | None,
    *,
    stated: bool = False,
    base: int | None = None,
) -> SparkPoint:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return SparkPoint(year, number(actual), number(limit), stated, base)


def test_nothing_to_draw() -> None:
    assert spark([point(2025, None, None)], year=2025, span=(2025, 2025)) is None


def test_more_stands_higher_and_later_stands_further_right() -> None:
    drawn = spark(
        [point(2024, "1", None), point(2030, "2", "3", stated=True)], year=2024, span=(2024, 2030)
    )
    assert drawn is not None
    low, high = drawn.actuals
    assert (low.x, low.y) == (MARGIN, HEIGHT - MARGIN)
    assert (high.x, drawn.targets[0].y) == (WIDTH - MARGIN, MARGIN)
    assert drawn.here == low.x


def test_pictures_of_one_span_have_their_year_at_the_same_place() -> None:
    short, long = (
        spark([point(year, "1", None) for year in years], year=2025, span=(2015, 2030))
        for years in (range(2024, 2028), range(2015, 2026))
    )
    assert short is not None
    assert long is not None
    assert short.here == long.here
    assert short.actuals[1].x == long.actuals[-1].x == short.here


def test_only_stated_limits_are_targets() -> None:
    points = [point(2025, None, "1", stated=True), point(2026, None, "2")]
    drawn = spark(points, year=2040, span=(2025, 2026))
    assert drawn is not None
    assert [dot.year for dot in drawn.targets] == [2025]
    assert drawn.here is None


def test_equal_values_lie_in_the_middle() -> None:
    drawn = spark([point(2025, "5", "5"), point(2026, "5", "5")], year=2025, span=(2025, 2026))
    assert drawn is not None
    assert {dot.y for dot in drawn.actuals} == {HEIGHT / 2}


def test_reductions_from_different_bases_are_not_joined() -> None:
    points = [
        point(2024, None, "7.7", base=2020),
        point(2025, None, "9.5", stated=True, base=2020),
        point(2026, None, "1.3", base=2025),
        point(2027, None, "2.6", base=2025),
    ]
    drawn = spark(points, year=2025, span=(2024, 2027))
    assert drawn is not None
    assert [road.count(",") for road in drawn.roads] == [2, 2]


def test_a_year_without_a_value_interrupts_the_line() -> None:
    values = ["2.2", "2.3", None, "2.4", "2.5", "2.6"]
    points = [point(2020 + at, value, value) for at, value in enumerate(values)]
    drawn = spark(points, year=2025, span=(2020, 2025))
    assert drawn is not None
    assert [line.count(",") for line in drawn.lines] == [2, 3]
    assert [road.count(",") for road in drawn.roads] == [2, 3]


def test_a_break_interrupts_line_and_road_and_says_what_changes() -> None:
    points = [point(year, "2", "3") for year in range(2018, 2023)]
    points[2] = replace(points[2], break_title="2020年起统计方法变动")
    drawn = spark(points, year=2022, span=(2018, 2022))
    assert drawn is not None
    assert [line.count(",") for line in drawn.lines] == [2, 3]
    assert [road.count(",") for road in drawn.roads] == [2, 3]
    (mark,) = drawn.breaks
    assert mark.title == "2020年起统计方法变动"
    assert drawn.actuals[1].x < mark.x < drawn.actuals[2].x
