"""The charts of a report: the published values of its indicators beside their limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from siwei.reports.charts.panels import Panel, PanelYear, panels
from siwei.reports.rules.blocks import Paragraph, Picture
from siwei.reports.rules.passports import text_of
from siwei.reports.viewmodels.promises import NOTHING, name_of, unit_of

if TYPE_CHECKING:
    from indicators.assessments.selectors.series import Series
    from siwei.pages.selectors.briefing import Verdict
    from siwei.reports.viewmodels.numbering import Numbering

# A line of one value says nothing.
FEWEST_VALUES = 2
PER_PICTURE = 6
_KEY = (
    "图中数字为当年值与限值：圆点和实线为已发布的年度值，虚线为限值，空心菱形为规划写明的限值；"
    "没有数值的年份和口径变动之处不连线。"
)


def pictures(
    title: str, verdicts: Sequence[Verdict], numbering: Numbering, *, own: str
) -> list[Picture | Paragraph]:
    """A picture for each six of the promises of which several years are known, and what its signs
    mean; none where there is nothing to draw."""
    drawn = [one for one in verdicts if _known_years(one) >= FEWEST_VALUES]
    found: list[Picture | Paragraph] = []
    for first in range(0, len(drawn), PER_PICTURE):
        some = drawn[first : first + PER_PICTURE]
        numbered = list(enumerate(some, start=1))
        named = "；".join(f"（{n}）{_named(one, own)}" for n, one in numbered)
        found.append(
            Picture(
                svg=panels([_panel(n, one) for n, one in numbered]),
                description="；".join(_described(one, own) for one in some) + "。",
                caption=numbering.picture(title),
            )
        )
        found.append(Paragraph(f"注：{named}。{_KEY}", note=True))
    return found


def _series(one: Verdict) -> Series:
    assert one.series is not None  # they were asked for
    return one.series


def _known_years(one: Verdict) -> int:
    if one.series is None:
        return 0
    return sum(point.actual is not None for point in _points(one))


def _points(one: Verdict) -> Sequence[PanelYear]:
    """Its years. A reduction from a base year that no target counts from is on no scale with
    them."""
    promise = one.row.promise
    bases = {target.base_year if promise.is_reduction else None for target in promise.targets}
    breaks = {broken.year for broken in promise.breaks}
    points: list[PanelYear] = []
    stretch, base = 0, None
    for point in _series(one).points():
        a = point.assessment
        if points and (point.year in breaks or a.base_year != base):
            stretch += 1
        base = a.base_year
        points.append(
            PanelYear(
                point.year,
                point.actual if a.base_year in bases else None,
                a.shown_limit,
                point.limit is not None and not point.limit.is_estimate,
                stretch,
            )
        )
    return points


def _panel(number: int, one: Verdict) -> Panel:
    return Panel(number, one.assessment.year, _points(one))


def _named(one: Verdict, own: str) -> str:
    unit = unit_of(one)
    name = name_of(one, own=own)
    return name if unit == NOTHING else f"{name}，{unit}"


def _described(one: Verdict, own: str) -> str:
    """What the panel shows, for who doesn't see it."""
    values = "、".join(
        f"{point.year}年{text_of(point.actual)}"
        for point in _points(one)
        if point.actual is not None
    )
    limit = one.assessment.shown_limit
    said = "" if limit is None else f"，{one.assessment.year}年限值{text_of(limit)}"
    return f"{_named(one, own)}：{values}{said}"
