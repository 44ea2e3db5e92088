"""The ranking of a comparison as dots: by the share of the limit, or by the value itself."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import number, rounded
from common.labels import label
from indicators.assessments.charts import dots
from indicators.assessments.rules.attainment import attainment_of, middle, relative_gap
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.viewmodels.comparison import ComparisonRow, ComparisonTable
from indicators.assessments.viewmodels.comparison_notes import (
    absent,
    bare,
    chart_words,
    footnotes,
    of_values,
    unit_line,
    verdict_lines,
)
from indicators.plans.rules.enums import Direction
from indicators.plans.rules.rates import annual_rate

_WHOLE = Decimal(100)
_RATE_PLACES = 2


@dataclass(frozen=True, slots=True)
class RankedDots:
    """What is drawn, and who has no place in it, each with the reason."""

    data: dots.Dots
    left_out: tuple[str, ...]


def share_dots(table: ComparisonTable, *, today: date) -> RankedDots | None:
    """By how much of the year's limit is used, or of the goal reached; only of promises that may be
    compared. None where none of them is judged.

    Last year's value is a share of this year's limit, too: only so do both stand on one scale.
    """
    judged = [row for row in table.together if row.attainment is not None]
    if not judged:
        return None
    judged.sort(key=_room, reverse=True)
    others = [row for row in table.together if row.attainment is None]
    year = table.comparison.year
    about = (
        _("%(year)d 年用掉了上限的多少？")
        if table.is_ceiling
        else _("%(year)d 年达到了目标的多少？")
    ) % {"year": year}
    drawn = tuple(_share_dot(row) for row in [*judged, *others])
    notes = [*footnotes(judged), *of_values(judged)]
    if any(dot.before is not None for dot in drawn):
        hollow = _("空心点：%(before)d 年的数值占 %(year)d 年限值的百分比。")
        notes.append(hollow % {"before": year - 1, "year": year})
    ends = {row.limit.is_ceiling for row in judged if row.limit is not None}
    median = middle([row.attainment or _WHOLE for row in judged]) if len(ends) == 1 else None
    words = chart_words(
        table, about, _("占当年限值的百分比"), today, notes, shown=[*judged, *others]
    )
    data = dots.Dots(
        words=replace(words, unit="%"),
        year=year,
        dots=drawn,
        labels=_labels(table, _("占当年限值"), median, "%"),
        median=median,
        whole=_WHOLE,
    )
    left = absent((row, bare(row.compared.by_target.notes)) for row in table.apart)
    return RankedDots(_said(data), left)


def value_dots(table: ComparisonTable, *, today: date) -> RankedDots | None:
    """By the year's value, of what may be compared; who has no value stands last, as such. None
    where nothing is ranked."""
    found = table.comparison
    rows = {row.compared.row.pk: row for row in table.rows}
    ranked = [rows[one.row.pk] for one in found.ranked_actuals()]
    if not ranked:
        return None
    by_size = found.indicator.goes_by_size
    if found.indicator.direction == Direction.AT_MOST and by_size:
        # Of amounts, the less is not the better: cities are of different size.
        ranked.reverse()
    rebased = any(_level(row) is ComparabilityLevel.REBASED for row in ranked)
    missing = [row for row in table.rows if row.compared.by_actual is None]
    about = _("%(year)d 年%(indicator)s是多少？") % {"year": found.year, "indicator": table.name}
    notes = footnotes(ranked) + of_values(ranked)
    if by_size:
        notes.append(_("数量的大小随城市规模而变，不说明好坏。"))
    values = [_value(row, rebased=rebased) for row in ranked if not _is_derived(row)]
    median = None if by_size else middle(values)
    data = dots.Dots(
        words=chart_words(
            table,
            about,
            _("折合每年下降，%") if rebased else unit_line(table),
            today,
            notes,
            shown=[*ranked, *missing],
        ),
        year=found.year,
        dots=(
            *(_value_dot(row, rebased=rebased) for row in ranked),
            *(_missing_dot(row) for row in missing),
        ),
        labels=_labels(table, _("实际值"), median, ""),
        median=median,
    )
    left = absent(
        (row, bare(row.compared.by_actual.notes))
        for row in table.rows
        if row.compared.by_actual is not None and row.compared.by_actual.ranked_by is None
    )
    return RankedDots(_said(data), left)


def _said(data: dots.Dots) -> dots.Dots:
    """With what a reader can't see in the picture."""
    if dots.starts_at_zero(data):
        return data
    notes = (*data.words.notes, _("横轴不从 0 开始。"))
    return replace(data, words=replace(data.words, notes=notes))


