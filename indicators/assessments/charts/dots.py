"""Cities in one year as dots, the best first: last year's hollow, this year's full, the limit a
diamond, the median of them all an upright line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.assessments.charts.frame import (
    FONT_SIZE,
    Annotation,
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
from indicators.assessments.charts.palette import CONTROL, INK, INK_SOFT, LINE, PAPER
from indicators.assessments.charts.row_ends import colour_of, end_text, ends_width, row_end
from indicators.assessments.rules.statuses import Status

# Pixels of a row, of a row where there are many, and of the smallest picture; below the rows
# there is room for the words of the upright lines, in rows.
_ROW, _CLOSE_ROW, _MANY, _LEAST, _FOOT = 32, 22, 20, 96, 0.8


@dataclass(frozen=True, slots=True)
class Dot:
    """One city. `value` is this year's, None where there is none; `before` last year's, None where
    it doesn't compare with this year's. `limit` is a diamond, filled where a plan states it.

    `text` stands in the column at the right. `says`: the lines shown when it is pointed at.
    """

    name: str
    value: Decimal | None
    text: str
    status: Status | None
    says: tuple[str, ...]
    before: Decimal | None = None
    limit: Decimal | None = None
    limit_is_estimate: bool = False

    @property
    def values(self) -> list[Decimal]:
        return [one for one in (self.value, self.before, self.limit) if one is not None]


@dataclass(frozen=True, slots=True)
class DotLabels:
    """The words of the key, and of the upright lines; `value`: what the dots are."""

    now: str
    before: str
    stated: str
    estimated: str
    value: str
    median: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Dots:
    """`dots` of `year` in the order in which they stand, from the top; the subtitle has their unit.

    `median`: of the cities that compare. `whole`: a line across all rows, the 100 % of a share.
    """

    words: Words
    year: int
    dots: tuple[Dot, ...]
    labels: DotLabels
    median: Decimal | None = None
    whole: Decimal | None = None

    @property
    def scale(self) -> Scale:
        lines = [one for one in (self.median, self.whole) if one is not None]
        return scale([*lines, *(value for dot in self.dots for value in dot.values)])


def dots(data: Dots) -> Figure:
    """The figure. Each row ends with the symbol of its status and its number."""
    row = _ROW if len(data.dots) <= _MANY else _CLOSE_ROW
    figure = frame(data.words, height=max(_LEAST, round(row * (len(data.dots) + _FOOT))))
    figure["data"] = [*_marks(data), *_key(data)]
    figure["rows"] = [row for dot in data.dots for row in _rows(dot, data)]
    ends, layout = data.scale, figure["layout"]
    layout["xaxis"] = value_axis(
        data.words, float(ends.low), float(ends.high), zeroline=not ends.cut, showgrid=False
    )
    layout["yaxis"] = _names(data.dots)
    uprights = list(_uprights(data))
    layout["shapes"] = [upright(at, **line) | {"layer": "below"} for at, _, line in uprights]
    layout["annotations"] += _upright_names([(at, words) for at, words, _ in uprights])
    layout["annotations"] += [
        row_end(dot.name, dot.status, dot.text, valued=dot.value is not None) for dot in data.dots
    ]
    layout["margin"]["r"] = ends_width(end_text(dot.status, dot.text) for dot in data.dots)
    return figure


def starts_at_zero(data: Dots) -> bool:
    """Whether the axis of values does; where not, a footnote should say so."""
    return not data.scale.cut


def _rows(dot: Dot, data: Dots) -> Iterator[ChartRow]:
    """The numbers of one city."""
    labels = data.labels
    limit = (
        ("limit_estimated", labels.estimated)
        if dot.limit_is_estimate
        else ("limit_stated", labels.stated)
    )
    for (kind, label), year, value in (
        (("value", labels.value), data.year, dot.value),
        (("value", labels.value), data.year - 1, dot.before),
        (limit, data.year, dot.limit),
    ):
        if value is not None:
            yield ChartRow(dot.name, kind, label, year, value, " ".join(dot.says))


def _names(dots: Sequence[Dot]) -> dict[str, object]:
    """The axis of names, the first on top, with a fine line through each row."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [plain(dot.name) for dot in dots],
        "range": [len(dots) - 0.5 + _FOOT, -0.5],
        "showgrid": True,
        "gridcolor": LINE,
        "automargin": True,
        "ticks": "",
        "dtick": 1,
        "ticklabelstandoff": 8,
        "tickfont": {"size": FONT_SIZE, "color": INK},
    }


