"""A verdict as cells of a file, number for number what the pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.tables import Column
from indicators.actuals.rules.keys import ActualKey
from indicators.assessments.wording import explain

if TYPE_CHECKING:
    from common.tables import Value
    from indicators.actuals.selectors.passports import Passports
    from indicators.assessments.rules.assessment import Assessment
    from indicators.plans.selectors.promise_rows import PromiseRow


def verdict_columns() -> list[Column]:
    """The heads of `verdict_cells`. The unit stands in a column of its own: rows have several."""
    return [
        Column(_("年份")),
        Column(_("基期年")),
        Column(_("实际值")),
        Column(_("推算值")),
        Column(_("限值")),
        Column(_("限值依据")),
        Column(_("余量或差距")),
        Column(_("评估状态")),
        Column(_("理由")),
        Column(pgettext("value", "初步数")),
        Column(_("演示数据")),
        Column(_("已撤回发布")),
    ]


def verdict_cells(row: PromiseRow, verdict: Assessment, passports: Passports) -> list[Value]:
    """The verdict on the promise `row`; its value has its passport, where it was published so.

    A value that was chained from those of other base years stands among what is computed: nobody
    reported it.
    """
    ended, is_chained = verdict.withdrawn, verdict.linked_base is not None
    derived = verdict.derived if verdict.actual is None else None
    return [
        verdict.year,
        verdict.base_year,
        None if is_chained else published_value(row, verdict, passports),
        verdict.actual if is_chained else derived,
        verdict.shown_limit,
        label(verdict.limit.basis) if verdict.limit is not None else None,
        verdict.shown_gap,
        label(verdict.status),
        explain(verdict),
        yes(verdict.preliminary),
        yes(verdict.demo),
        yes(ended is not None),
    ]


def published_value(row: PromiseRow, verdict: Assessment, passports: Passports) -> Value:
    """The year's value with its passport. One that was computed from others has none."""
    if verdict.linked_base is not None:
        return verdict.actual
    key = ActualKey(row.region, row.indicator, verdict.year, verdict.base_year)
    return passports.stamped(key, verdict.actual)


def yes(holds: bool) -> str | None:
    """是, or an empty cell."""
    return _("是") if holds else None
