"""The axes of a picture: where a value stands, round numbers, and the lines behind the marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape, unescape
from math import floor, log10
from typing import Any, TypeAlias

from common.figures import with_minus
from indicators.assessments.charts.svg_text import (
    MIDDLE,
    TextLine,
    UnknownPrimitiveError,
    element,
    shortened,
    words,
)

Options: TypeAlias = Mapping[str, Any]
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
# Pixels between two round numbers: of an axis that lies, between their ends; of one that stands.
_BETWEEN, _APART = 14.0, 48.0
TICK = 5.0
# Round numbers of an axis that lies, at the most; more say nothing more.
_MOST = 9
_KNOWN = {
    *("autorange", "automargin", "categoryarray", "categoryorder", "dtick", "exponentformat"),
    *("gridcolor", "labelalias", "linecolor", "nticks", "range", "separatethousands", "showgrid"),
    *("showline", "showticklabels", "tickangle", "tickcolor", "tickfont", "tickformat", "ticks"),
    *("ticksuffix", "tickvals", "ticktext", "ticklabelstandoff", "type", "zeroline"),
    *("zerolinecolor", "zerolinewidth", "fixedrange", "tickmode"),
}


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Where the marks stand, in pixels from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Axis:
    """`low` stands at the pixel `start` and `high` at `end`. With `categories` the places are
    names, numbered from 0."""

    options: Options
    low: float
    high: float
    start: float
    end: float
    categories: tuple[str, ...] = ()
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A name is looked up for each of its marks.
        places = {name: place for place, name in enumerate(self.categories)}
        object.__setattr__(self, "_places", places)

    def at(self, value: Any) -> float:
        """The pixel of a value or of a name."""
        place = float(self._places[value] if self.categories else value)
        return self.start + (place - self.low) / (self.high - self.low) * (self.end - self.start)

    def share(self, share: float) -> float:
        """The pixel at a share of the axis: 0 at its start, 1 at its end."""
        return self.start + share * (self.end - self.start)

    @property
    def length(self) -> float:
        return abs(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Tick:
    value: Any
    text: str


def categories(options: Options, traces: Sequence[Options], letter: str) -> tuple[str, ...]:
    """The names along an axis, in the order in which the marks name them."""
    if options.get("type") != "category":
        return ()
    first = options.get("categoryarray", ()) if options.get("categoryorder") == "array" else ()
    named = [name for trace in traces for name in trace[letter] if name is not None]
    return tuple(dict.fromkeys([*first, *named]))


def axis(options: Options, names: tuple[str, ...], start: float, end: float) -> Axis:
    """Raises `UnknownPrimitiveError` for what isn't known of an axis."""
    if unknown := set(options) - _KNOWN:
        raise UnknownPrimitiveError(f"of an axis: {', '.join(sorted(unknown))}")
    reverse = options.get("autorange") == "reversed"
    if "range" in options:
        low, high = map(float, options["range"])
    elif options.get("type") == "category":
        low, high = -0.5, max(len(names), 1) - 0.5
    else:
        raise UnknownPrimitiveError("an axis of values without a range")
    if reverse:
        low, high = high, low
    return Axis(options, low, high, start, end, names)


def tick_size(options: Options) -> float:
    return float(options.get("tickfont", {}).get("size", 13))


def ticks(of: Axis, *, lying: bool) -> list[Tick]:
    """The places of an axis that are named, with their names."""
    options = of.options
    if of.categories:
        return [Tick(name, unescape(name)) for name in of.categories]
    if options.get("tickformat") not in (None, "", "d"):
        raise UnknownPrimitiveError(f"tickformat {options['tickformat']!r}")
    if "tickvals" in options:
        texts = options.get("ticktext") or [_text(Decimal(str(v)), of) for v in options["tickvals"]]
        return [Tick(v, unescape(text)) for v, text in zip(options["tickvals"], texts, strict=True)]
    low, high = sorted((Decimal(str(of.low)), Decimal(str(of.high))))
    for step in _steps(high - low, options):
        first = (low / step).to_integral_value(rounding="ROUND_CEILING")
        count = int((high / step).to_integral_value(rounding="ROUND_FLOOR") - first) + 1
        if count > options.get("nticks", _MOST if lying else 100):
            continue
        found = [Tick(float(v), _text(v, of)) for v in (step * (first + n) for n in range(count))]
        if count <= 1 or _fit(found, of, lying=lying):
            return found
    return []


