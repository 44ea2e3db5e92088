"""A figure as SVG: what Plotly would draw of the same dictionary, without a script.

On a page the colours are the tokens of the style sheet, so that the picture follows dark mode and
print; title, source and footnotes are HTML around it. A picture that is saved carries them, in
plain light colours. What the renderer doesn't know it refuses (`UnknownPrimitiveError`): a figure
is drawn in full or not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

from indicators.assessments.charts import svg_axes, svg_marks
from indicators.assessments.charts.frame import (
    EXPORT_WIDTH,
    FONT_SIZE,
    SMALL_PRINT,
    Figure,
    wrapped,
)
from indicators.assessments.charts.svg_axes import Axis, Rectangle
from indicators.assessments.charts.svg_text import (
    LINE_HEIGHT,
    MIDDLE,
    UnknownPrimitiveError,
    element,
    text_lines,
    width,
    words,
)

# The widths in which a page has a chart: for a phone, for half a page and for a whole one.
NARROW, HALF, WIDE = 360, 620, 960
# Of an entry of the key: its sample of a line or of a mark alone, what is between two, a row.
_LINE, _MARK, _KEY_GAP, _KEY_ROW = 30.0, 14.0, 18.0, 22.0
_SIDE, _TOP = 4.0, 10.0
_HEAD = 16.0
_LAYOUT = {
    *("width", "height", "margin", "font", "paper_bgcolor", "plot_bgcolor", "title", "hoverlabel"),
    *("hovermode", "dragmode", "legend", "meta", "annotations", "shapes", "xaxis", "yaxis"),
    *("bargap", "barcornerradius"),
}
_SHAPE = {"type", "xref", "x0", "x1", "yref", "y0", "y1", "line", "layer"}
_ANNOTATION = {
    *("name", "text", "x", "xref", "xanchor", "xshift", "y", "yref", "yanchor", "yshift"),
    *("showarrow", "font", "bgcolor", "borderpad", "align"),
}
_ANCHORS = {"left": "start", "center": "middle", "right": "end", "auto": "middle"}


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where everything of one picture is. `says`: its marks say what they are on pointing."""

    figure: Figure
    width: float
    box: Rectangle
    x: Axis
    y: Axis
    names: float
    standalone: bool
    says: bool

    def paint(self, hue: str) -> str:
        """A colour: that of the page's style sheet, by its token, or the light one."""
        if self.standalone or hue == "none":
            return hue
        token = self.figure["layout"]["meta"]["tokens"].get(hue)
        if token is None:
            raise UnknownPrimitiveError(f"the colour {hue!r} has no token")
        return f"var(--{token})"


def on_page(figure: Figure, *, width: int, label: str, says: bool = True) -> str:
    """The picture for a page, `width` wide in its own units; its name is the element `label`."""
    top = _TOP + _key_height(figure, width - 2 * _SIDE)
    plot = _plot(figure, float(width), top, standalone=False, says=says)
    height = plot.box.bottom + figure["layout"]["meta"]["foot"]
    return element(
        "svg",
        "".join(_drawn(plot)),
        viewBox=f"0 0 {width} {height:g}",
        role="img",
        aria_labelledby=label,
    )


def standalone(figure: Figure, *, language: str) -> str:
    """The whole picture as a file: title, subtitle, marks, footnotes and source."""
    layout = figure["layout"]
    head, top = _head(layout)
    top += _key_height(figure, EXPORT_WIDTH - 2 * _SIDE)
    plot = _plot(figure, float(EXPORT_WIDTH), top, standalone=True, says=True)
    small = next(one for one in layout["annotations"] if one["name"] == SMALL_PRINT)
    last = len(text_lines(small["text"])) * small["font"]["size"] * LINE_HEIGHT
    height = round(plot.box.bottom - small["yshift"] + last + _HEAD)
    title = text_lines(layout["title"]["text"])[0].text
    told = unescape(layout["title"]["subtitle"]["text"])
    inner = [
        element("title", escape(title)),
        element("desc", escape(told)),
        element("rect", width="100%", height="100%", fill=layout["paper_bgcolor"]),
        *head,
        *_drawn(plot),
    ]
    return element(
        "svg",
        "".join(inner),
        xmlns="http://www.w3.org/2000/svg",
        width=EXPORT_WIDTH,
        height=height,
        viewBox=f"0 0 {EXPORT_WIDTH} {height}",
        role="img",
        font_family=layout["font"]["family"],
        **{"xml:lang": language},
    )


