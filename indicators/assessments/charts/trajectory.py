"""Trajectories: what several cities reached, what their plans promised, where the pace leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from common.widths import width_of
from indicators.assessments.charts.frame import (
    FONT_SIZE,
    ChartRow,
    Figure,
    Scale,
    Trace,
    Words,
    frame,
    hover,
    plain,
    scale,
    upright,
    value_axis,
)
from indicators.assessments.charts.palette import (
    CITIES,
    CONTROL,
    INK_SOFT,
    PAPER,
    CityStyle,
    city_styles,
)
from indicators.assessments.charts.trajectory_names import (
    break_name,
    line_names,
    struck_targets,
    year_name,
)

HEIGHT = 400
MOST_LINES = len(CITIES)
_FEW_YEARS = 6
_BEYOND = {"symbol": "circle-open", "size": 9}
_REPLACED = {"symbol": "diamond-x-open", "line": {"width": 1}}


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """A value in a year, and what it says when it is pointed at. A `preliminary` one is hollow."""

    year: int
    value: Decimal
    says: tuple[str, ...]
    preliminary: bool = False


Run: TypeAlias = tuple[TrajectoryPoint, ...]


@dataclass(frozen=True, slots=True)
class TrajectoryLine:
    """One city: values as they were, the stated targets, those that were amended since
    (`replaced`), the path between them that the system estimates, where the present pace leads,
    and a standing limit from one year to another.
    `beyond`: what is stated beside a target and not judged (力争, the far end of a range).

    Values and paths come in runs: a reduction begins again with every base year. `code` is the
    region's, by which it has its colour and its marker.
    """

    name: str
    code: str
    actual: tuple[Run, ...] = ()
    targets: Run = ()
    replaced: Run = ()
    path: tuple[Run, ...] = ()
    projection: Run = ()
    standing: Run = ()
    beyond: Run = ()

    @property
    def marks(self) -> list[TrajectoryPoint]:
        runs = (
            *self.actual,
            self.targets,
            self.replaced,
            *self.path,
            self.projection,
            self.standing,
            self.beyond,
        )
        return [mark for run in runs for mark in run]


@dataclass(frozen=True, slots=True)
class TrajectoryLabels:
    """The words of the key."""

    actual: str
    target: str
    path: str
    projection: str
    standing: str
    preliminary: str
    beyond: str
    replaced: str


@dataclass(frozen=True, slots=True)
class TrajectoryBreak:
    """From `year` on the values are counted differently: `says` beside an upright line."""

    year: int
    says: str


@dataclass(frozen=True, slots=True)
class Trajectories:
    """`year` is the one that is looked at. The unit stands in the subtitle."""

    words: Words
    labels: TrajectoryLabels
    year: int
    lines: tuple[TrajectoryLine, ...]
    breaks: tuple[TrajectoryBreak, ...] = ()


def trajectories(data: Trajectories) -> Figure:
    """The figure; of more lines than can be told apart, the first `MOST_LINES`."""
    figure = frame(data.words, height=HEIGHT)
    lines = [line for line in data.lines if line.marks][:MOST_LINES]
    styled = list(zip(lines, city_styles([line.code for line in lines]), strict=True))
    figure["data"] = [
        *(trace for line, style in styled for trace in _traces(line, style)),
        *_key(lines, data.labels),
    ]
    figure["rows"] = [row for line in lines for row in _rows(line, data.labels)]
    ends = scale([mark.value for line in lines for mark in line.marks])
    layout = figure["layout"]
    layout["xaxis"] = _years(data, lines, ends)
    low, high = float(ends.low), float(ends.high)
    layout["yaxis"] = value_axis(data.words, low, high, zeroline=not ends.cut)
    year = upright(data.year, color=CONTROL, width=1, dash="2px 3px")
    broken = _breaks_between(data.breaks, layout["xaxis"]["range"])
    marks = [upright(one.year - 0.5, color=INK_SOFT, width=1, dash="1px 3px") for one in broken]
    layout["shapes"] = [shape | {"layer": "below"} for shape in (year, *marks)]
    layout["annotations"] += [
        year_name(data.year),
        *map(break_name, broken),
        *struck_targets(styled, ends, HEIGHT),
        *line_names(styled, ends, HEIGHT),
    ]
    longest = max((width_of(line.name) for line in lines), default=0)
    layout["margin"]["r"] = 24 + longest * FONT_SIZE // 2
    return figure


def _rows(line: TrajectoryLine, labels: TrajectoryLabels) -> Iterator[ChartRow]:
    """The numbers of one city, kind by kind."""
    actual = [mark for run in line.actual for mark in run]
    kinds: list[tuple[str, str, Sequence[TrajectoryPoint]]] = [
        ("actual", labels.actual, [mark for mark in actual if not mark.preliminary]),
        ("preliminary", labels.preliminary, [mark for mark in actual if mark.preliminary]),
        ("target", labels.target, line.targets),
        ("replaced_target", labels.replaced, line.replaced),
        ("estimated_limit", labels.path, [mark for run in line.path for mark in run]),
        ("projection", labels.projection, line.projection),
        ("standing_limit", labels.standing, line.standing),
        ("beyond", labels.beyond, line.beyond),
    ]
    for kind, label, marks in kinds:
        for mark in marks:
            says = " ".join(mark.says)
            yield ChartRow(line.name, kind, label, mark.year, mark.value, says)


def starts_at_zero(data: Trajectories) -> bool:
    """Whether the axis of values does; where not, a footnote should say so."""
    lines = [line for line in data.lines if line.marks][:MOST_LINES]
    return not scale([mark.value for line in lines for mark in line.marks]).cut


def _traces(line: TrajectoryLine, style: CityStyle) -> Iterator[Trace]:
    thin = {"color": style.colour, "width": 1.5}
    if line.standing:
        yield _scatter(line, [line.standing], "lines", line={"color": style.colour, "width": 1})
    if line.path:
        yield _scatter(line, line.path, "lines", line=thin | {"dash": "dash"})
    if line.projection:
        yield _scatter(line, [line.projection], "lines", line=thin | {"dash": "dot"})
    if line.actual:
        runs = [_with_gaps(run) for run in line.actual]
        yield _scatter(
            line,
            runs,
            "lines+markers",
            line={"color": style.colour, "width": 2.5},
            marker={"symbol": _symbols(runs, style.marker), "size": 9, "color": style.colour},
        )
    if line.replaced:
        yield _scatter(
            line,
            [line.replaced],
            "markers",
            marker=_REPLACED | {"size": 11, "color": style.colour},
        )
    if line.targets:
        yield _scatter(
            line,
            [line.targets],
            "markers",
            marker={
                "symbol": "diamond",
                "size": 11,
                "color": PAPER,
                "line": {"color": style.colour, "width": 2},
            },
        )
    if line.beyond:
        marker = _BEYOND | {"color": style.colour}
        yield _scatter(line, [line.beyond], "markers", marker=marker)


def _symbols(runs: Sequence[Sequence[TrajectoryPoint | None]], marker: str) -> str | list[str]:
    """The marker of a city, hollow where a value is preliminary."""
    marks = _joined(runs)
    if not any(mark is not None and mark.preliminary for mark in marks):
        return marker
    return [f"{marker}-open" if mark is not None and mark.preliminary else marker for mark in marks]


def _joined(runs: Sequence[Sequence[TrajectoryPoint | None]]) -> list[TrajectoryPoint | None]:
    """One run after the other, with nothing between them."""
    marks: list[TrajectoryPoint | None] = []
    for run in runs:
        marks += [None, *run] if marks else run
    return marks


def _with_gaps(run: Run) -> list[TrajectoryPoint | None]:
    """What was reported each year: a year without a value interrupts the line."""
    by_year = {mark.year: mark for mark in run}
    return [by_year.get(year) for year in range(min(by_year), max(by_year) + 1)] if by_year else []


def _scatter(
    city: TrajectoryLine,
    runs: Sequence[Sequence[TrajectoryPoint | None]],
    mode: str,
    **options: object,
) -> Trace:
    marks = _joined(runs)
    return {
        "type": "scatter",
        "name": plain(city.name),
        "x": [mark and mark.year for mark in marks],
        "y": [mark and float(mark.value) for mark in marks],
        "customdata": [mark and hover(mark.says) for mark in marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "mode": mode,
        "connectgaps": False,
        "showlegend": False,
        "cliponaxis": False,
        **options,
    }


def _key(lines: Sequence[TrajectoryLine], labels: TrajectoryLabels) -> Iterator[Trace]:
    """What the kinds of lines mean, in ink: a city's colour is said at its own line."""
    line = {"color": INK_SOFT, "width": 1.5}
    kinds: list[tuple[str, bool, dict[str, object]]] = [
        (
            labels.actual,
            any(one.actual for one in lines),
            {
                "mode": "lines+markers",
                "line": line | {"width": 2.5},
                "marker": {"color": INK_SOFT, "size": 8},
            },
        ),
        (
            labels.preliminary,
            any(mark.preliminary for one in lines for mark in one.marks),
            {
                "mode": "markers",
                "marker": {"symbol": "circle-open", "color": INK_SOFT, "size": 8},
            },
        ),
        (
            labels.target,
            any(one.targets for one in lines),
            {
                "mode": "markers",
                "marker": {
                    "symbol": "diamond",
                    "size": 10,
                    "color": PAPER,
                    "line": {"color": INK_SOFT, "width": 2},
                },
            },
        ),
        (
            labels.replaced,
            any(one.replaced for one in lines),
            {"mode": "markers", "marker": _REPLACED | {"size": 10, "color": INK_SOFT}},
        ),
        (
            labels.path,
            any(one.path for one in lines),
            {"mode": "lines", "line": line | {"dash": "dash"}},
        ),
        (
            labels.projection,
            any(one.projection for one in lines),
            {"mode": "lines", "line": line | {"dash": "dot"}},
        ),
        (
            labels.standing,
            any(one.standing for one in lines),
            {"mode": "lines", "line": line | {"width": 1}},
        ),
        (
            labels.beyond,
            any(one.beyond for one in lines),
            {"mode": "markers", "marker": _BEYOND | {"color": INK_SOFT}},
        ),
    ]
    for name, used, look in kinds:
        if used:
            nowhere = {"x": [None], "y": [None], "hoverinfo": "skip"}
            yield {"type": "scatter", "name": plain(name), **nowhere, **look}


def _years(data: Trajectories, lines: Sequence[TrajectoryLine], ends: Scale) -> dict[str, object]:
    """The axis of years. It has a line where the axis of values doesn't begin at zero."""
    years = [mark.year for line in lines for mark in line.marks] or [data.year]
    first, last = min(*years, data.year), max(*years, data.year)
    return {
        "range": [first - 0.3, last + 0.3],
        "tickformat": "d",
        "tickangle": 0,
        "tickcolor": CONTROL,
        "ticks": "outside",
        "showline": ends.cut,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": INK_SOFT},
        **({"linecolor": CONTROL} if ends.cut else {}),
        **({"dtick": 1} if last - first <= _FEW_YEARS else {"nticks": 8}),
    }


def _breaks_between(
    breaks: Sequence[TrajectoryBreak], ends: Sequence[float]
) -> list[TrajectoryBreak]:
    return [one for one in breaks if ends[0] < one.year - 0.5 < ends[1]]
