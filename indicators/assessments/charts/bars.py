"""Rankings of one year, and what each plan asks per year: a bar a city, the best first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.assessments.charts.frame import (
    FONT_SIZE,
    ChartRow,
    Figure,
    Trace,
    Words,
    frame,
    hover,
    plain,
    upright,
    value_axis,
)
from indicators.assessments.charts.palette import INK, PAPER
from indicators.assessments.charts.row_ends import colour_of, end_text, ends_width, row_end
from indicators.assessments.rules.statuses import Status

# Pixels of a row, of a row where there are many, and of the smallest picture.
_ROW, _CLOSE_ROW, _MANY, _LEAST = 38, 24, 20, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One city. `value` is the length of its bar, `text` the number as printed; `limit` stands
    on the bar as a diamond, filled where a plan states it and open where it is estimated; `pace`
    is a second value beside the first, a circle.

    Without a `status` the bar is no verdict. `says`: the lines shown when it is pointed at.
    """

    name: str
    value: Decimal | None
    text: str
    status: Status | None
    says: tuple[str, ...]
    limit: Decimal | None = None
    limit_is_estimate: bool = False
    pace: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BarLabels:
    """The words of the key: the stated limit, the estimated one, and the pace; and what the bars
    are, which the title says on the page."""

    stated: str = ""
    estimated: str = ""
    pace: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`bars` in the order in which they stand, from the top; the subtitle has their unit. `year`
    is the one that they are of.

    `whole` is a line across all bars: the 100 % of an attainment.
    """

    words: Words
    bars: tuple[Bar, ...]
    labels: BarLabels
    whole: Decimal | None = None
    year: int = 0


def ranking(data: Ranking) -> Figure:
    """The figure. Bars always begin at zero; each ends with its symbol and its number."""
    row = _ROW if len(data.bars) <= _MANY else _CLOSE_ROW
    figure = frame(data.words, height=max(_LEAST, row * len(data.bars) + 24))
    figure["data"] = [_bars(data.bars), *_marks(data)]
    figure["rows"] = [row for bar in data.bars for row in _rows(bar, data)]
    layout = figure["layout"]
    layout |= {"bargap": 0.42, "barcornerradius": 0, "xaxis": _values(data), "yaxis": _names()}
    if data.whole is not None:
        layout["shapes"] = [upright(float(data.whole), color=INK, width=1.5)]
    layout["annotations"] += [
        row_end(bar.name, bar.status, bar.text, valued=bar.value is not None) for bar in data.bars
    ]
    layout["margin"]["r"] = ends_width(end_text(bar.status, bar.text) for bar in data.bars)
    return figure


def _rows(bar: Bar, data: Ranking) -> Iterator[ChartRow]:
    """The numbers of one city."""
    labels = data.labels
    limit = (
        ("limit_estimated", labels.estimated)
        if bar.limit_is_estimate
        else ("limit_stated", labels.stated)
    )
    for (kind, label), value in (
        (("value", labels.value), bar.value),
        (limit, bar.limit),
        (("pace", labels.pace), bar.pace),
    ):
        if value is not None:
            yield ChartRow(bar.name, kind, label, data.year, value, " ".join(bar.says))


def _values(data: Ranking) -> dict[str, object]:
    """The axis of values, which reaches a little beyond the longest bar."""
    shown = [value for bar in data.bars for value in (bar.value, bar.limit, bar.pace)]
    reach = [Decimal(0), *(value for value in (*shown, data.whole) if value is not None)]
    span = float(max(reach) - min(reach)) or 1.0
    low = float(min(reach)) - (0.04 * span if min(reach) < 0 else 0)
    return value_axis(data.words, low, float(max(reach)) + 0.04 * span, zeroline=True)


def _names() -> dict[str, object]:
    """The axis of names; the first bar stands on top."""
    return {
        "autorange": "reversed",
        "type": "category",
        "showgrid": False,
        "automargin": True,
        "ticks": "",
        "ticklabelstandoff": 8,
        "tickfont": {"size": FONT_SIZE, "color": INK},
    }


def _bars(bars: Sequence[Bar]) -> Trace:
    return {
        "type": "bar",
        "y": [plain(bar.name) for bar in bars],
        "x": [None if bar.value is None else float(bar.value) for bar in bars],
        "customdata": [hover(bar.says) for bar in bars],
        "hovertemplate": "%{customdata}<extra></extra>",
        "orientation": "h",
        "marker": {"color": [colour_of(bar.status) for bar in bars], "line": {"width": 0}},
        "showlegend": False,
    }


def _marks(data: Ranking) -> Iterator[Trace]:
    stated = [(bar, bar.limit) for bar in data.bars if not bar.limit_is_estimate]
    estimated = [(bar, bar.limit) for bar in data.bars if bar.limit_is_estimate]
    paces = [(bar, bar.pace) for bar in data.bars]
    yield from _scatter(data.labels.stated, stated, symbol="diamond", color=INK, edge=PAPER)
    yield from _scatter(data.labels.estimated, estimated, symbol="diamond", color=PAPER, edge=INK)
    yield from _scatter(data.labels.pace, paces, symbol="circle", color=PAPER, edge=INK)


def _scatter(
    name: str, marks: Sequence[tuple[Bar, Decimal | None]], *, symbol: str, color: str, edge: str
) -> Iterator[Trace]:
    known = [(bar, float(value)) for bar, value in marks if value is not None]
    if known:
        yield {
            "type": "scatter",
            "name": plain(name),
            "y": [plain(bar.name) for bar, _ in known],
            "x": [value for _, value in known],
            "customdata": [hover(bar.says) for bar, _ in known],
            "hovertemplate": "%{customdata}<extra></extra>",
            "mode": "markers",
            "cliponaxis": False,
            "marker": {
                "symbol": symbol,
                "size": 12,
                "color": color,
                "line": {"color": edge, "width": 1.5},
            },
        }
