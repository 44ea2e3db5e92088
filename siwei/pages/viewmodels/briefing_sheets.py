"""A briefing as a workbook: what is broken or missing with its verdict, the late work, what to ask,
and what changed. Line for line what the page has, whatever fits its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.assessments.viewmodels.verdict_cells import verdict_cells, verdict_columns, yes
from indicators.plans.viewmodels.unit_cells import unit_cells, unit_columns
from siwei.pages.viewmodels.change_sheet import change_sheet
from siwei.pages.viewmodels.changes import ChangeDay
from siwei.pages.wording import missing_words
from tasks.rules.enums import StatementKind, WorkState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.downloads import Origin
    from common.tables import Value
    from departments.models import Region
    from indicators.actuals.selectors.passports import Passports
    from siwei.pages.selectors.briefing import Verdict, Verdicts
    from siwei.pages.selectors.questions import Questions
    from siwei.pages.viewmodels.briefing import BriefingPage, QuestionRow
    from tasks.models import Statement
    from tasks.selectors.late import LateMilestone
    from tasks.viewmodels.thread import MilestoneRow


def briefing_sheets(
    page: BriefingPage,
    found: Verdicts,
    asked: Questions,
    passports: Passports,
    origin: Origin,
    *,
    today: date,
) -> list[Sheet]:
    """The tables of the page. The first one, which is the CSV file, has the promises."""
    known = {"name": local_name(page.region), "year": page.year}
    title = _("%(name)s %(year)s 年简报") % known
    demo = [_("含演示数据：不是真实填报的数值。")] if page.demo else []
    notes = [page.sentence, *demo, *origin.notes]

    def sheet(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> Sheet:
        return Sheet(name, title, columns, rows, notes, pgettext("tab", "说明"), Paper.A3)

    wanted = [*found.crossed, *found.missed, *found.behind, *found.missing]
    return [
        sheet(
            _("未兑现和缺数"),
            _promise_columns(),
            [_promise(one, found, asked, passports, today) for one in wanted],
        ),
        sheet(
            _("建议了解的问题"),
            _question_columns(),
            [_question(row) for city in page.questions for row in city.rows],
        ),
        sheet(_("逾期的工作"), _late_columns(), [_late(row, one) for row, one in page.late.rows]),
        change_sheet([ChangeDay(today, list(page.changes.rows))], page.since, origin),
    ]


def _place_columns() -> list[Column]:
    return [Column(_("行政区代码")), Column(_("行政区"))]


def _place(region: Region) -> list[Value]:
    return [region.code, local_name(region)]


def _promise_columns() -> list[Column]:
    return [
        *_place_columns(),
        Column(_("指标代码")),
        Column(pgettext("column", "指标")),
        *unit_columns(),
        Column(_("指标属性")),
        *verdict_columns(),
        Column(_("缺数的情况")),
        Column(_("责任单位")),
        Column(_("规划标识")),
        Column(_("条款")),
        Column(_("原话")),
    ]


def _promise(
    one: Verdict, found: Verdicts, asked: Questions, passports: Passports, today: date
) -> list[Value]:
    row, citation = one.row, asked.citations.get(one.row.pk)
    why = missing_words(found.why_missing(one, today=today)) if one.is_missing else None
    return [
        *_place(one.region),
        row.indicator,
        local_name(asked.names[row.pk]),
        *unit_cells(row.unit),
        label(row.nature),
        *verdict_cells(row, one.assessment, passports),
        why,
        _joined(asked.heads.get(row.pk, ())),
        row.plan if citation is None else citation.clause.plan.slug,
        None if citation is None else citation.clause.key,
        None if citation is None else citation.quote,
    ]


def _question_columns() -> list[Column]:
    return [
        *_place_columns(),
        Column(pgettext("column", "指标")),
        Column(_("问题")),
        Column(_("数值标识")),
        Column(_("演示数据")),
        Column(_("责任单位")),
        Column(_("规划标识")),
        Column(_("条款")),
        Column(_("原话")),
        Column(_("依据未公开的内容")),
    ]


def _question(row: QuestionRow) -> list[Value]:
    return [
        *_place(row.region),
        None if row.name is None else local_name(row.name),
        row.words,
        "\n".join(str(cited.key) for cited in row.values),
        yes(any(cited.demo for cited in row.values)),
        _joined(row.departments),
        row.plan,
        row.clause,
        row.quote,
        yes(row.is_restricted),
    ]


def _late_columns() -> list[Column]:
    return [
        *_place_columns(),
        Column(_("时限节点")),
        Column(_("主要任务")),
        Column(_("到期日")),
        Column(_("规划的到期日")),
        Column(_("逾期天数")),
        Column(_("责任单位")),
        Column(_("最近的说明")),
    ]


def _late(row: MilestoneRow, one: LateMilestone) -> list[Value]:
    milestone = row.milestone
    return [
        *_place(milestone.task.plan.region),
        milestone.text,
        milestone.task.numbered_title,
        row.extended_to or milestone.due_on,
        milestone.due_on,
        row.days_late,
        _joined(each.department.name for each in one.answering),
        None if one.said is None else _said(one.said),
    ]


def _said(said: Statement) -> str:
    head = label(WorkState(said.state)) if said.state else label(StatementKind(said.kind))
    if not said.text:
        return head
    return _("%(name)s：%(value)s") % {"name": head, "value": said.text}


def _joined(names: Iterable[str]) -> str:
    return _("、").join(names)
