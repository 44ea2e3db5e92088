"""The marks of a picture: symbols, lines and bars, as Plotly's script would draw them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, pi, sin
from typing import Any, Protocol

from indicators.assessments.charts.svg_axes import Axis
from indicators.assessments.charts.svg_text import UnknownPrimitiveError, element, title

_SCATTER = {
    *("type", "name", "x", "y", "mode", "line", "marker", "customdata", "hovertemplate"),
    *("hoverinfo", "connectgaps", "showlegend", "cliponaxis", "legendrank"),
}
_BAR = {
    *("type", "name", "x", "y", "orientation", "marker", "customdata", "hovertemplate"),
    *("hoverinfo", "showlegend", "width"),
}
_MARKER = {"symbol", "size", "color", "line", "opacity"}
_LINE = {"color", "width", "dash"}
_MODES = {"lines", "markers", "lines+markers", "markers+lines"}
# Round dots: a stroke of no length with round ends. The others as Plotly has them.
_DASHES = {"solid": None, "dash": "7 5", "dot": "0.1 4.5", "dashdot": "9 4 2 4", "longdash": "12 6"}
_OPEN = "-open"
# Symbols that are lines alone, with nothing inside.
_STROKES = {"line-ns", "line-ew", "x-thin", "cross-thin"}
Points = Sequence[tuple[float, float]]


class Paint(Protocol):
    """A colour of a figure as the picture writes it."""

    def __call__(self, hue: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Look:
    """How one symbol looks; colours are as they are written already."""

    symbol: str
    size: float
    colour: str
    edge: str | None = None
    edge_width: float = 0.0
    opacity: float = 1.0


def known(trace: Mapping[str, Any]) -> None:
    """Raises `UnknownPrimitiveError` for a trace that isn't drawn in full."""
    kind = trace.get("type")
    if kind not in ("scatter", "bar"):
        raise UnknownPrimitiveError(f"a trace of the type {kind!r}")
    if unknown := set(trace) - (_SCATTER if kind == "scatter" else _BAR):
        raise UnknownPrimitiveError(f"of a {kind}: {', '.join(sorted(unknown))}")
    if kind == "bar" and trace.get("orientation") != "h":
        raise UnknownPrimitiveError("a bar that stands")
    if kind == "scatter" and trace.get("mode") not in _MODES:
        raise UnknownPrimitiveError(f"the mode {trace.get('mode')!r}")
    for part, names in (("marker", _MARKER), ("line", _LINE)):
        if unknown := set(trace.get(part, {})) - names:
            raise UnknownPrimitiveError(f"of a {part}: {', '.join(sorted(unknown))}")


def bars(
    trace: Mapping[str, Any], x: Axis, y: Axis, *, gap: float, paint: Paint, says: bool
) -> Iterator[str]:
    """Lying bars from zero to their values; one without a value isn't there."""
    thick = abs(y.at(y.categories[-1]) - y.at(y.categories[0])) / max(len(y.categories) - 1, 1)
    thick = (thick or y.length) * float(trace.get("width", 1 - gap))
    edge = trace["marker"].get("line", {})
    for number, (name, value) in enumerate(zip(trace["y"], trace["x"], strict=True)):
        if value is None:
            continue
        ends = sorted((x.at(0), x.at(value)))
        yield element(
            "rect",
            _title(trace, number, says=says),
            x=ends[0],
            y=y.at(name) - thick / 2,
            width=ends[1] - ends[0],
            height=thick,
            fill=paint(_of(trace["marker"]["color"], number)),
            stroke=paint(edge["color"]) if edge.get("width") else None,
            stroke_width=edge.get("width") or None,
        )


def lines(trace: Mapping[str, Any], x: Axis, y: Axis, *, paint: Paint) -> Iterator[str]:
    """The line of a trace in its pieces: a value that is missing interrupts it."""
    if "lines" not in trace["mode"]:
        return
    points = zip(trace["x"], trace["y"], strict=True)
    for there, piece in groupby(points, key=lambda point: None not in point):
        places = [(x.at(one), y.at(two)) for one, two in piece] if there else []
        if len(places) > 1:
            yield stroke(places, trace["line"], paint=paint)


def stroke(places: Points, line: Mapping[str, Any], *, paint: Paint) -> str:
    """A line through these places, solid, dashed or dotted."""
    dash = dashes(line.get("dash"))
    return element(
        "polyline",
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        fill="none",
        stroke=paint(line["color"]),
        stroke_width=float(line.get("width", 2)),
        stroke_dasharray=dash,
        stroke_linecap="round" if line.get("dash") == "dot" else None,
        stroke_linejoin="round",
    )


def dashes(name: str | None) -> str | None:
    """What SVG writes for a dash of Plotly: its name, or lengths such as `2px 3px`."""
    if name is None or name in _DASHES:
        return _DASHES[name or "solid"]
    lengths = name.replace("px", "").split()
    if not all(one.replace(".", "", 1).isdigit() for one in lengths):
        raise UnknownPrimitiveError(f"the dash {name!r}")
    return " ".join(lengths)


