"""Promises over the years as a chart: from `selectors.series` to `charts.trajectory`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.charts.frame import Words
from indicators.assessments.charts.trajectory import (
    MOST_LINES,
    Run,
    Trajectories,
    TrajectoryBreak,
    TrajectoryLabels,
    TrajectoryLine,
    TrajectoryPoint,
    starts_at_zero,
)
from indicators.assessments.wording import changed_by, explain, limit_phrase, target_phrase
from indicators.plans.rules.breaks import between, crosses
from indicators.plans.rules.enums import LimitBasis
from indicators.plans.rules.in_force import Ending, targets_in_force
from indicators.plans.rules.limits import Limit, goals
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.wording import amount, break_title

if TYPE_CHECKING:
    from indicators.assessments.selectors.series import Series, YearPoint


@dataclass(frozen=True, slots=True)
class NamedSeries:
    """A promise over the years with the name under which the chart draws it."""

    name: str
    series: Series


def trajectories(named: Sequence[NamedSeries], *, words: Words, year: int) -> Trajectories:
    """The chart of these promises; its notes say what a reader can't see in it."""
    last = max((one.series.last for one in named), default=year)
    lines = tuple(_line(one, year, last) for one in named[:MOST_LINES])
    data = Trajectories(words, _labels(), year, lines, _breaks(named))
    notes = (*words.notes, *_notes(data, named))
    return replace(data, words=replace(words, notes=notes))


def _labels() -> TrajectoryLabels:
    return TrajectoryLabels(
        actual=_("实际值"),
        target=_("规划目标"),
        replaced=_("已修订的目标"),
        path=_("推算的限值（非规划原文）"),
        projection=_("按目前速度外推"),
        standing=_("长期控制值"),
        preliminary=pgettext("value", "初步数"),
        beyond=_("力争值、区间另一端（不评判）"),
    )


def _notes(data: Trajectories, named: Sequence[NamedSeries]) -> list[str]:
    notes = []
    if not starts_at_zero(data):
        notes.append(_("纵轴不从 0 开始。"))
    if len(named) > MOST_LINES:
        notes.append(
            _("图中只画出前 %(most)d 个城市；请在上方选择要比较的城市。") % {"most": MOST_LINES}
        )
    if data.breaks:
        notes.append(_("竖虚线处口径变动，前后的数值不连成一条线。"))
    if any(one.series.demo for one in named):
        notes.append(_("含演示数据：不是真实填报的数值。"))
    return notes


def _breaks(named: Sequence[NamedSeries]) -> tuple[TrajectoryBreak, ...]:
    """The breaks within the years that are drawn; that of one region with its name."""
    says: dict[int, list[str]] = {}
    for one in named[:MOST_LINES]:
        for broken in between(one.series.row.promise.breaks, one.series.first, one.series.last):
            words = break_title(broken)
            if broken.region is not None:
                words = _("%(name)s：%(text)s") % {"name": one.name, "text": words}
            if words not in says.setdefault(broken.year, []):
                says[broken.year].append(words)
    return tuple(TrajectoryBreak(year, _("、").join(says[year])) for year in sorted(says))


def _unbroken(runs: Iterable[Run], promise: Promise) -> tuple[Run, ...]:
    """The runs in pieces that are counted alike."""
    pieces: list[list[TrajectoryPoint]] = []
    for run in runs:
        pieces.append([])
        for point in run:
            if pieces[-1] and crosses(promise.breaks, pieces[-1][-1].year, point.year):
                pieces.append([])
            pieces[-1].append(point)
    return tuple(tuple(piece) for piece in pieces if piece)


def _line(one: NamedSeries, year: int, last: int) -> TrajectoryLine:
    points = one.series.points()
    promise = one.series.row.promise
    return TrajectoryLine(
        name=one.name,
        code=one.series.row.region,
        actual=_unbroken(_actual_runs(one, points), promise),
        targets=_targets(one.name, promise, replaced=False),
        replaced=_targets(one.name, promise, replaced=True),
        path=tuple(
            run for run in _unbroken(_path_runs(one.name, promise, points), promise) if len(run) > 1
        ),
        projection=_projection(one, points, year),
        standing=_standing(one.name, promise, one.series.first, last),
        beyond=_beyond(one.name, promise),
    )


def _actual_runs(one: NamedSeries, points: Sequence[YearPoint]) -> list[Run]:
    """The values; those of a reduction start again with each base year that was reported."""
    if not one.series.row.promise.is_reduction:
        return [
            tuple(_level(one, point, point.actual) for point in points if point.actual is not None)
        ]
    runs: dict[int, list[TrajectoryPoint]] = {}
    for point in points:
        for (year, base), seen in point.assessment.observations.items():
            if year == point.year and base is not None and seen.value is not None:
                mark = _reduction(one, point, base, seen.value)
                preliminary = seen.obs_status is ObsStatus.PRELIMINARY
                runs.setdefault(base, []).append(replace(mark, preliminary=preliminary))
    return [tuple(runs[base]) for base in sorted(runs)]


def _level(one: NamedSeries, point: YearPoint, value: Decimal) -> TrajectoryPoint:
    text = amount(value, one.series.row.unit)
    words = {"name": one.name, "year": point.year, "value": text}
    head = _("%(name)s · %(year)d 年实际 %(value)s") % words
    preliminary = point.assessment.preliminary
    return TrajectoryPoint(point.year, value, (head, *_verdict(point)), preliminary)