def _share_dot(row: ComparisonRow) -> dots.Dot:
    if row.attainment is None:
        return _missing_dot(row)
    last = _last_year(row)
    return dots.Dot(
        name=row.label,
        value=row.attainment,
        text=f"{row.attainment}%",
        status=row.status,
        says=verdict_lines(row),
        before=None if last is None else attainment_of(row.compared.assessment, last),
        limit=_WHOLE,
        limit_is_estimate=_is_estimate(row),
    )


def _value_dot(row: ComparisonRow, *, rebased: bool) -> dots.Dot:
    value, last = _value(row, rebased=rebased), _last_year(row)
    limit = None if row.limit is None else row.compared.assessment.shown_limit
    if rebased:
        a = row.compared.assessment
        limit = None if row.limit is None else _per_year(row.limit.value, a.year, row.base_year)
        last = None if last is None else _per_year(last, a.year - 1, row.base_year)
    return dots.Dot(
        name=row.label,
        value=value,
        text=number(value),
        status=row.status,
        says=verdict_lines(row),
        before=last,
        limit=limit,
        limit_is_estimate=_is_estimate(row),
    )


def _missing_dot(row: ComparisonRow) -> dots.Dot:
    """A city without a value stays in the list, and its row says so."""
    return dots.Dot(row.label, None, label(row.status), row.status, verdict_lines(row))


def _value(row: ComparisonRow, *, rebased: bool) -> Decimal:
    ground = row.compared.by_actual
    assert ground is not None and ground.ranked_by is not None  # it is ranked
    return rounded(ground.ranked_by, _RATE_PLACES) if rebased else ground.ranked_by


def _last_year(row: ComparisonRow) -> Decimal | None:
    """Last year's value, where it is counted like this year's."""
    last = row.last_year
    return None if last is None else last.actual


def _per_year(reduction: Decimal, year: int, base: int | None) -> Decimal | None:
    rate = None if base is None or year <= base else annual_rate(reduction, year - base)
    return None if rate is None else rounded(rate, _RATE_PLACES)


def _room(row: ComparisonRow) -> Decimal:
    return relative_gap(row.compared.assessment) or Decimal(0)


def _is_estimate(row: ComparisonRow) -> bool:
    return row.limit is not None and row.limit.is_estimate


def _is_derived(row: ComparisonRow) -> bool:
    return _level(row) is ComparabilityLevel.DERIVED


def _level(row: ComparisonRow) -> ComparabilityLevel | None:
    return None if row.compared.by_actual is None else row.compared.by_actual.level


def _labels(
    table: ComparisonTable, value: str, median: Decimal | None, sign: str
) -> dots.DotLabels:
    year = {"year": table.comparison.year}
    return dots.DotLabels(
        now=_("%(year)d 年（颜色同状态）") % year,
        before=_("%(year)d 年") % {"year": table.comparison.year - 1},
        stated=_("%(year)d 年限值（规划写明）") % year,
        estimated=_("%(year)d 年限值（系统推算）") % year,
        median=""
        if median is None
        else _("中位数 %(value)s") % {"value": f"{number(median)}{sign}"},
        whole=_("限值 100%"),
        value=value,
    )
