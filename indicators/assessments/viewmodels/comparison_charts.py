"""The charts of a comparison: from its table to figures, with every word they carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import number, rounded
from common.labels import label
from common.language import is_english
from indicators.assessments.charts import bars, trajectory
from indicators.assessments.charts.frame import Figure, Words
from indicators.assessments.forms import View
from indicators.assessments.rules.attainment import relative_gap
from indicators.assessments.rules.comparability import Note
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.viewmodels.comparison import (
    ComparisonRow,
    ComparisonTable,
    reading_order,
)
from indicators.assessments.viewmodels.trajectories import NamedSeries, trajectories
from indicators.assessments.wording import ground_note, limit_phrase
from indicators.plans.rules.enums import Direction
from indicators.plans.rules.rates import annual_rate

_MANY = 6
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as the page draws it. `key` is its id, `name` that of the file it is saved as;
    `left_out` names the regions that have no place in it, with the reason. A `demo` one shows
    invented values. A `wide` one has the years along it and takes the whole width."""

    key: str
    name: str
    words: Words
    figure: Figure
    left_out: tuple[str, ...] = ()
    demo: bool = False

    @property
    def wide(self) -> bool:
        return self.key == "chart-trajectory"

    @property
    def figure_key(self) -> str:
        return f"{self.key}-figure"


def charts(table: ComparisonTable, view: View, *, today: date) -> list[Chart]:
    """What the view shows; nothing where there is nothing to draw."""
    drawing = {
        View.TRAJECTORY: _trajectory,
        View.RANKING: _rankings,
        View.RATE: _rates,
    }
    return drawing[view](table, today)


def indicator_charts(table: ComparisonTable, *, today: date) -> list[Chart]:
    """What the page of an indicator shows: all years, then one of them."""
    return [*_trajectory(table, today), *_rankings(table, today)]


def shows_demo(table: ComparisonTable, shown: Sequence[Chart]) -> bool:
    """Whether table or charts show a value that is invented."""
    return any(row.demo for row in table.rows) or any(chart.demo for chart in shown)


def _trajectory(table: ComparisonTable, today: date) -> list[Chart]:
    found = table.comparison
    about = _("%(indicator)s：实际值离承诺有多远？") % {"indicator": table.name}
    notes = _footnotes(table.rows)
    if table.is_reduction:
        notes.append(_("各条线从各自的基期年（0%）算起；基期不同的降幅要折合每年才能比较。"))
    words = _words(table, about, _unit(table), today, notes)
    named = [NamedSeries(row.label, row.compared.series) for row in table.rows]
    data = trajectories(named, words=words, year=found.year)
    if not any(line.marks for line in data.lines):
        return []
    demo = any(one.series.demo for one in named)
    return [_chart("trajectory", table, data.words, trajectory.trajectories(data), demo=demo)]


def _rankings(table: ComparisonTable, today: date) -> list[Chart]:
    """By value and, where something that compares is judged, by attainment."""
    found = [_by_value(table, today)] if table.comparison.ranked_actuals() else []
    if any(row.attainment is not None for row in table.together):
        found.append(_by_attainment(table, today))
    return found


def _rates(table: ComparisonTable, today: date) -> list[Chart]:
    """What each plan asks per year; the pace of the year's value stands across the bar."""
    if not table.is_reduction or not table.together:
        return []
    found = table.comparison
    rows = {row.compared.row.pk: row for row in table.together}
    ranked = [
        row for one in found.ranked_targets() if (row := rows[one.row.pk]).annual_rate is not None
    ]
    ranked.sort(key=lambda row: row.annual_rate or 0, reverse=True)
    about = _("%(indicator)s：规划每年要求降多少？") % {"indicator": table.name}
    unit = _("每年下降，%")
    notes = [
        *_footnotes([row for row in ranked if row.target_noted]),
        *_of_values(ranked),
        _("年均降幅 = 1 −（1 − 总降幅）^（1/年数），从基期年到目标年。"),
    ]
    data = bars.Ranking(
        words=_words(table, about, unit, today, notes),
        bars=tuple(
            bars.Bar(
                name=row.label if row.target_noted else row.name,
                value=row.annual_rate,
                text=f"{row.annual_rate}%",
                status=None,
                says=(row.name, ground_note(row.compared.by_target.notes) or _goal(row)),
                pace=_pace(row),
            )
            for row in ranked
        ),
        labels=bars.BarLabels(pace=_("%(year)d 年实际值折合每年") % {"year": found.year}),
    )
    left = _absent((row, _bare(row.compared.by_target.notes)) for row in table.apart)
    return [_chart("rate", table, data.words, bars.ranking(data), left)]


def _by_value(table: ComparisonTable, today: date) -> Chart:
    found = table.comparison
    rows = {row.compared.row.pk: row for row in table.rows}
    ranked = [rows[one.row.pk] for one in found.ranked_actuals()]
    if found.indicator.direction == Direction.AT_MOST and not found.indicator.unit.is_share:
        # Of amounts, the less is not the better: cities are of different size.
        ranked.reverse()
    rebased = any(_ground(row) is ComparabilityLevel.REBASED for row in ranked)
    about = _("%(year)d 年%(indicator)s是多少？") % {
        "year": found.year,
        "indicator": table.name,
    }
    unit = _("折合每年下降，%") if rebased else _unit(table)
    data = bars.Ranking(
        words=_words(table, about, unit, today, _footnotes(ranked) + _of_values(ranked)),
        bars=tuple(_value_bar(row, rebased=rebased) for row in ranked),
        labels=_limit_labels(found.year),
    )
    return _chart("value", table, data.words, bars.ranking(data), _left_out(table))


