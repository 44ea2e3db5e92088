"""A province's own map, with what its tiles would say: a status, a link and words a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from common.labels import label
from common.language import is_english
from siwei.loading.maps import MarkPlace, RegionEnd, RegionStart
from siwei.pages.viewmodels.tiles import tile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicators.assessments.selectors.assessments import OverviewCity
    from siwei.loading.maps import Part, ProvinceMap
    from siwei.pages.viewmodels.tiles import Tile

# The longer side of the map on a screen that has room, in CSS pixels, and so many letters in it.
_SIDE, _LETTERS = 480, 36
# From this width on, of the longer side, a phone has no room for it: it becomes smaller there.
_WIDE = 0.7


@dataclass(frozen=True, slots=True)
class ShownMap:
    """`tiles`: the regions that the map lacks, and those it says no status of: a colour alone
    says nothing on a grey print."""

    drawing: SafeString
    tiles: list[Tile]
    approval: str


def province_map(
    known: ProvinceMap | None, tiles: Sequence[Tile], cities: Iterable[OverviewCity], year: int
) -> ShownMap | None:
    """The map; None where the province has none. A city without a tile is on it by its name."""
    if known is None:
        return None
    regions = {one.code: one for one in tiles}
    for city in cities:
        name = city.name_en if is_english() else city.name
        regions.setdefault(city.code, tile(city.code, name, city.promises.counts))
    places = {one.code for one in known.parts if isinstance(one, MarkPlace)}
    marked = known.codes & places
    drawing = _Drawing({code: regions[code] for code in known.codes & regions.keys()}, year)
    return ShownMap(
        drawing=drawing.of(known),
        tiles=[one for one in regions.values() if one.code not in marked],
        approval=known.approval,
    )


class _Drawing:
    """The map as markup. What is text in `parts` is escaped already (siwei/loading/maps.py)."""

    def __init__(self, regions: Mapping[str, Tile], year: int) -> None:
        self._regions, self._year = regions, year
        self._lang = mark_safe(' lang="en"' if is_english() else "")
        self._linked: set[str] = set()
        self._marked: set[str] = set()

    def of(self, known: ProvinceMap) -> SafeString:
        _x, _y, width, height = known.view_box
        longer = max(width, height)
        return format_html(
            '<svg class="province-map__drawing{}" role="group" aria-labelledby="province-map"'
            ' lang="zh-Hans" viewBox="{}" width="{}" height="{}" font-size="{}">{}</svg>',
            " province-map__drawing--wide" if width / longer > _WIDE else "",
            " ".join(f"{one:.12g}" for one in known.view_box),
            f"{_SIDE * width / longer:.1f}",
            f"{_SIDE * height / longer:.1f}",
            f"{longer / _LETTERS:.6g}",
            mark_safe("".join(self._part(one) for one in known.parts)),
        )

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        region = self._regions.get(part.code)
        if isinstance(part, MarkPlace):
            return self._mark(part, region) if region else ""
        if isinstance(part, RegionEnd):
            closing = f"</{part.element}>"
            return closing + _wrapper_end(region) if region else closing
        opening = f"<{part.element}{part.attributes}>"
        return self._wrapper(part, region) + opening if region else opening

    def _wrapper(self, part: RegionStart, region: Tile) -> str:
        """A link, or a group of what has no page. Of a region in several pieces one is enough for
        who goes by keyboard or hears it."""
        tone = f"status--{region.status.token} region--judged" if region.status else ""
        again = mark_safe(' tabindex="-1" aria-hidden="true"' if part.code in self._linked else "")
        self._linked.add(part.code)
        if not region.is_known:
            return format_html(
                '<g class="region region--empty"{}{}><title>{}</title>',
                *(self._lang, again, _words(region)),
            )
        return format_html(
            '<a class="region {}" href="{}?year={}"{}{}><title>{}</title>',
            *(tone, reverse("city", args=[part.code]), self._year),
            *(self._lang, again, _words(region)),
        )

    def _mark(self, part: MarkPlace, region: Tile) -> str:
        """The name above its status; the link says both already."""
        if part.code in self._marked:
            return ""
        self._marked.add(part.code)
        tone = f" status--{region.status.token}" if region.status else ""
        return format_html(
            '<text class="region__mark{}" x="{}" y="{}"{} aria-hidden="true"{}>'
            '<tspan x="{}">{}</tspan><tspan x="{}" dy="1.2em">{}</tspan></text>',
            *(tone, part.x, part.y, mark_safe(part.transform), self._lang),
            *(part.x, region.name, part.x, _sign(region)),
        )


def _wrapper_end(region: Tile) -> str:
    return "</a>" if region.is_known else "</g>"


def _words(region: Tile) -> str:
    """What the tile says, read aloud."""
    if region.status is None:
        return f"{region.name} {_sign(region)}"
    return f"{region.name} {label(region.status)} {region.number}"


def _sign(region: Tile) -> str:
    if region.status:
        return f"{region.status.symbol} {region.number}"
    return pgettext("mark", "无约束") if region.is_known else pgettext("mark", "无规划")
