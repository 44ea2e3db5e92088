"""What plans promise as tables of a file: a row a target, and a row a value that a plan reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.plans.rules.enums import Comparator, DepartmentRole, GoalKind, Nature, TargetForm
from indicators.plans.viewmodels.table import duties
from indicators.plans.wording import printed_number, unit_name

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.plans.models import Citation, PlanIndicator, Reported, Target


def promise_sheets(promises: Sequence[PlanIndicator], title: str, origin: Origin) -> list[Sheet]:
    """The targets of the promises (of `plan_indicators()`) in their order, and what their plans
    report of the past; numbers in the unit that the plan prints."""
    notes = [
        _("数值按规划原文的单位；目标的判定与比较见系统页面。"),
        _("“被代替”：后来的文件修订或下达了这一目标。"),
        *origin.notes,
    ]
    targets = Sheet(
        name=_("目标值"),
        title=title,
        columns=[*_promise_columns(), *_target_columns()],
        rows=[
            [*_promise_cells(promise), *_target_cells(promise, target)]
            for promise in promises
            for target in promise.targets.all()
        ],
        notes=notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )
    reported = [(promise, one) for promise in promises for one in promise.reported.all()]
    if not reported:
        return [targets]
    columns = [Column(_("年份")), Column(_("基期年")), Column(_("规划报告值")), *_source_columns()]
    return [
        targets,
        Sheet(
            name=_("规划报告值"),
            title=_("%(title)s：规划报告值") % {"title": title},
            columns=[*_promise_columns(), *columns],
            rows=[[*_promise_cells(of), *_reported_cells(of, one)] for of, one in reported],
            notes=[],
            notes_name=pgettext("tab", "说明"),
            paper=Paper.A3,
        ),
    ]


def _promise_columns() -> list[Column]:
    return [
        Column(_("行政区代码")),
        Column(_("行政区")),
        Column(_("指标代码")),
        Column(pgettext("column", "指标")),
        Column(_("序号")),
        Column(_("原文名称")),
        Column(_("单位")),
        Column(_("指标属性")),
        Column(_("责任单位")),
    ]


def _promise_cells(promise: PlanIndicator) -> list[Value]:
    return [
        promise.region_id,
        local_name(promise.region),
        promise.indicator_id,
        local_name(promise.indicator),
        promise.serial,
        promise.printed_name,
        unit_name(promise.unit),
        label(Nature(promise.nature)),
        _("；").join(_duties(promise)),
    ]


def _duties(promise: PlanIndicator) -> Iterator[str]:
    for duty in duties(promise):
        names = _("、").join(one.name for one in duty.departments)
        yield _("%(name)s：%(value)s") % {"name": label(DepartmentRole(duty.role)), "value": names}


def _target_columns() -> list[Column]:
    return [
        Column(_("目标年")),
        Column(_("基期年")),
        Column(_("起算年")),
        Column(_("比较符")),
        Column(_("目标值")),
        Column(_("区间另一端")),
        Column(_("力争值")),
        Column(_("原文所示")),
        Column(_("目标形式")),
        Column(_("数值形式")),
        Column(_("措辞")),
        Column(_("文本矛盾")),
        Column(_("修订的文件")),
        Column(_("修订生效日期")),
        Column(_("被代替")),
        *_source_columns(),
    ]


def _target_cells(promise: PlanIndicator, target: Target) -> list[Value]:
    later = target.replaced_by
    return [
        target.year,
        target.base_year,
        target.counts_from,
        label(Comparator(target.comparator)),
        target.printed_value,
        target.printed_value_to,
        target.printed_aim,
        shown_target(target, falls=promise.indicator.falls),
        label(GoalKind(target.goal_kind)),
        label(TargetForm(target.form)),
        target.wording,
        _("是") if target.conflict else None,
        None if target.amends is None else target.amends.plan_indicator.plan.title,
        target.effective_on,
        None if later is None else later.plan_indicator.plan.title,
        *_source_cells(promise, target.citations.all(), target.note),
    ]


def _reported_cells(promise: PlanIndicator, one: Reported) -> list[Value]:
    source = _source_cells(promise, one.citations.all(), one.note)
    return [one.year, one.base_year, one.printed_value, *source]


def _source_columns() -> list[Column]:
    return [
        Column(_("规划")),
        Column(_("规划标识")),
        Column(_("出处")),
        Column(_("原话")),
        Column(pgettext("column", "说明")),
    ]


def _source_cells(promise: PlanIndicator, citations: Iterable[Citation], note: str) -> list[Value]:
    first = next(iter(citations), None)
    return [
        promise.plan.title,
        promise.plan.slug,
        None if first is None else first.clause.key,
        None if first is None else first.quote,
        note,
    ]


def shown_target(target: Target, *, falls: bool) -> str:
    """A target as its page prints it; its words, where it is no number."""
    value = target.printed_value
    if value is None:
        return target.wording
    return printed_number(
        TargetForm(target.form),
        value,
        value_to=target.printed_value_to,
        aim=target.printed_aim,
        falls=falls,
    )
