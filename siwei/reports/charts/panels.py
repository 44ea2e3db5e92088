"""Small charts side by side as one SVG: the published values of some indicators with their limits.

There is nothing in it but digits and Latin letters, since no machine is sure to have a Chinese
font: each panel has a number, and the caption says what it shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from xml.sax.saxutils import escape

# In dots, of which a picture of 150 mm has 600.
WIDTH, HEIGHT, GAP = 290, 176, 20
ACROSS = 2
_TOP, _SIDE, _BOTTOM = 30, 16, 24
_INK, _VALUE, _LIMIT, _GRID = "#14212b", "#0b5c99", "#a33b20", "#c8d1d7"
_FEW_YEARS = 8
_CHARACTER = 6.4  # how wide a digit is, about


@dataclass(frozen=True, slots=True)
class PanelYear:
    """One year: what is published and what limits it. `stated`: the plan itself says the limit.

    Nothing leads from one year to the next where the `stretch` is another one: a reduction that
    counts from another base year, or what is counted differently from then on."""

    year: int
    actual: Decimal | None
    limit: Decimal | None
    stated: bool
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator. `year` is that of the report: its value is printed beside its dot."""

    number: int
    year: int
    years: Sequence[PanelYear]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value of a year is in a panel."""

    first: int
    last: int
    low: Decimal
    high: Decimal

    def x(self, year: int) -> float:
        share = (year - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return round(_SIDE + 8 + share * (WIDTH - 2 * _SIDE - 16), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(HEIGHT - _BOTTOM - 22 - share * (HEIGHT - _TOP - _BOTTOM - 32), 1)


def panels(drawn: Sequence[Panel]) -> str:
    """The picture of the panels, two in a row."""
    rows = -(-len(drawn) // ACROSS)
    width, height = ACROSS * WIDTH + (ACROSS - 1) * GAP, rows * HEIGHT + (rows - 1) * GAP
    inner = "".join(
        f'<g transform="translate({n % ACROSS * (WIDTH + GAP)} {n // ACROSS * (HEIGHT + GAP)})">'
        f"{''.join(_panel(one))}</g>"
        for n, one in enumerate(drawn)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-size="12" fill="{_INK}">{inner}</svg>'
    )


def _panel(panel: Panel) -> Iterator[str]:
    values = [v for one in panel.years for v in (one.actual, one.limit) if v is not None]
    place = _Place(panel.years[0].year, panel.years[-1].year, min(values), max(values))
    yield _words(0, 12, f"({panel.number})")
    base = HEIGHT - _BOTTOM
    yield _line([(_SIDE, base), (WIDTH - _SIDE, base)], _GRID)
    yield from _years(panel, place, base)
    for stretch in _joined(panel.years, "limit"):
        yield _line([(place.x(year), place.y(v)) for year, v in stretch], _LIMIT, dashed=True)
    for stretch in _joined(panel.years, "actual"):
        yield _line([(place.x(year), place.y(v)) for year, v in stretch], _VALUE)
    for one in panel.years:
        if one.limit is not None and one.stated:
            yield _diamond(place.x(one.year), place.y(one.limit))
    for one in panel.years:
        if one.actual is not None:
            x, y = place.x(one.year), place.y(one.actual)
            yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{_VALUE}"/>'
    yield from _labels(panel, place)


def _years(panel: Panel, place: _Place, base: int) -> Iterator[str]:
    """The years below the line: all where there are few, else the first, the last, the report's."""
    years = [one.year for one in panel.years]
    shown = years if len(years) <= _FEW_YEARS else sorted({years[0], panel.year, years[-1]})
    for year in shown:
        yield _words(place.x(year), base + 16, str(year), anchor="middle")


def _labels(panel: Panel, place: _Place) -> Iterator[str]:
    """The value and the limit of the report's year in digits, apart where they are close."""
    here = next((one for one in panel.years if one.year == panel.year), None)
    if here is None:
        return
    x = place.x(here.year)
    both = ((here.actual, _VALUE), (here.limit, _LIMIT))
    at = [(value, colour) for value, colour in both if value is not None]
    at.sort(key=lambda one: one[0], reverse=True)
    for position, (value, colour) in enumerate(at):
        below = position == 1 or (len(at) == 1 and place.y(value) < _TOP + 14)
        y = place.y(value) + (17 if below else -8)
        text = f"{value:f}"
        half = len(text) * _CHARACTER / 2
        yield _words(min(max(x, half), WIDTH - half), y, text, anchor="middle", colour=colour)


def _joined(years: Iterable[PanelYear], name: str) -> Iterator[list[tuple[int, Decimal]]]:
    """The years in pieces that may be joined: each with a value, one after the other."""
    for _key, stretch in groupby(years, key=lambda one: (one.stretch, getattr(one, name) is None)):
        known = [(one.year, value) for one in stretch if (value := getattr(one, name)) is not None]
        if len(known) > 1:
            yield known


def _line(points: Iterable[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    where = " ".join(f"{x},{y}" for x, y in points)
    dashes = ' stroke-dasharray="5 3"' if dashed else ""
    return f'<polyline points="{where}" fill="none" stroke="{colour}" stroke-width="1.6"{dashes}/>'


def _diamond(x: float, y: float) -> str:
    points = f"{x},{y - 5} {x + 5},{y} {x},{y + 5} {x - 5},{y}"
    return f'<polygon points="{points}" fill="#ffffff" stroke="{_LIMIT}" stroke-width="1.6"/>'


def _words(x: float, y: float, text: str, *, anchor: str = "start", colour: str = _INK) -> str:
    where = f'x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}"'
    return f'<text {where} fill="{colour}">{escape(text)}</text>'
