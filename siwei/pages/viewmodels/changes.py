"""What changed, line by line and day by day, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.publications import ValueChange
from indicators.assessments.wording import turn_words
from indicators.plans.rules.enums import TargetForm
from indicators.plans.wording import amount, printed_number
from siwei.pages import wording  # noqa: F401  registers what changes are called
from siwei.pages.rules import ChangeKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from departments.models import Region
    from indicators.actuals.rules.findings import IndicatorName
    from indicators.actuals.rules.keys import ActualKey
    from indicators.actuals.rules.publications import PublishedValue
    from indicators.assessments.rules.statuses import Status
    from indicators.assessments.selectors.turns import VerdictChange
    from indicators.plans.models import Indicator, Plan, Target
    from indicators.plans.rules.units import NamedUnit
    from indicators.plans.selectors.changes import AmendmentEvent, PlanEvent
    from siwei.pages.selectors.changes import AmendmentNews, ChangeList, News, ValueNews


@dataclass(frozen=True, slots=True)
class TurnLine:
    """What became of one verdict. `year` and `plan`: where they have to be told apart; `now`:
    where it is another one by now."""

    before: Status
    after: Status
    words: str
    now: Status | None
    year: int | None
    plan: str
    plan_year: int

    @property
    def changed(self) -> bool:
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that changed. `timed`: at a time of the day, not on a day as such. `before` and
    `after` are with their units. A value leads to its page, unless it was removed (`actual`); a
    target to its sentence (`plan`, `clause`)."""

    at: datetime
    timed: bool
    kind: ChangeKind
    what: str
    region: Region
    name: IndicatorName | None = None
    year: int | None = None
    base_year: int | None = None
    before: str = ""
    after: str = ""
    ended: bool = False
    turns: Sequence[TurnLine] = ()
    organ: str = ""
    reason: str = ""
    source: str = ""
    actual: ActualKey | None = None
    plan: Plan | None = None
    clause: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """What changed on one day, the newest first."""

    day: date
    lines: list[ChangeLine]


def change_days(found: ChangeList) -> list[ChangeDay]:
    """The changes by day, in Chinese time."""
    lines = [_line(one, found) for one in found.news]
    return [
        ChangeDay(day, list(some))
        for day, some in groupby(lines, key=lambda line: timezone.localdate(line.at))
    ]


def has_demo(days: Sequence[ChangeDay]) -> bool:
    """Whether any value in them is invented for a demonstration."""
    return any(line.demo for day in days for line in day.lines)


def _line(news: News, found: ChangeList) -> ChangeLine:
    if news.subject == "actual":
        return _of_value(news, found)
    return _of_amendment(news, found) if news.subject == "target" else _of_plan(news)


def _of_value(news: ValueNews, found: ChangeList) -> ChangeLine:
    event, detail = news.event, news.detail
    unit = found.indicators[event.of.indicator].unit
    before, after = _said(detail.before, unit), _said(detail.after, unit)
    gone = event.change is ValueChange.REMOVED
    return ChangeLine(
        at=event.key.at,
        timed=True,
        kind=ChangeKind(event.change.value),
        what=_value_words(event.change, again=detail.again, same=before == after),
        region=found.regions[event.of.region],
        name=found.names[event.pair],
        year=event.of.year,
        base_year=event.of.base_year,
        before="" if before == after else before,
        after=after,
        ended=detail.after is None or detail.again,
        turns=_turns(news.verdicts, event.of.year),
        organ=detail.organ,
        reason=detail.reason,
        source=detail.source,
        actual=None if gone else event.of,
        demo=detail.demo,
    )


def _value_words(change: ValueChange, *, again: bool, same: bool) -> str:
    if again:
        return pgettext("change", "重新发布")
    if change is ValueChange.CORRECTED and same:
        return pgettext("change", "更正来源或说明，数值不变")
    return label(ChangeKind(change.value))


def _said(value: PublishedValue | None, unit: NamedUnit) -> str:
    """The value with its unit, or why there is none."""
    if value is None:
        return ""
    if value.value is not None:
        return amount(value.value, unit)
    status = label(ObsStatus(value.obs_status))
    return (
        _("%(status)s（%(note)s）") % {"status": status, "note": value.note}
        if value.note
        else status
    )


def _turns(verdicts: Sequence[VerdictChange], year: int | None) -> list[TurnLine]:
    several = len({one.row.plan for one in verdicts}) > 1
    return [
        TurnLine(
            before=one.statuses.before,
            after=one.statuses.after,
            words=turn_words(one.statuses),
            now=None if one.statuses.now is one.statuses.after else one.statuses.now,
            year=None if one.year == year else one.year,
            plan=one.row.plan if several else "",
            plan_year=one.row.plan_year,
        )
        for one in verdicts
    ]


def _of_amendment(news: AmendmentNews, found: ChangeList) -> ChangeLine:
    event = news.event
    target, amended = event.target, event.target.amends
    promise = target.plan_indicator
    indicator = found.indicators[promise.indicator_id]
    assert amended is not None
    return ChangeLine(
        at=event.key.at,
        timed=event.is_announced,
        kind=ChangeKind.AMENDED,
        what=_amendment_words(event, amended),
        region=found.regions[promise.region_id],
        name=found.names[promise.region_id, promise.indicator_id],
        year=target.year,
        base_year=target.base_year,
        before=_promised(amended, indicator),
        after=_promised(target, indicator),
        ended=True,
        turns=_turns(news.verdicts, target.year),
        organ=event.plan.issuer,
        plan=event.plan,
        clause="" if event.citation is None else event.citation.clause.key,
    )


def _amendment_words(event: AmendmentEvent, amended: Target) -> str:
    day = event.target.effective_on
    assert day is not None
    if not event.is_announced:
        return pgettext("change", "目标修订生效")
    if amended.form == TargetForm.SET_ELSEWHERE:
        return pgettext("change", "目标下达，自 %(day)s 起") % {"day": day.isoformat()}
    return pgettext("change", "目标修订，自 %(day)s 起") % {"day": day.isoformat()}


def _promised(target: Target, indicator: Indicator) -> str:
    """A target as its plan prints it, with the unit, or its words."""
    value = target.printed_value
    if value is None:
        return target.wording or target.get_form_display()
    return printed_number(
        TargetForm(target.form),
        value,
        value_to=target.printed_value_to,
        aim=target.printed_aim,
        falls=indicator.falls,
        unit=target.plan_indicator.unit,
    )


def _of_plan(news: PlanEvent) -> ChangeLine:
    taken = news.plan.supersedes if news.changed is None else None
    return ChangeLine(
        at=news.key.at,
        timed=not news.is_superseding,
        kind=ChangeKind.LOADED,
        what=_plan_words(news),
        region=news.plan.region,
        before="" if taken is None else taken.title,
        ended=True,
        organ=news.plan.issuer,
        plan=news.plan,
    )


def _plan_words(news: PlanEvent) -> str:
    if news.is_superseding:
        return pgettext("change", "规划代替生效")
    if news.changed is None and news.plan.supersedes_on is not None:
        day = {"day": news.plan.supersedes_on.isoformat()}
        return pgettext("change", "规划载入，自 %(day)s 起代替") % day
    if news.changed is None:
        return label(ChangeKind.LOADED)
    if not news.changed:  # the history keeps more of it than before
        return pgettext("change", "规划重新登记，内容未变")
    parts = _("、").join(label(part) for part in news.changed)
    return pgettext("change", "规划有改动：%(parts)s") % {"parts": parts}
