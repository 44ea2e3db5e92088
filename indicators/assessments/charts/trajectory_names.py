"""The words in a trajectory: whose line it is, which target was amended, what begins or breaks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from common.figures import number, with_minus
from indicators.assessments.charts.frame import (
    FONT_SIZE,
    Annotation,
    Scale,
    apart,
    plain,
    within,
)
from indicators.assessments.charts.palette import INK_SOFT, PAPER, CityStyle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicators.assessments.charts.trajectory import (
        TrajectoryBreak,
        TrajectoryLine,
        TrajectoryPoint,
    )

_LABEL_GAP = 17.0  # pixels between the labels of two lines
_SMALL = 12
_NUMBER_GAP = 15.0  # pixels between a target and the one that took its place, in writing


def year_name(year: int) -> Annotation:
    """The year that is looked at, beside its line."""
    return {
        "name": "year",
        "text": str(year),
        "x": year,
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 2,
        "showarrow": False,
        "font": {"size": 12, "color": INK_SOFT},
    }


def break_name(one: TrajectoryBreak) -> Annotation:
    """What changes, at the foot of its line."""
    return {
        "name": "break",
        "text": plain(one.says),
        "x": one.year - 0.5,
        "y": 0,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 2,
        "showarrow": False,
        "bgcolor": PAPER,
        "borderpad": 0,
        "font": {"size": 12, "color": INK_SOFT},
    }


def line_names(
    lines: Sequence[tuple[TrajectoryLine, CityStyle]], ends: Scale, height: int
) -> Iterator[Annotation]:
    """Each city's name where its lines end, once; names that would overlap move apart, and none
    runs into the axis of years.

    They stand on paper of their own: the line of another city may pass below them.
    """
    low, high = float(ends.low), float(ends.high)
    pixels = height / (high - low)
    by_year: dict[int, list[tuple[TrajectoryLine, CityStyle, TrajectoryPoint]]] = defaultdict(list)
    for line, style in lines:
        end = _end(line)
        by_year[end.year].append((line, style, end))
    for year, named in by_year.items():
        places = [(float(mark.value) - low) * pixels for _, _, mark in named]
        moved = within(apart(places, _LABEL_GAP), _LABEL_GAP, low=0, high=height)
        for (line, style, mark), place, better in zip(named, places, moved, strict=True):
            yield {
                "name": "line-name",
                "text": f"<b>{plain(line.name)}</b>",
                "x": year,
                "y": float(mark.value),
                "xshift": 9,
                "yshift": round(better - place),
                "xanchor": "left",
                "showarrow": False,
                "bgcolor": PAPER,
                "borderpad": 0,
                "font": {"color": style.colour, "size": FONT_SIZE},
            }


def _end(line: TrajectoryLine) -> TrajectoryPoint:
    """Where a city's name stands, once: at its last mark, where all lines go to the right."""
    return max(line.marks, key=lambda mark: mark.year)


def struck_targets(
    lines: Sequence[tuple[TrajectoryLine, CityStyle]], ends: Scale, height: int
) -> Iterator[Annotation]:
    """A target that was amended, struck through, beside the one that took its place."""
    low, high = float(ends.low), float(ends.high)
    pixels = height / (high - low)
    for line, style in lines:
        for year in sorted({mark.year for mark in line.replaced}):
            marks = [(mark, True) for mark in line.replaced if mark.year == year]
            marks += [(mark, False) for mark in line.targets if mark.year == year]
            places = [(float(mark.value) - low) * pixels for mark, _ in marks]
            moved = apart(places, _NUMBER_GAP)
            for (mark, struck), place, better in zip(marks, places, moved, strict=True):
                text = with_minus(number(mark.value))
                yield {
                    "name": "struck" if struck else "amended",
                    "text": f"<s>{text}</s>" if struck else text,
                    "x": year,
                    "y": float(mark.value),
                    "xshift": -11,
                    "yshift": round(better - place),
                    "xanchor": "right",
                    "showarrow": False,
                    "bgcolor": PAPER,
                    "borderpad": 0,
                    "font": {"color": style.colour, "size": _SMALL},
                }
