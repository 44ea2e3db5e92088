"""A small line: the road from baseline to target with the actuals on it, as plain coordinates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

WIDTH, HEIGHT, MARGIN = 168, 44, 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the picture, in its own coordinates, with the year and the value it stands for."""

    x: float
    y: float
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class SparkPoint:
    """One year: what happened, what limits it, and whether the plan itself states that limit.

    Reductions from different `base_year`s are different lines: nothing leads from one to the other,
    and nothing leads over a year of which nothing is known, or into one that is counted differently
    from the year before (`break_title` says how).
    """

    year: int
    actual: Decimal | None
    limit: Decimal | None
    stated: bool
    base_year: int | None = None
    break_title: str = ""


@dataclass(frozen=True, slots=True)
class BreakMark:
    """Where a series breaks: an upright line before the year, and its words."""

    x: float
    title: str


@dataclass(frozen=True, slots=True)
class Spark:
    """What the picture consists of; each road and each line is an SVG point list."""

    roads: list[str]
    lines: list[str]
    actuals: list[Dot]
    targets: list[Dot]
    here: float | None
    breaks: list[BreakMark]
    width: int = WIDTH
    height: int = HEIGHT


def spark(
    points: Sequence[SparkPoint],
    *,
    year: int,
    span: tuple[int, int],
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> Spark | None:
    """The picture of `points`, with a mark at `year`; None where there is nothing to draw.

    `span`: the first and the last year of the picture. Pictures below one another share it.
    """
    width, height = size
    values = [v for p in points for v in (p.actual, p.limit) if v is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    first, last = span

    def x(at: float) -> float:
        share = (at - first) / (last - first) if last > first else 0.5
        return round(MARGIN + share * (width - 2 * MARGIN), 1)

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return round(height - MARGIN - share * (height - 2 * MARGIN), 1)

    actuals = [
        Dot(x(p.year), y(p.actual), p.year, p.actual) for p in points if p.actual is not None
    ]
    road = [Dot(x(p.year), y(p.limit), p.year, p.limit) for p in points if p.limit is not None]
    stated = {p.year for p in points if p.stated}
    stretches = list(_stretches(points))
    return Spark(
        roads=[line for stretch in stretches for line in _lists(road, stretch)],
        lines=[line for stretch in stretches for line in _lists(actuals, stretch)],
        actuals=actuals,
        targets=[dot for dot in road if dot.year in stated],
        here=x(year) if first <= year <= last else None,
        breaks=[
            BreakMark(x(p.year - 0.5), p.break_title)
            for p in points
            if p.break_title and p.year > first
        ],
        width=width,
        height=height,
    )


def _stretches(points: Sequence[SparkPoint]) -> Iterator[list[SparkPoint]]:
    """The years in pieces that may be joined: of one base year, and counted alike."""
    stretch: list[SparkPoint] = []
    for point in points:
        if stretch and (point.break_title or point.base_year != stretch[-1].base_year):
            yield stretch
            stretch = []
        stretch.append(point)
    yield stretch


def _lists(dots: Sequence[Dot], stretch: Sequence[SparkPoint]) -> Iterator[str]:
    """The point list of each unbroken piece; every year has a point, with a value or without."""
    at = {dot.year: dot for dot in dots}
    for known, piece in groupby(stretch, key=lambda point: point.year in at):
        if known:
            yield " ".join(f"{at[point.year].x},{at[point.year].y}" for point in piece)
