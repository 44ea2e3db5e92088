"""The template of a province and year: its regions by indicators, one sheet for the values, one
for their sources and one for their notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.language import local_name
from common.tables import Paper
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.templatetags.plans import localdefinition
from indicators.plans.wording import unit_name
from siwei.exchange.rules.template import (
    PROVINCE,
    SHEET,
    TemplateFacts,
    facts_as_rows,
    period_of,
)
from siwei.exchange.viewmodels.form_book import (
    FormBook,
    FormCell,
    FormColumn,
    FormSheet,
    Look,
    NumberCheck,
    Value,
)
from siwei.exchange.viewmodels.template_notes import Made, province_notes
from siwei.exchange.viewmodels.template_words import (
    lead_words,
    number_check,
    sensible_words,
    value_cell,
)

if TYPE_CHECKING:
    from indicators.actuals.models import Actual
    from siwei.exchange.selectors.province import ProvinceColumn, ProvinceGrid

_NAMES = 2  # a region's code and name stand first
_CODE_WIDTH, _NAME_WIDTH, _WIDTH, _TEXT_WIDTH = 12, 14, 15, 22


def province_book(shown: ProvinceGrid, made: Made) -> FormBook:
    """The workbook of what somebody sees; what takes no change is locked in it."""
    words = {"name": local_name(shown.province), "year": shown.year}
    title = _("%(name)s各地 %(year)d 年实际值填报表") % words
    facts = TemplateFacts(
        kind=PROVINCE,
        region=shown.province.code,
        year=shown.year,
        made_at=made.at,
        versions={str(key): one.version for key, one in shown.actuals.items()},
    )
    return FormBook(
        title=title,
        sheets=[
            _sheet(pgettext("template", "实际值"), title, shown, value_cell, _WIDTH, checked=True),
            _sheet(pgettext("template", "来源"), title, shown, _source, _TEXT_WIDTH),
            _sheet(pgettext("template", "说明"), title, shown, _remark, _TEXT_WIDTH),
        ],
        notes_name=pgettext("template", "填报说明"),
        notes=province_notes(title, made),
        facts_name=SHEET,
        facts=facts_as_rows(facts),
    )


def _sheet(
    name: str,
    title: str,
    shown: ProvinceGrid,
    said: Callable[[Actual | None], Value],
    width: int,
    *,
    checked: bool = False,
) -> FormSheet:
    """One of the sheets; `said`: what stands in the cell of a value, of which `checked` are
    numbers."""
    widths = (_CODE_WIDTH, _NAME_WIDTH, *[width] * len(shown.columns))
    return FormSheet(
        name=name,
        title=f"{title} · {name}",
        lead=lead_words(
            is_open=shown.is_open,
            has_open=bool(shown.open),
            enters=shown.enters,
            due_on=shown.due_on,
            has_demo=any(one.demo for one in shown.actuals.values()),
        ),
        columns=[FormColumn(one) for one in widths],
        heads=_heads(shown),
        rows=[
            [
                FormCell(region.code),
                FormCell(local_name(region)),
                *(
                    FormCell(
                        said(shown.actuals.get(key)),
                        Look.OPEN if key in shown.open else Look.SHUT,
                        check=_check(column) if checked and key in shown.open else None,
                        right=checked,
                    )
                    for column in shown.columns
                    for key in [shown.key(region, column)]
                ),
            ]
            for region in shown.regions
        ],
        names=_NAMES,
        paper=Paper.A3,
    )


def _check(column: ProvinceColumn) -> NumberCheck:
    indicator = column.indicator
    negative = indicator.may_be_negative or indicator.is_reduction
    return number_check(indicator.unit.rule, negative=negative, words_too=True)


def _heads(shown: ProvinceGrid) -> Sequence[Sequence[FormCell]]:
    codes = (
        period_of(ActualKey("", one.indicator.code, shown.year, one.base_year))
        for one in shown.columns
    )
    return [
        [
            FormCell(pgettext("template", "行政区代码"), Look.HEAD),
            FormCell(pgettext("template", "行政区"), Look.HEAD),
            *(FormCell(_head(one), Look.HEAD, _note(one)) for one in shown.columns),
        ],
        [
            FormCell(pgettext("template", "指标代码"), Look.HEAD, quiet=True),
            FormCell(None, Look.HEAD),
            *(FormCell(code, Look.HEAD, quiet=True) for code in codes),
        ],
    ]


def _head(column: ProvinceColumn) -> str:
    """The indicator with its unit in brackets; nothing stands there for a bare number."""
    unit = column.indicator.unit
    name = local_name(column.indicator)
    if column.base_year is not None:
        name += _("，比 %(year)d 年") % {"year": column.base_year}
    words = {"unit": unit_name(unit)}
    return name if unit.is_bare else f"{name}\n" + _("（%(unit)s）") % words


def _note(column: ProvinceColumn) -> str:
    """What an indicator is."""
    indicator, unit = column.indicator, column.indicator.unit
    lines = [local_name(indicator)]
    lines.append(_("单位：%(unit)s") % {"unit": unit_name(unit)})
    if definition := localdefinition(indicator):
        lines.append(_("定义：%(words)s") % {"words": definition})
    smallest, largest = indicator.smallest_sensible, indicator.largest_sensible
    lines.append(sensible_words(smallest, largest, unit.rule))
    return "\n".join(filter(None, lines))


def _source(actual: Actual | None) -> Value:
    return actual.source if actual else None


def _remark(actual: Actual | None) -> Value:
    return actual.note if actual else None
