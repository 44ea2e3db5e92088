"""The charts of a comparison: from its table to figures, with every word they carry."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import rounded
from indicators.assessments.charts import bars, dots, trajectory
from indicators.assessments.charts.frame import Figure, Words
from indicators.assessments.forms import View, first_view
from indicators.assessments.viewmodels.chart import Chart
from indicators.assessments.viewmodels.comparison import ComparisonRow, ComparisonTable
from indicators.assessments.viewmodels.comparison_dots import RankedDots, share_dots, value_dots
from indicators.assessments.viewmodels.comparison_notes import (
    absent,
    bare,
    chart_words,
    footnotes,
    of_values,
    unit_line,
)
from indicators.assessments.viewmodels.trajectories import NamedSeries, trajectories
from indicators.assessments.wording import ground_note, limit_phrase
from indicators.plans.rules.rates import annual_rate

# What the address of a view's chart calls it, here and on the page of an indicator: a contract.
CHART_KEYS = {
    View.TRAJECTORY: "trajectory",
    View.RANKING: "value",
    View.SHARE: "attainment",
    View.RATE: "rate",
}


def charts(table: ComparisonTable, view: View, *, today: date) -> list[Chart]:
    """What the view shows; nothing where there is nothing to draw."""
    drawing = {
        View.TRAJECTORY: _trajectory,
        View.RANKING: _rankings,
        View.SHARE: _shares,
        View.RATE: _rates,
    }
    return drawing[view](table, today)


def indicator_charts(table: ComparisonTable, *, today: date, key: str | None = None) -> list[Chart]:
    """What the page of an indicator shows: the cities in one year, then all years. With a `key`
    (`CHART_KEYS`) that one alone is drawn."""
    views = (first_view(table.comparison.indicator), View.TRAJECTORY)
    wanted = [view for view in views if key is None or CHART_KEYS[view] == key]
    return [one for view in wanted for one in charts(table, view, today=today)]


def shows_demo(table: ComparisonTable, shown: Sequence[Chart]) -> bool:
    """Whether table or charts show a value that is invented."""
    return any(row.demo for row in table.rows) or any(chart.demo for chart in shown)


def _trajectory(table: ComparisonTable, today: date) -> list[Chart]:
    found = table.comparison
    about = _("%(indicator)s：实际值离承诺有多远？") % {"indicator": table.name}
    notes = footnotes(table.rows)
    if table.is_reduction:
        notes.append(_("各条线从各自的基期年（0%）算起；基期不同的降幅要折合每年才能比较。"))
    words = chart_words(table, about, unit_line(table), today, notes)
    named = [NamedSeries(row.label, row.compared.series) for row in table.rows]
    data = trajectories(named, words=words, year=found.year)
    if not any(line.marks for line in data.lines):
        return []
    demo = any(one.series.demo for one in named)
    return [_chart(View.TRAJECTORY, table, data.words, trajectory.trajectories(data), demo=demo)]


def _shares(table: ComparisonTable, today: date) -> list[Chart]:
    return _dots(View.SHARE, table, share_dots(table, today=today))


def _rankings(table: ComparisonTable, today: date) -> list[Chart]:
    return _dots(View.RANKING, table, value_dots(table, today=today))


def _dots(view: View, table: ComparisonTable, ranked: RankedDots | None) -> list[Chart]:
    if ranked is None:
        return []
    return [_chart(view, table, ranked.data.words, dots.dots(ranked.data), ranked.left_out)]


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
        *footnotes([row for row in ranked if row.target_noted]),
        *of_values(ranked),
        _("年均降幅：把总降幅按复利平均到每年，从基期年到目标年。"),
    ]
    data = bars.Ranking(
        words=chart_words(table, about, unit, today, notes, shown=ranked),
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
        labels=bars.BarLabels(
            pace=_("%(year)d 年实际值折合每年") % {"year": found.year},
            value=_("规划每年要求"),
        ),
        year=found.year,
    )
    left = absent((row, bare(row.compared.by_target.notes)) for row in table.apart)
    return [_chart(View.RATE, table, data.words, bars.ranking(data), left)]


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


def _chart(
    view: View,
    table: ComparisonTable,
    words: Words,
    figure: Figure,
    left_out: tuple[str, ...] = (),
    *,
    demo: bool = False,
) -> Chart:
    found, key = table.comparison, CHART_KEYS[view]
    name = f"siwei-{found.indicator.code}-{found.year}-{key}"
    return Chart(f"chart-{key}", name, words, figure, left_out, demo)
