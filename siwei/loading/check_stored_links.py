"""Checks a plan's file against what plans of the database, loaded before, say of it."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from siwei.loading.check import CheckedPlan
from siwei.loading.checking import Path
from siwei.loading.links import KnownPlan, TargetKey, amending_day, targets_of

# Where in the file, and what is wrong there.
Contradictions = Iterator[tuple[Path, str]]


def contradictions(checked: CheckedPlan, stored: Iterable[KnownPlan]) -> Contradictions:
    """Where the file no longer fits the plans of the database that amend it, that supersede it,
    or that amend the plan whose place it takes. `stored`: the plans that no file of this load
    brings; the others are checked from their own files."""
    for other in stored:
        yield from _amended(checked, other)
        yield from _superseded(checked, other)
        yield from _amends_what_ends(checked, other)


def _amended(checked: CheckedPlan, other: KnownPlan) -> Contradictions:
    """What `other` amends is still in the file, and begins before it is amended."""
    mine = {
        key: (path, amending_day(checked, target) or checked.file.plan.issued_on)
        for path, key, target in targets_of(checked)
    }
    for amending, key in other.amends.items():
        if key.plan != checked.file.plan.slug:
            continue
        if key not in mine:
            yield ("indicators",), _gone(other, key)
            continue
        path, begins = mine[key]
        day = other.days[amending]
        if begins is not None and day is not None and day < begins:
            words = _("规划“%(other)s”自%(day)s起修订这个目标，早于它的日期%(begins)s")
            known = {"other": other.slug, "day": day, "begins": begins}
            yield _path_of_the_day(checked, path), words % known


def _path_of_the_day(checked: CheckedPlan, path: Path) -> Path:
    """Where the file says from which day a target holds."""
    own: Path = (*path, "effective_on")
    return own if own in checked.source.lines else ("plan", "issued_on")


def _gone(other: KnownPlan, key: TargetKey) -> str:
    words = _(
        "规划“%(plan)s”修订的目标在这个文件里没有了：行政区%(region)s，"
        "指标“%(indicator)s”，年份%(year)s；请同时载入改好的“%(plan)s”"
    )
    return words % {
        "plan": other.slug,
        "region": key.region,
        "indicator": key.indicator,
        "year": key.year or _("（不限）"),
    }


def _superseded(checked: CheckedPlan, other: KnownPlan) -> Contradictions:
    head = checked.file.plan
    if other.supersedes != head.slug:
        return
    if other.region != head.region:
        words = _("代替本规划的“%(other)s”是%(region)s的，只能代替同一行政区的规划")
        yield ("plan", "region"), words % {"other": other.slug, "region": other.region}
    day = other.supersedes_on
    if head.issued_on is not None and day is not None and day < head.issued_on:
        words = _("规划“%(other)s”自%(day)s起代替本规划，早于它的印发日期%(issued)s")
        known = {"other": other.slug, "day": day, "issued": head.issued_on}
        yield ("plan", "issued_on"), words % known


def _amends_what_ends(checked: CheckedPlan, other: KnownPlan) -> Contradictions:
    """No plan amends another that has ended before."""
    ended = checked.file.plan.superseding_day
    if ended is None:
        return
    days: list[date] = [
        day
        for amending, key in other.amends.items()
        if key.plan == checked.file.plan.supersedes
        if (day := other.days[amending]) is not None and ended <= day
    ]
    if days:
        words = _("规划“%(other)s”自%(day)s起修订“%(plan)s”，那时它已由本规划代替（%(ended)s）")
        plan = checked.file.plan.supersedes
        known = {"other": other.slug, "day": min(days), "ended": ended, "plan": plan}
        yield ("plan", "supersedes"), words % known