def markers(
    trace: Mapping[str, Any], x: Axis, y: Axis, *, paint: Paint, says: bool
) -> Iterator[str]:
    """The marks of a trace; each says what it is when it is pointed at, where `says`."""
    if "markers" not in trace["mode"]:
        return
    for number, (one, two) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if one is not None and two is not None:
            inner = _title(trace, number, says=says)
            yield symbol(look(trace["marker"], number, paint), x.at(one), y.at(two), inner)


def look(marker: Mapping[str, Any], number: int, paint: Paint) -> Look:
    """How mark `number` of a trace looks."""
    edge = marker.get("line", {})
    return Look(
        symbol=_of(marker.get("symbol", "circle"), number),
        size=float(_of(marker.get("size", 6), number)),
        colour=paint(_of(marker["color"], number)),
        edge=paint(_of(edge["color"], number)) if "color" in edge else None,
        edge_width=float(_of(edge.get("width", 0), number)),
        opacity=float(_of(marker.get("opacity", 1), number)),
    )


def symbol(of: Look, x: float, y: float, inner: str = "") -> str:
    """One mark. An open one has its colour as its edge and nothing inside."""
    name = of.symbol.removesuffix(_OPEN)
    hollow = name != of.symbol or name in _STROKES
    edge = of.colour if name != of.symbol or of.edge is None else of.edge
    ink = {
        "fill": "none" if hollow else of.colour,
        "stroke": edge if hollow or of.edge_width else None,
        "stroke_width": (of.edge_width or 1.5) if hollow else of.edge_width or None,
        "opacity": of.opacity if of.opacity < 1 else None,
        # The whole of a hollow mark can be pointed at.
        "pointer_events": "all" if hollow and inner else None,
    }
    if name == "circle":
        return element("circle", inner, cx=x, cy=y, r=of.size / 2, **ink)
    path = _path(name, of.size / 2)
    return element("path", inner, d=_drawn(path, x, y), **ink)


def _path(name: str, r: float) -> list[Points]:
    """The outlines of a symbol around 0, 0; each is closed, one of two points is a line."""
    wide = r * 1.3
    if name in _OUTLINES:
        return [_scaled(_OUTLINES[name], r)]
    match name:
        case "diamond-x":
            return [_scaled(_OUTLINES["diamond"], r), *_crossed(r * 0.65)]
        case "line-ns":
            return [((0, -wide), (0, wide))]
        case "line-ew":
            return [((-wide, 0), (wide, 0))]
        case "x-thin":
            return _crossed(r)
        case "cross-thin":
            return [((-wide, 0), (wide, 0)), ((0, -wide), (0, wide))]
    raise UnknownPrimitiveError(f"the symbol {name!r}")


def _scaled(points: Points, r: float) -> Points:
    return [(x * r, y * r) for x, y in points]


def _crossed(r: float) -> list[Points]:
    return [((-r, -r), (r, r)), ((-r, r), (r, -r))]


def _plus(r: float, half: float) -> Points:
    quarter = [(half, -half), (half, -r), (-half, -r)]
    return [point for turn in range(4) for point in _turned(quarter, -turn * pi / 2)]


def _turned(points: Points, by: float) -> Points:
    return [(x * cos(by) - y * sin(by), x * sin(by) + y * cos(by)) for x, y in points]


def _round(corners: int, radii: Sequence[float]) -> Points:
    """Corners on a circle, the first on top, alternating between the radii."""
    return [
        (
            radii[n % len(radii)] * sin(2 * pi * n / corners),
            -radii[n % len(radii)] * cos(2 * pi * n / corners),
        )
        for n in range(corners)
    ]


def _drawn(outlines: Sequence[Points], x: float, y: float) -> str:
    return "".join(
        "M"
        + "L".join(f"{x + one:.1f},{y + two:.1f}" for one, two in points)
        + ("Z" if len(points) > 2 else "")
        for points in outlines
    )


def _title(trace: Mapping[str, Any], number: int, *, says: bool) -> str:
    said = trace.get("customdata")
    return title(said[number]) if says and said and said[number] else ""


def _of(value: Any, number: int) -> Any:
    """What a property says of one mark: a list says it of each."""
    return value[number] if isinstance(value, list | tuple) else value


# Symbols of one closed outline, for a radius of 1.
_OUTLINES: dict[str, Points] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-1.15, 0.6), (0, -1.2), (1.15, 0.6)),
    "triangle-down": ((-1.15, -0.6), (0, 1.2), (1.15, -0.6)),
    "triangle-left": ((0.6, -1.15), (-1.2, 0), (0.6, 1.15)),
    "triangle-right": ((-0.6, -1.15), (1.2, 0), (-0.6, 1.15)),
    "cross": _plus(1.2, 0.4),
    "x": _turned(_plus(1.2, 0.4), pi / 4),
    "pentagon": _round(5, (1.1,)),
    "star": _round(10, (1.35, 0.55)),
}
