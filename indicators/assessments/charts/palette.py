"""Colours and marks of the charts.

The values are those of the style sheet in light colours (a test holds them together). The page
finds them in a figure by `layout.meta.tokens` and puts the reader's own in their place (dark
mode); an exported picture keeps them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.assessments.rules.statuses import Status

INK = "#14212b"
INK_SOFT = "#4a5a66"
PAPER = "#ffffff"
LINE = "#d7dee3"
CONTROL = "#75838e"

STATUS: dict[Status, str] = {
    Status.MET: "#0a6659",
    Status.ON_TRACK: "#0b5c99",
    Status.NEAR_LIMIT: "#7a5200",
    Status.BEHIND: "#9c4207",
    Status.MISSED: "#7d3526",
    Status.BREACHED: "#a8121c",
    Status.NO_DATA: "#4a5a66",
    Status.NOT_DUE: "#4a5a66",
    Status.NOT_ASSESSABLE: "#4a5a66",
}

FONTS = (
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",'
    ' "WenQuanYi Micro Hei", "SimHei", sans-serif'
)


@dataclass(frozen=True, slots=True)
class CityStyle:
    """How one city is told from another: by colour, and on a grey print by its marker.

    Dashes are taken (they tell an estimate from a value), and so is the diamond (a target).
    """

    colour: str
    marker: str


# Distinct to colour-blind eyes, and of different lightness one after the other.
CITIES: tuple[CityStyle, ...] = (
    CityStyle("#0b5b98", "circle"),
    CityStyle("#c75f08", "square"),
    CityStyle("#00806a", "triangle-up"),
    CityStyle("#8f2d7e", "triangle-down"),
    CityStyle("#15222c", "cross"),
    CityStyle("#a87a05", "pentagon"),
    CityStyle("#5f74d6", "star"),
    CityStyle("#7a4b2a", "x"),
)


def city_styles(codes: Sequence[str]) -> list[CityStyle]:
    """A style for each region of a chart, by its code: the same on every page.

    Codes are numbered within a province and styles go by the sum of the code's pairs of digits,
    so that neighbours differ. Where two of one chart would share a style, the later code takes
    the next that is free, as long as there is one.
    """
    free = list(range(len(CITIES)))
    found: dict[int, CityStyle] = {}
    for position, code in sorted(enumerate(codes), key=lambda one: (one[1], one[0])):
        wanted = (sum(int(code[i : i + 2]) for i in range(0, len(code), 2)) - 1) % len(CITIES)
        free = free or list(range(len(CITIES)))
        chosen = min(free, key=lambda slot: (slot - wanted) % len(CITIES))
        free.remove(chosen)
        found[position] = CITIES[chosen]
    return [found[position] for position in range(len(codes))]


def tokens() -> dict[str, str]:
    """Each colour with the name of its token in the style sheet."""
    named = {
        INK: "ink",
        INK_SOFT: "ink-soft",
        PAPER: "paper",
        LINE: "line",
        CONTROL: "control",
    }
    # Soft ink serves three statuses too; it is one colour in light and in dark.
    named = {hue: status.token for status, hue in STATUS.items()} | named
    return named | {city.colour: f"city-{number}" for number, city in enumerate(CITIES, start=1)}