def _reduction(one: NamedSeries, point: YearPoint, base: int, value: Decimal) -> TrajectoryPoint:
    words = {
        "name": one.name,
        "year": point.year,
        "base": base,
        "value": amount(abs(value), one.series.row.unit),
    }
    if value < 0:
        head = _("%(name)s · %(year)d 年较 %(base)d 年实际上升 %(value)s") % words
    else:
        head = _("%(name)s · %(year)d 年较 %(base)d 年实际下降 %(value)s") % words
    judged = point.limit is not None and point.limit.base_year == base
    return TrajectoryPoint(point.year, value, (head, *(_verdict(point) if judged else ())))


def _verdict(point: YearPoint) -> tuple[str, str]:
    status = f"{point.status.symbol} {label(point.status)}"
    return (status, explain(point.assessment))


def _targets(name: str, promise: Promise, *, replaced: bool) -> Run:
    """What is judged of each year that a target names, to the end, or until another document
    replaced it; a goal without a year is no point."""
    return tuple(
        TrajectoryPoint(goal.year, goal.shown, _target_says(name, promise, goal.target))
        for goal in goals(promise)
        if goal.year is not None and (_ending(promise, goal.target) is not None) == replaced
    )


def _beyond(name: str, promise: Promise) -> Run:
    """What is stated beside a target and isn't judged: the far end of a range, what is strived
    for. A change's is no value of the axis."""
    return tuple(
        TrajectoryPoint(target.year, value, _target_says(name, promise, target))
        for target in promise.targets
        if target.year is not None and not target.is_change and _ending(promise, target) is None
        for value in (target.value_to, target.aim)
        if value is not None
    )


def _ending(promise: Promise, target: TargetData) -> Ending | None:
    """What took the place of a target by its year: another target, or another plan."""
    if target.ended is not None:
        return target.ended
    ended = promise.ended
    before = ended is None or (target.year is not None and target.year < ended.on.year)
    return None if before else ended


def _target_says(name: str, promise: Promise, target: TargetData) -> tuple[str, ...]:
    head = (
        _("%(name)s · 长期控制值") % {"name": name}
        if target.year is None
        else _("%(name)s · %(year)d 年规划目标") % {"name": name, "year": target.year}
    )
    says: tuple[str, ...] = (head, target_phrase(promise, target))
    if changed := changed_by(target, promise):
        says = (*says, changed)
    ending = _ending(promise, target)
    if ending is None:
        return says
    known = {"day": ending.on.isoformat(), "title": ending.by.title}
    if target.ended is None:
        return (*says, _("规划自%(day)s起由《%(title)s》代替") % known)
    return says if changed else (*says, _("自%(day)s起由《%(title)s》修订") % known)


def _path_runs(name: str, promise: Promise, points: Sequence[YearPoint]) -> list[Run]:
    """The road through the stated targets; it breaks where a year has no limit, a new base, or
    other targets in force than the year before: each period has its own road."""
    runs: list[list[TrajectoryPoint]] = [[]]
    base: int | None = None
    in_force: tuple[TargetData, ...] | None = None
    for point in points:
        limit = point.limit
        if limit is None or limit.basis is LimitBasis.STANDING:
            runs.append([])
            continue
        targets = targets_in_force(promise, point.year)
        if limit.base_year != base or not runs[-1] or targets != in_force:
            base, in_force = limit.base_year, targets
            runs.append([])
            if limit.start is not None and limit.basis is LimitBasis.INTERPOLATED:
                runs[-1].append(_road(name, promise, limit, limit.start.year, from_start=True))
        runs[-1].append(_road(name, promise, limit, point.year))
    return [tuple(run) for run in runs]


def _road(
    name: str, promise: Promise, limit: Limit, year: int, *, from_start: bool = False
) -> TrajectoryPoint:
    if from_start:
        assert limit.start is not None
        start = _("%(name)s · %(year)d 年起点") % {"name": name, "year": year}
        return TrajectoryPoint(year, limit.start.value, (start,))
    head = _("%(name)s · %(year)d 年限值") % {"name": name, "year": year}
    says = [head, limit_phrase(limit, promise)]
    if limit.is_estimate:
        says.append(_("系统推算，非规划原文"))
    return TrajectoryPoint(year, limit.shown, tuple(says))


def _projection(one: NamedSeries, points: Sequence[YearPoint], year: int) -> Run:
    """From the last value up to `year` to the next target's year, at the pace so far."""
    known = [point for point in points if point.actual is not None and point.year <= year]
    if not known:
        return ()
    now = known[-1]
    ahead = now.assessment.projection
    if ahead is None or ahead.value is None or ahead.target.year is None or now.actual is None:
        return ()
    promise = one.series.row.promise
    if promise.ended is not None and ahead.target.year >= promise.ended.on.year:
        return ()
    says = (
        _("%(name)s · 按目前速度，%(year)d 年将为 %(value)s")
        % {
            "name": one.name,
            "year": ahead.target.year,
            "value": amount(ahead.value, promise.unit),
        },
        _("可达到目标") if ahead.kept else _("达不到目标"),
    )
    return (
        TrajectoryPoint(now.year, now.actual, says),
        TrajectoryPoint(ahead.target.year, ahead.value, says),
    )


def _standing(name: str, promise: Promise, first: int, last: int) -> Run:
    goal = next(
        (goal for goal in goals(promise, targets_in_force(promise, last)) if goal.year is None),
        None,
    )
    if goal is None:
        return ()
    says = _target_says(name, promise, goal.target)
    since = promise.since or first
    if promise.ended is not None:
        last = min(last, promise.ended.on.year)
    return (
        TrajectoryPoint(since, goal.value, says),
        TrajectoryPoint(max(last, since + 1), goal.value, says),
    )
