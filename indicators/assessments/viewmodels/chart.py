"""One chart as a page shows it: its words, its figure, its pictures."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from indicators.assessments.charts import svg
from indicators.assessments.charts.frame import Figure, Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG for a page, and for which width (`wide`, `half` or `narrow`)."""

    size: str
    svg: SafeString


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as the page draws it. `key` is its id, `name` that of the file it is saved as;
    `left_out` names the regions that have no place in it, with the reason. A `demo` one shows
    invented values. A `wide` one takes the whole width."""

    key: str
    name: str
    words: Words
    figure: Figure
    left_out: tuple[str, ...] = ()
    demo: bool = False

    @property
    def wide(self) -> bool:
        return self.key != "chart-rate"

    @property
    def address_key(self) -> str:
        """What the chart is called in its addresses."""
        return self.key.removeprefix("chart-")

    @property
    def pictures(self) -> list[Picture]:
        """The picture as wide as its place, and a narrow one: the style sheet shows one of them."""
        label = f"{self.key}-title"
        size, width = ("wide", svg.WIDE) if self.wide else ("half", svg.HALF)
        narrow = svg.on_page(self.figure, width=svg.NARROW, label=label, says=False)
        return [
            Picture(size, mark_safe(svg.on_page(self.figure, width=width, label=label))),
            Picture("narrow", mark_safe(narrow)),
        ]