def _value_bar(row: ComparisonRow, *, rebased: bool) -> bars.Bar:
    ground, limit = row.compared.by_actual, row.compared.assessment.limit
    assert ground is not None and ground.ranked_by is not None
    value = rounded(ground.ranked_by, 2) if rebased else ground.ranked_by
    shown: Decimal | None = None
    if limit is not None:
        shown = row.compared.assessment.shown_limit
        if rebased and limit.base_year is not None:
            rate = annual_rate(limit.value, row.compared.assessment.year - limit.base_year)
            shown = None if rate is None else rounded(rate, 2)
    return bars.Bar(
        name=row.label,
        value=value,
        text=number(value),
        status=row.status,
        says=_verdict(row),
        limit=shown,
        limit_is_estimate=limit is not None and limit.is_estimate,
    )


def _by_attainment(table: ComparisonTable, today: date) -> Chart:
    """Only of promises that may be compared; a diamond on the line of 100 % says whose limit it is
    that is the whole: the plan's or an estimate."""
    found = table.comparison
    judged = [row for row in table.together if row.attainment is not None]
    judged.sort(key=lambda row: relative_gap(row.compared.assessment) or 0, reverse=True)
    about = (
        _("%(year)d 年用掉了上限的多少？")
        if table.is_ceiling
        else _("%(year)d 年达到了目标的多少？")
    ) % {"year": found.year}
    unit = _("占当年限值的百分比；竖线为 100%")
    data = bars.Ranking(
        words=_words(table, about, unit, today, _footnotes(judged) + _of_values(judged)),
        bars=tuple(
            bars.Bar(
                row.label,
                row.attainment,
                f"{row.attainment}%",
                row.status,
                _verdict(row),
                limit=_WHOLE,
                limit_is_estimate=row.limit is not None and row.limit.is_estimate,
            )
            for row in judged
        ),
        labels=_limit_labels(found.year),
        whole=_WHOLE,
    )
    left = [(row, label(row.status)) for row in table.together if row.attainment is None] + [
        (row, _bare(row.compared.by_target.notes)) for row in table.apart
    ]
    return _chart("attainment", table, data.words, bars.ranking(data), _absent(left))


def _limit_labels(year: int) -> bars.BarLabels:
    return bars.BarLabels(
        stated=_("%(year)d 年限值（规划写明）") % {"year": year},
        estimated=_("%(year)d 年限值（系统推算）") % {"year": year},
    )


def _verdict(row: ComparisonRow) -> tuple[str, ...]:
    status = f"{row.status.symbol} {label(row.status)}"
    return (f"{row.name} · {status}", row.reason)


def _goal(row: ComparisonRow) -> str:
    limit = row.compared.assessment.limit
    return limit_phrase(limit, row.compared.row.promise) if limit is not None else ""


def _pace(row: ComparisonRow) -> Decimal | None:
    """What the value of the year comes to per year."""
    base = row.compared.assessment.base_year
    if row.compared.actual is None or base is None:
        return None
    rate = annual_rate(row.compared.actual, row.compared.assessment.year - base)
    return None if rate is None else rounded(rate, 2)


def _left_out(table: ComparisonTable) -> tuple[str, ...]:
    apart = {one.row.pk for one in table.comparison.apart_actuals()}
    missing = _("没有 %(year)d 年的数值") % {"year": table.comparison.year}
    return _absent(
        (row, missing if ground is None else _bare(ground.notes))
        for row in table.rows
        if row.compared.row.pk in apart
        for ground in [row.compared.by_actual]
    )


def _absent(rows: Iterable[tuple[ComparisonRow, str]]) -> tuple[str, ...]:
    """Who has no place in a chart, each with the reason."""
    return tuple(
        _("%(name)s（%(reason)s）") % {"name": row.name, "reason": reason} for row, reason in rows
    )


def _ground(row: ComparisonRow) -> ComparabilityLevel | None:
    return None if row.compared.by_actual is None else row.compared.by_actual.level


def _words(table: ComparisonTable, title: str, unit: str, today: date, notes: list[str]) -> Words:
    names = [row.name for row in table.rows]
    where = (
        _("、").join(names)
        if len(names) <= _MANY
        else (
            _("%(names)s等 %(count)d 地") % {"names": _("、").join(names[:3]), "count": len(names)}
        )
    )
    source = _("来源：各市规划原文，%(date)s 前审核发布的年度实际值。") % {
        "date": today.isoformat()
    }
    counts_by = () if is_english() else ("万", "亿")
    return Words(title, f"{unit} · {where}", source, tuple(notes), counts_by)


def _footnotes(rows: Sequence[ComparisonRow]) -> list[str]:
    marked = sorted((row for row in rows if row.mark), key=lambda row: reading_order(row.mark))
    return [f"{row.mark} {row.note}" for row in marked]


def _of_values(rows: Sequence[ComparisonRow]) -> list[str]:
    """What has to be said of the values themselves: invented, or not final yet."""
    names = _("、").join(row.name for row in rows if row.preliminary)
    notes = [_("%(names)s为初步数，正式数发布后可能改变。") % {"names": names}] if names else []
    shown = any(row.demo for row in rows)
    return notes + ([_("含演示数据：不是真实填报的数值。")] if shown else [])


def _unit(table: ComparisonTable) -> str:
    return _("单位：%(unit)s") % {"unit": table.unit}


def _bare(notes: Iterable[Note]) -> str:
    """The note as a part of a sentence."""
    return ground_note(notes).rstrip("。.")


def _chart(
    key: str,
    table: ComparisonTable,
    words: Words,
    figure: Figure,
    left_out: tuple[str, ...] = (),
    *,
    demo: bool = False,
) -> Chart:
    found = table.comparison
    name = f"siwei-{found.indicator.code}-{found.year}-{key}"
    return Chart(f"chart-{key}", name, words, figure, left_out, demo)