def _head(layout: Mapping[str, Any]) -> tuple[list[str], float]:
    """Title and subtitle of a saved picture, and where they end."""
    foot, shown = _HEAD, []
    subtitle = layout["title"]["subtitle"]
    for text, font, bold in (
        (text_lines(layout["title"]["text"])[0].text, layout["title"]["font"], True),
        (unescape(subtitle["text"]), subtitle["font"], False),
    ):
        size = font["size"]
        across = int((EXPORT_WIDTH - 2 * _SIDE) / size / 0.56)
        lines = wrapped(escape(text), across).split("<br>")
        markup = "<br>".join(f"<b>{line}</b>" if bold else line for line in lines)
        fill = font.get("color", layout["font"]["color"])
        shown.append(words(markup, 2 * _SIDE, foot + size, size=size, fill=fill))
        foot += len(lines) * size * LINE_HEIGHT + 2
    return shown, foot + _HEAD


def _plot(figure: Figure, across: float, top: float, *, standalone: bool, says: bool) -> _Plot:
    """Raises `UnknownPrimitiveError` for what can't be drawn in full."""
    layout = figure["layout"]
    if unknown := set(layout) - _LAYOUT:
        raise UnknownPrimitiveError(f"of a layout: {', '.join(sorted(unknown))}")
    for trace in figure["data"]:
        svg_marks.known(trace)
    bottom = top + layout["meta"]["height"]
    drawn = [trace for trace in figure["data"] if not _nowhere(trace)]
    options = layout["yaxis"]
    y = svg_axes.axis(options, svg_axes.categories(options, drawn, "y"), bottom, top)
    texts = [one.text for one in svg_axes.ticks(y, lying=False)]
    names = svg_axes.name_room(options, texts, across * 0.36)
    box = Rectangle(_SIDE + names, top, across - layout["margin"]["r"], bottom)
    options = layout["xaxis"]
    x = svg_axes.axis(options, svg_axes.categories(options, drawn, "x"), box.left, box.right)
    return _Plot(figure, across, box, x, y, names, standalone, says)


def _drawn(plot: _Plot) -> Iterator[str]:
    """Everything, from what lies behind to what stands in front."""
    layout = plot.figure["layout"]
    yield from svg_axes.behind(plot.x, plot.y, plot.box, plot.paint)
    shapes = layout.get("shapes", ())
    yield from (_shape(one, plot) for one in shapes if one.get("layer") == "below")
    yield from _traces(plot)
    yield from (_shape(one, plot) for one in shapes if one.get("layer") != "below")
    yield from svg_axes.lying_names(plot.x, plot.box, (0, plot.width), plot.paint)
    yield from svg_axes.standing_names(plot.y, plot.box, plot.names, plot.paint)
    yield from _key(plot)
    for one in layout["annotations"]:
        if plot.standalone or one.get("name") != SMALL_PRINT:
            yield from _annotation(one, plot)


def _traces(plot: _Plot) -> Iterator[str]:
    for trace in plot.figure["data"]:
        if _nowhere(trace):
            continue
        if trace["type"] == "bar":
            gap = plot.figure["layout"].get("bargap", 0.2)
            yield from svg_marks.bars(
                trace, plot.x, plot.y, gap=gap, paint=plot.paint, says=plot.says
            )
            continue
        yield from svg_marks.lines(trace, plot.x, plot.y, paint=plot.paint)
        yield from svg_marks.markers(trace, plot.x, plot.y, paint=plot.paint, says=plot.says)


def _nowhere(trace: Mapping[str, Any]) -> bool:
    """Whether a trace is only there for the key."""
    return all(value is None for value in trace["x"])


def _keyed(figure: Figure) -> list[dict[str, Any]]:
    return [t for t in figure["data"] if t.get("showlegend", True) and t.get("name")]


def _key_places(
    figure: Figure, across: float
) -> tuple[list[tuple[dict[str, Any], float, int]], int]:
    """Each entry of the key with its place from the left and its row, and how many rows there are.

    An entry that doesn't fit into a row begins the next one.
    """
    size = figure["layout"]["legend"]["font"]["size"]
    places, left, row = [], 0.0, 0
    for trace in _keyed(figure):
        room = _sample(trace) + 6 + width(trace["name"], size)
        if left and left + room > across:
            left, row = 0.0, row + 1
        places.append((trace, left, row))
        left += room + _KEY_GAP
    return places, row + 1 if places else 0


