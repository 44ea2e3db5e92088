"""What every chart shares: the question, unit and region, the source, fonts and axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import escape
from math import log10
from typing import Any, TypeAlias, TypedDict

from common.widths import is_wide, width_of
from indicators.assessments.charts.palette import CONTROL, FONTS, INK, INK_SOFT, LINE, PAPER, tokens

FONT_SIZE = 13
# The picture that is exported, in pixels: twice this is a page wide at 200 dpi.
EXPORT_WIDTH = 1080
_HOVER_LINE = 56
_LINE_OF_TEXT = 150  # of the small print of an export, in half-width characters
_TITLE_HEIGHT, _NOTE_HEIGHT = 108, 19
SMALL_PRINT = "small-print"  # the annotation with the source and the footnotes
AXIS_HEIGHT = 34  # below the picture: the years or the values
# A scale begins at zero if that costs less than this share of its height.
_ZERO_COSTS = Decimal("0.6")
_AIR = Decimal("0.08")
_TEN_THOUSAND = 10_000


# What Plotly draws (https://plotly.com/javascript/reference/): its names, its values.
Trace: TypeAlias = dict[str, Any]
Annotation: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One mark of a figure as a figure in writing, with all its decimals. `kind` is a word for
    programs (`actual`, `target`, …), `label` the same for people; `says` is what the mark says."""

    name: str
    kind: str
    label: str
    year: int
    value: Decimal
    says: str


class Figure(TypedDict):
    """A figure as Plotly's script reads it; `layout` has `annotations`, a list, always.

    `rows` is what it shows, for whoever takes its numbers along; Plotly gets nothing of it.
    """

    data: list[Trace]
    layout: dict[str, Any]
    rows: list[ChartRow]


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says around its picture. `notes` are its footnotes; `counts_by` is what the
    language calls 10^4 and 10^8, empty where it counts by thousands; `unit` that of its numbers."""

    title: str
    subtitle: str
    source: str
    notes: tuple[str, ...] = ()
    counts_by: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a value axis; `cut` where it doesn't begin at zero."""

    low: Decimal
    high: Decimal
    cut: bool

    def share(self, value: Decimal) -> Decimal:
        """Where `value` stands between the ends: 0 at the foot, 1 at the head."""
        return (value - self.low) / (self.high - self.low)


def scale(values: Sequence[Decimal]) -> Scale:
    """An axis for lines: from zero, unless the values would then lie flat near the head."""
    if not any(values):
        return Scale(Decimal(0), Decimal(1), cut=False)
    low, high = min(values), max(values)
    cut = low > 0 and low > high * _ZERO_COSTS
    if not cut:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    air = (high - low or abs(high) or Decimal(1)) * _AIR
    return Scale(low - air if low < 0 or cut else low, high + air if high > 0 else high, cut)