def _marks(data: Dots) -> Iterator[Trace]:
    """What moves the least lies below: the way from last year, the limit, last year, this year."""
    yield from _ways(data.dots)
    stated = [(dot, dot.limit) for dot in data.dots if not dot.limit_is_estimate]
    estimated = [(dot, dot.limit) for dot in data.dots if dot.limit_is_estimate]
    yield from _scatter(stated, **_DIAMOND)
    yield from _scatter(estimated, **_OPEN_DIAMOND)
    before = [(dot, dot.before) for dot in data.dots]
    yield from _scatter(
        before, **_hollow([colour_of(dot.status) for dot in data.dots if dot.before is not None])
    )
    now = [(dot, dot.value) for dot in data.dots]
    colours = [colour_of(dot.status) for dot in data.dots if dot.value is not None]
    yield from _scatter(now, **_full(colours))


_DIAMOND = {"symbol": "diamond", "size": 11, "color": INK, "line": {"color": PAPER, "width": 1}}
_OPEN_DIAMOND = _DIAMOND | {"color": PAPER, "line": {"color": INK, "width": 1.5}}


def _hollow(colour: object) -> dict[str, object]:
    return {
        "symbol": "circle",
        "size": 9,
        "color": PAPER,
        "line": {"color": colour, "width": 1.5},
    }


def _full(colour: object) -> dict[str, object]:
    return {"symbol": "circle", "size": 12, "color": colour, "line": {"color": PAPER, "width": 1}}


def _ways(dots: Sequence[Dot]) -> Iterator[Trace]:
    """A thin line from last year's dot to this year's."""
    moved = [dot for dot in dots if dot.value is not None and dot.before is not None]
    if moved:
        yield {
            "type": "scatter",
            "y": [plain(dot.name) for dot in moved for _ in range(3)],
            "x": [
                None if one is None else float(one)
                for dot in moved
                for one in (dot.before, dot.value, None)
            ],
            "mode": "lines",
            "line": {"color": CONTROL, "width": 1.5},
            "connectgaps": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }


def _scatter(marks: Sequence[tuple[Dot, Decimal | None]], **marker: object) -> Iterator[Trace]:
    known = [(dot, float(value)) for dot, value in marks if value is not None]
    if known:
        yield {
            "type": "scatter",
            "y": [plain(dot.name) for dot, _ in known],
            "x": [value for _, value in known],
            "customdata": [hover(dot.says) for dot, _ in known],
            "hovertemplate": "%{customdata}<extra></extra>",
            "mode": "markers",
            "cliponaxis": False,
            "showlegend": False,
            "marker": marker,
        }


def _key(data: Dots) -> Iterator[Trace]:
    """What the marks mean, in ink: the colour of a dot is that of its status, said at its right."""
    dots, labels = data.dots, data.labels
    stated = any(dot.limit is not None and not dot.limit_is_estimate for dot in dots)
    estimated = any(dot.limit is not None and dot.limit_is_estimate for dot in dots)
    kinds = (
        (labels.now, any(dot.value is not None for dot in dots), _full(INK_SOFT)),
        (labels.before, any(dot.before is not None for dot in dots), _hollow(INK_SOFT)),
        (labels.stated, stated, _DIAMOND),
        (labels.estimated, estimated, _OPEN_DIAMOND),
    )
    for name, used, marker in kinds:
        if used:
            yield {
                "type": "scatter",
                "name": plain(name),
                "x": [None],
                "y": [None],
                "mode": "markers",
                "marker": marker,
                "hoverinfo": "skip",
            }


def _uprights(data: Dots) -> Iterator[tuple[float, str, dict[str, object]]]:
    if data.whole is not None:
        yield float(data.whole), data.labels.whole, {"color": INK, "width": 1.5}
    if data.median is not None:
        line = {"color": INK_SOFT, "width": 1.5, "dash": "4px 3px"}
        yield float(data.median), data.labels.median, line


def _upright_names(lines: Sequence[tuple[float, str]]) -> Iterator[Annotation]:
    """The words of each line at its foot, on the sides that are turned away from each other."""
    for number, (at, words) in enumerate(sorted(lines)):
        leftmost = len(lines) > 1 and number == 0
        yield {
            "name": "line-name",
            "text": plain(words),
            "x": at,
            "y": 0,
            "yref": "paper",
            "xanchor": "right" if leftmost else "left",
            "yanchor": "bottom",
            "xshift": -4 if leftmost else 4,
            "showarrow": False,
            "font": {"size": 12, "color": INK_SOFT},
        }