def _steps(span: Decimal, options: Options) -> Iterator[Decimal]:
    """Ever longer steps: those of the axis, or 1, 2 and 5 of each power of ten."""
    power = floor(log10(span)) - 1 if span else 0
    least = Decimal(str(options.get("dtick", 0)))
    if options.get("tickformat") == "d":
        least = max(least, Decimal(1))
    for more in range(4):
        for step in _STEPS[:3]:
            candidate = step * Decimal(10) ** (power + more)
            if candidate >= least:
                yield candidate


def _fit(found: Sequence[Tick], of: Axis, *, lying: bool) -> bool:
    between: float = of.length * abs(found[1].value - found[0].value) / abs(of.high - of.low)
    if not lying:
        return between >= _APART
    size = tick_size(of.options)
    widest = max(TextLine(one.text, bold=False).width(size) for one in found)
    return between >= _BETWEEN + widest


def _text(value: Decimal, of: Axis) -> str:
    """A round number as Plotly writes it, and as people count where the axis says so."""
    plain = value.normalize()
    plain = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
    grouped = of.options.get("separatethousands") and of.options.get("tickformat") != "d"
    text = with_minus(f"{plain:,f}" if grouped else f"{plain:f}")
    alias = of.options.get("labelalias", {}).get(text, text)
    return f"{alias}{of.options.get('ticksuffix', '')}"


def name_room(options: Options, texts: Sequence[str], limit: float) -> float:
    """The pixels left of the marks that the names of an upright axis take."""
    if not texts or options.get("showticklabels") is False:
        return 0.0
    size = tick_size(options)
    longest = max(TextLine(text, bold=False).width(size) for text in texts)
    return min(longest, limit) + float(options.get("ticklabelstandoff", 0)) + 3


def behind(x: Axis, y: Axis, box: Rectangle, paint: Any) -> Iterator[str]:
    """The fine lines at round numbers, and that of zero."""
    for of, lying in ((x, True), (y, False)):
        if of.options.get("showgrid", True):
            for one in ticks(of, lying=lying):
                yield _across(of.at(one.value), box, paint(of.options["gridcolor"]), 1, lying=lying)
        if of.options.get("zeroline") and min(of.low, of.high) <= 0 <= max(of.low, of.high):
            colour = paint(of.options["zerolinecolor"])
            yield _across(of.at(0), box, colour, of.options["zerolinewidth"], lying=lying)


def _across(at: float, box: Rectangle, stroke: str, line: float, *, lying: bool) -> str:
    ends: dict[str, Any] = (
        {"x1": at, "x2": at, "y1": box.top, "y2": box.bottom}
        if lying
        else {"x1": box.left, "x2": box.right, "y1": at, "y2": at}
    )
    return element("line", **ends, stroke=stroke, stroke_width=line)


def lying_names(x: Axis, box: Rectangle, limits: tuple[float, float], paint: Any) -> Iterator[str]:
    """The line, the ticks and the round numbers below the marks, none beyond the picture."""
    options = x.options
    if options.get("showline"):
        stroke = paint(options["linecolor"])
        yield element(
            "line", x1=box.left, x2=box.right, y1=box.bottom, y2=box.bottom, stroke=stroke
        )
    if options.get("showticklabels") is False:
        return
    size = tick_size(options)
    outside = TICK if options.get("ticks") == "outside" else 0.0
    for one in ticks(x, lying=True):
        at = x.at(one.value)
        if outside:
            stroke = paint(options["tickcolor"])
            yield element("line", x1=at, x2=at, y1=box.bottom, y2=box.bottom + TICK, stroke=stroke)
        half = TextLine(one.text, bold=False).width(size) / 2
        middle = min(max(at, limits[0] + half), limits[1] - half)
        foot = box.bottom + outside + float(options.get("ticklabelstandoff", 0)) + size
        fill = paint(options["tickfont"]["color"])
        yield words(escape(one.text), middle, foot, size=size, fill=fill, anchor="middle")


def standing_names(y: Axis, box: Rectangle, room: float, paint: Any) -> Iterator[str]:
    """The names at the left of the marks; one that is too long for its room is cut."""
    options = y.options
    if options.get("showticklabels") is False:
        return
    size = tick_size(options)
    standoff = float(options.get("ticklabelstandoff", 0)) + 3
    fill = paint(options["tickfont"]["color"])
    for one in ticks(y, lying=False):
        text = shortened(one.text, size, room - standoff + 1)
        foot = y.at(one.value) + size * MIDDLE
        yield words(escape(text), box.left - standoff, foot, size=size, fill=fill, anchor="end")
