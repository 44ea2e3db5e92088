"""The template of one region and year: the rows of its grid, to be filled in by whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures import number, with_minus
from common.labels import label
from common.language import is_english, local_name
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.rules.enums import Nature
from indicators.plans.templatetags.plans import limit_rest, localdefinition, sign
from indicators.plans.wording import unit_name
from siwei.exchange.rules.template import CITY, SHEET, TemplateFacts, facts_as_rows
from siwei.exchange.viewmodels.form_book import (
    FormBook,
    FormCell,
    FormColumn,
    FormSheet,
    Look,
    NumberCheck,
)
from siwei.exchange.viewmodels.template_notes import Made, city_notes
from siwei.exchange.viewmodels.template_words import (
    lead_words,
    number_check,
    sensible_words,
    status_check,
    status_word,
    value_cell,
    value_words,
)

if TYPE_CHECKING:
    from indicators.actuals.selectors.entry import EntryRow, Grid

_NAMES = 1  # the first column says what a row is about
_WIDTHS = (26, 12, 8, 10, 11, 18, 18, 13, 10, 20, 18, 18, 9, 14, 34)
_KEY_WIDTH = 40
_PRINTED = 13  # up to the state; what follows names the row to a program


def city_book(shown: Grid, made: Made) -> FormBook:
    """The workbook for the grid that somebody sees; what they may not change is locked in it."""
    words = {"name": local_name(shown.region), "year": shown.year}
    title = _("%(name)s %(year)d 年实际值填报表") % words
    sheet = FormSheet(
        name=pgettext("template", "填报表"),
        title=title,
        lead=lead_words(
            is_open=shown.is_open,
            has_open=shown.editable,
            enters=shown.editable,
            due_on=shown.due_on,
            has_demo=shown.shows_demo,
        ),
        columns=[*map(FormColumn, _WIDTHS), FormColumn(_KEY_WIDTH, hidden=True)],
        heads=[[FormCell(head, Look.HEAD) for head in _heads(shown.year)]],
        rows=[_line(row, shown) for row in shown.all_rows],
        names=_NAMES,
        printed=_PRINTED,
    )
    facts = TemplateFacts(
        kind=CITY,
        region=shown.region.code,
        year=shown.year,
        made_at=made.at,
        versions={str(row.key): row.actual.version for row in shown.all_rows if row.actual},
    )
    return FormBook(
        title=title,
        sheets=[sheet],
        notes_name=pgettext("template", "填报说明"),
        notes=city_notes(title, made),
        facts_name=SHEET,
        facts=facts_as_rows(facts),
    )


def _heads(year: int) -> Sequence[str]:
    """As `siwei.exchange.rules.template` lists them; an import knows them in both languages."""
    return [
        pgettext("template", "指标"),
        pgettext("template", "单位"),
        pgettext("template", "基期年"),
        pgettext("template", "%(year)d 年") % {"year": year - 1},
        pgettext("template", "限值"),
        pgettext("template", "限值依据"),
        pgettext("template", "责任部门"),
        pgettext("template", "%(year)d 年实际值") % {"year": year},
        pgettext("template", "数据状态"),
        pgettext("template", "来源"),
        pgettext("template", "说明"),
        pgettext("template", "解释"),
        pgettext("template", "审核状态"),
        pgettext("template", "类型"),
        pgettext("template", "指标代码"),
        pgettext("template", "键"),
    ]


def _line(row: EntryRow, shown: Grid) -> list[FormCell]:
    last = row.last_year
    return [
        FormCell(_name(row)),
        FormCell(_unit(row)),
        FormCell(row.key.base_year),
        FormCell(value_cell(last), right=True),
        FormCell(_limit(row), right=True),
        FormCell(_basis(row)),
        FormCell(_departments(row)),
        *_open_cells(row, shown),
        FormCell(_state(row, shown)),
        FormCell(_theme(row)),
        FormCell(row.indicator.code),
        FormCell(str(row.key)),
    ]


def _open_cells(row: EntryRow, shown: Grid) -> Iterator[FormCell]:
    """What is to be filled in: the value, its status, source, note and explanation."""
    actual, look = row.actual, Look.OPEN if row.editable else Look.SHUT
    check = _check(row) if row.editable else None
    value = actual.printed_value if actual else None
    yield FormCell(value, look, _note(row, shown), check, right=True)
    choice = status_check() if row.editable else None
    yield FormCell(status_word(actual.obs_status) if actual else "", look, check=choice)
    for text in (actual.source, actual.note, actual.explanation) if actual else ("", "", ""):
        yield FormCell(text, look)


def _check(row: EntryRow) -> NumberCheck:
    return number_check(row.indicator.unit.rule, negative=row.may_be_negative)


def _name(row: EntryRow) -> str:
    return local_name(row.name)


def _unit(row: EntryRow) -> str:
    """The unit in which the row is filled in, as the plan spells it where that is its own."""
    if row.promised is None or is_english():
        return unit_name(row.indicator.unit)
    promise = row.promised.row
    own = promise.unit_id == row.indicator.unit_id
    return promise.printed_unit if own and promise.printed_unit else unit_name(row.indicator.unit)


def _limit(row: EntryRow) -> str:
    """≤ 2.27, ≥ 28（至30）; empty where the year has none."""
    limit, value = row.limit, row.shown_limit
    if limit is None or value is None:
        return ""
    return f"{sign(limit.comparator)} {with_minus(number(value))}{limit_rest(limit)}"


def _basis(row: EntryRow) -> str:
    """Whether a plan states the limit or it is an estimate, and whether it binds."""
    if row.limit is None:
        return ""
    words = [label(row.limit.basis)]
    if row.promised is not None:
        nature = Nature(row.promised.row.nature)
        words += [label(nature)] if nature is not Nature.UNSTATED else []
    return _("，").join(words)


def _departments(row: EntryRow) -> str:
    if row.promised is None:
        return ""
    return "、".join(duty.department.name for duty in row.promised.row.responsibilities.all())


def _theme(row: EntryRow) -> str:
    """What the plan heads the row with."""
    return row.promised.row.printed_theme if row.promised else _("规划没有要求")


def _state(row: EntryRow, shown: Grid) -> str:
    """How far the value is, or why there can be none."""
    if row.actual is not None:
        return label(ActualState(row.actual.state))
    if row.editable:
        return label(ObsStatus.MISSING)
    return _("只读") if shown.is_open else _("未开放")


def _note(row: EntryRow, shown: Grid) -> str:
    """What explains the cell of the value: what is asked, and what it will be held against."""
    promise = row.promised.row if row.promised else None
    unit = row.indicator.unit
    name = {"name": _name(row), "year": shown.year, "last": shown.last_year}
    lines = [_("%(year)d 年%(name)s") % name]
    if row.key.base_year is not None:
        lines[0] += _("（比 %(year)d 年）") % {"year": row.key.base_year}
    said = _unit(row) or unit_name(unit)
    lines.append(_("单位：%(unit)s") % {"unit": said})
    if promise is not None and promise.unit_id != unit.symbol and promise.printed_unit:
        lines.append(_("规划原文的单位是%(unit)s，请换算后填写") % {"unit": promise.printed_unit})
    if definition := localdefinition(row.indicator):
        lines.append(_("定义：%(words)s") % {"words": definition})
    if promise is not None and promise.definition_note:
        lines.append(_("规划口径：%(words)s") % {"words": promise.definition_note})
    if (last := row.last_year) is not None:
        before = value_words(last.printed_value, last.obs_status)
        lines.append(_("%(last)d 年：%(value)s") % {**name, "value": before})
    if limit := _limit(row):
        words = {"limit": limit, "basis": _basis(row)}
        lines.append(_("本年限值：%(limit)s（%(basis)s）") % words)
    if row.derived is not None:
        derived = {"value": with_minus(number(round(row.derived, 2)))}
        lines.append(_("由两年水平值推算：%(value)s") % derived)
    indicator = row.indicator
    smallest, largest = indicator.smallest_sensible, indicator.largest_sensible
    lines.append(sensible_words(smallest, largest, unit.rule))
    return "\n".join(filter(None, lines))