def apart(places: Sequence[float], gap: float) -> list[float]:
    """`places` moved as little as needed for `gap` between neighbours, in the given order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[list[int]] = []
    for index in order:
        groups.append([index])
        while len(groups) > 1 and _low(places, groups[-1], gap) < _high(places, groups[-2], gap):
            last = groups.pop()
            groups[-1] += last
    moved = list(places)
    for group in groups:
        for step, index in enumerate(group):
            moved[index] = _low(places, group, gap) + gap * (step + 0.5)
    return moved


def within(places: Sequence[float], gap: float, *, low: float, high: float) -> list[float]:
    """`places`, which are `apart`, moved inward where they overlap the ends `low` and `high`.

    The foot goes first where there are more than fit between the two.
    """
    moved = list(places)
    order = sorted(range(len(places)), key=lambda index: places[index])
    above = high - gap / 2
    for index in reversed(order):
        moved[index] = min(moved[index], above)
        above = moved[index] - gap
    below = low + gap / 2
    for index in order:
        moved[index] = max(moved[index], below)
        below = moved[index] + gap
    return moved


def frame(words: Words, *, height: int) -> Figure:
    """A figure without traces; `height` is that of the picture without its words.

    Title, source and footnotes belong to the exported picture: on a page, HTML says them, and
    they are taken off there (`layout.meta` tells which heights remain).
    """
    small = _small_print(words)
    foot = AXIS_HEIGHT + _NOTE_HEIGHT * (small.count("<br>") + 1) + 24
    layout = {
        "width": EXPORT_WIDTH,
        "height": _TITLE_HEIGHT + height + foot,
        "margin": {"l": 8, "r": 24, "t": _TITLE_HEIGHT, "b": foot},
        "font": {"family": FONTS, "size": FONT_SIZE, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "title": {
            "text": f"<b>{plain(words.title)}</b>",
            "font": {"size": 19},
            "subtitle": {"text": plain(words.subtitle), "font": {"size": 14, "color": INK_SOFT}},
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "pad": {"t": 14},
        },
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": CONTROL,
            "font": {"color": INK, "family": FONTS, "size": FONT_SIZE},
            "align": "left",
        },
        "hovermode": "closest",
        "dragmode": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 12, "color": INK_SOFT},
        },
        "meta": {"tokens": tokens(), "height": height, "foot": AXIS_HEIGHT},
        "annotations": [_small_print_below(small)],
    }
    return {"data": [], "layout": layout, "rows": []}


def upright(at: float, **line: object) -> dict[str, Any]:
    """A line across the whole height of the picture, at this value of the x axis."""
    return {
        "type": "line",
        "xref": "x",
        "x0": at,
        "x1": at,
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def value_axis(words: Words, low: float, high: float, **options: object) -> dict[str, object]:
    """An axis of values from `low` to `high`: fine lines, no box. Its unit is in the subtitle."""
    return {
        "range": [low, high],
        "ticklabelstandoff": 4,
        "gridcolor": LINE,
        "zerolinecolor": INK_SOFT,
        "zerolinewidth": 1,
        "tickfont": {"color": INK_SOFT},
        "automargin": True,
        # Never 20k: 2万 where people count by ten thousand, else 20,000.
        "exponentformat": "none",
        "separatethousands": not words.counts_by,
        "labelalias": _by_ten_thousands(max(-low, high), words.counts_by),
        **options,
    }


def _by_ten_thousands(most: float, words: Sequence[str]) -> dict[str, str]:
    """What every round number up to `most` is called, by its digits, as Plotly would write it."""
    if not words or most < _TEN_THOUSAND:
        return {}
    step = 10 ** (int(log10(most)) - 1)
    names = {
        str(number): _counted(number, words)
        for number in range(step, int(most) + 1, step)
        if number >= _TEN_THOUSAND
    }
    return names | {f"−{number}": f"−{name}" for number, name in names.items()}


def _counted(number: int, words: Sequence[str]) -> str:
    power = max(at for at in range(1, len(words) + 1) if number >= _TEN_THOUSAND**at)
    return f"{number / _TEN_THOUSAND**power:.6g}{words[power - 1]}"


def plain(text: str) -> str:
    """Words that Plotly must not read as markup."""
    return escape(text, quote=False)


# All marks of a city say the same.
@lru_cache(1024)
def hover(lines: tuple[str, ...]) -> str:
    """What a mark says when it is pointed at; the first line stands out."""
    first, *rest = (wrapped(plain(line), _HOVER_LINE) for line in lines)
    return "<br>".join([f"<b>{first}</b>", *rest])


def wrapped(text: str, width: int) -> str:
    """`text` in lines of at most `width` half-width characters, separated by `<br>`."""
    if 2 * len(text) <= width:  # whatever its characters are
        return text.rstrip()
    lines, line, length = [], "", 0
    for word in _words(text):
        size = width_of(word)
        if line and length + size > width:
            lines.append(line.rstrip())
            line, length, word = "", 0, word.lstrip()  # noqa: PLW2901
        line += word
        length += size
    return "<br>".join([*lines, line.rstrip()])


def _small_print_below(text: str) -> Annotation:
    return {
        "name": SMALL_PRINT,
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -AXIS_HEIGHT - 8,
        "align": "left",
        "showarrow": False,
        "font": {"size": 12, "color": INK_SOFT},
    }


def _small_print(words: Words) -> str:
    return "<br>".join(wrapped(plain(line), _LINE_OF_TEXT) for line in (*words.notes, words.source))


def _words(text: str) -> list[str]:
    """Where a line may break: after a space, and after every Chinese character."""
    words = [""]
    for sign in text:
        if sign == " " or is_wide(sign):
            words[-1] += sign
            words.append("")
        else:
            words[-1] += sign
    return words


def _centre(places: Sequence[float], group: list[int]) -> float:
    return sum(places[index] for index in group) / len(group)


def _low(places: Sequence[float], group: list[int], gap: float) -> float:
    return _centre(places, group) - gap * len(group) / 2


def _high(places: Sequence[float], group: list[int], gap: float) -> float:
    return _centre(places, group) + gap * len(group) / 2