def _sample(trace: Mapping[str, Any]) -> float:
    return _LINE if "lines" in trace["mode"] else _MARK


def _key_height(figure: Figure, across: float) -> float:
    return _key_places(figure, across)[1] * _KEY_ROW


def _key(plot: _Plot) -> Iterator[str]:
    """The entries of the key above the marks, each with a sample."""
    places, rows = _key_places(plot.figure, plot.width - 2 * _SIDE)
    font = plot.figure["layout"]["legend"]["font"]
    for trace, left, row in places:
        x, y = _SIDE + left, plot.box.top - (rows - row) * _KEY_ROW + 6
        sample = _sample(trace)
        if "lines" in trace["mode"]:
            yield svg_marks.stroke([(x, y), (x + sample, y)], trace["line"], paint=plot.paint)
        if "markers" in trace["mode"]:
            look = svg_marks.look(trace["marker"], 0, plot.paint)
            yield svg_marks.symbol(look, x + sample / 2, y)
        foot = y + font["size"] * MIDDLE
        fill = plot.paint(font["color"])
        yield words(trace["name"], x + sample + 6, foot, size=font["size"], fill=fill)


def _place(value: Any, ref: str, own: Axis) -> float:
    """The pixel of a value of an axis, or of a share of it."""
    if ref in ("paper", "x domain", "y domain"):
        return own.share(value)
    if ref in ("x", "y"):
        return own.at(value)
    raise UnknownPrimitiveError(f"the reference {ref!r}")


def _shape(shape: Mapping[str, Any], plot: _Plot) -> str:
    if unknown := set(shape) - _SHAPE:
        raise UnknownPrimitiveError(f"of a shape: {', '.join(sorted(unknown))}")
    if shape["type"] != "line":
        raise UnknownPrimitiveError(f"a shape of the type {shape['type']!r}")
    ends = [
        (
            _place(shape[f"x{end}"], shape.get("xref", "x"), plot.x),
            _place(shape[f"y{end}"], shape.get("yref", "y"), plot.y),
        )
        for end in (0, 1)
    ]
    return svg_marks.stroke(ends, shape["line"], paint=plot.paint)


def _annotation(one: Mapping[str, Any], plot: _Plot) -> Iterator[str]:
    """Words at a place, moved by their shifts, and inward where they would leave the picture."""
    if unknown := set(one) - _ANNOTATION:
        raise UnknownPrimitiveError(f"of an annotation: {', '.join(sorted(unknown))}")
    if one.get("showarrow") is not False:
        raise UnknownPrimitiveError("an annotation with an arrow")
    font = {"size": FONT_SIZE, **one.get("font", {})}
    size, anchor = font["size"], _ANCHORS[one.get("xanchor", "auto")]
    x = _place(one["x"], one.get("xref", "x"), plot.x) + one.get("xshift", 0)
    if one.get("name") == SMALL_PRINT:
        x = 2 * _SIDE
    y = _place(one["y"], one.get("yref", "y"), plot.y) - one.get("yshift", 0)
    across = width(one["text"], size)
    left = x - across * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    x += max(0.0, -left) - max(0.0, left + across - plot.width)
    lines = len(text_lines(one["text"]))
    foot = y + _first_foot(one.get("yanchor", "auto"), lines, size)
    if "bgcolor" in one:
        yield _ground(one, plot, (max(left, 0.0), foot - size), (across, size * LINE_HEIGHT))
    fill = plot.paint(font.get("color", plot.figure["layout"]["font"]["color"]))
    yield words(one["text"], x, foot, size=size, fill=fill, anchor=anchor)


def _first_foot(anchor: str, lines: int, size: float) -> float:
    """How far below the place of an annotation the foot of its first line is."""
    rest = (lines - 1) * size * LINE_HEIGHT
    match anchor:
        case "top":
            return size
        case "bottom":
            return -size * 0.3 - rest
        case "middle" | "auto":
            return size * MIDDLE - rest / 2
    raise UnknownPrimitiveError(f"the anchor {anchor!r}")


def _ground(
    one: Mapping[str, Any], plot: _Plot, at: tuple[float, float], size: Sequence[float]
) -> str:
    """What an annotation lies on, so that no line runs through its words."""
    fill = plot.paint(one["bgcolor"])
    return element("rect", x=at[0], y=at[1], width=size[0], height=size[1], fill=fill)
