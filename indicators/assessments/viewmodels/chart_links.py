"""Where a chart is beside its page: in a frame of others, and as files."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.asked_language import LANG
from common.language import is_english
from indicators.assessments.viewmodels.chart import Chart

# What only chooses the part of a page that is shown; a chart has an address of its own.
_OF_THE_PAGE = ("view", "page")
# Pixels: the key and the axis around the marks; title, source and date; a footnote.
_AROUND, _WORDS, _NOTE = 80, 140, 26


@dataclass(frozen=True, slots=True)
class ChartLinks:
    """`site` is how addresses of this installation begin."""

    site: str
    embed: str
    png: str
    svg: str
    csv: str
    json: str
    title: str
    height: int

    @property
    def embed_address(self) -> str:
        return f"{self.site}{self.embed}"

    @property
    def embed_code(self) -> SafeString:
        """What somebody pastes into a page of theirs."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
            self.embed_address,
            self.title,
            self.height,
        )


def chart_links(chart: Chart, query: QueryDict, site: str, code: str = "") -> ChartLinks:
    """The links of a chart of the comparison or, with a `code`, of that indicator's page.

    `query` is what the page asks for.
    """
    name, at = ("indicator", {"code": code}) if code else ("compare", {})
    at = at | {"chart": chart.address_key}
    asked = query.copy()
    for part in (*_OF_THE_PAGE, LANG):
        asked.pop(part, None)
    if is_english():
        asked[LANG] = "en"
    tail = f"?{asked.urlencode()}"

    def file(kind: str, route: str) -> str:
        return reverse(f"{name}_{route}", kwargs={**at, "kind": kind}) + tail

    return ChartLinks(
        site=site,
        embed=reverse(f"{name}_embed", kwargs=at) + tail,
        png=file("png", "chart_file"),
        csv=file("csv", "chart_file"),
        svg=file("svg", "chart"),
        json=file("json", "chart"),
        title=chart.words.title,
        height=_frame_height(chart),
    )


def _frame_height(chart: Chart) -> int:
    """How high a frame is in which nothing scrolls, however wide the page is: the style sheet
    draws a picture at most a fifth larger than it is."""
    marks: int = chart.figure["layout"]["meta"]["height"]
    return round((marks + _AROUND) * 1.2) + _WORDS + _NOTE * len(chart.words.notes)
