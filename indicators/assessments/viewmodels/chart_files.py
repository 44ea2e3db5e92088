"""A chart as files: its numbers as a table and as JSON. Its pictures are `charts.svg`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from common.tables import Column, Sheet

if TYPE_CHECKING:
    from common.downloads import Origin
    from indicators.assessments.viewmodels.chart import Chart


def chart_sheet(chart: Chart, origin: Origin) -> Sheet:
    """A row for each mark: whose it is, what, of which year, how much, in words."""
    words = chart.words
    columns = [
        Column(_("城市")),
        Column(_("数值类别")),
        Column(_("年份")),
        Column(_("数值")),
        Column(_("单位")),
        Column(_("说明")),
    ]
    return Sheet(
        name=_("图表"),
        title=words.title,
        columns=columns,
        rows=[
            [row.name, row.label or words.title, row.year, row.value, words.unit, row.says]
            for row in chart.figure["rows"]
        ],
        notes=[*words.notes, words.source, *origin.notes],
        notes_name=_("说明"),
    )


def chart_data(chart: Chart, origin: Origin) -> dict[str, Any]:
    """What the chart says, its numbers with all their decimals, and the figure for plotly.js."""
    words, figure = chart.words, chart.figure
    return {
        "title": words.title,
        "subtitle": words.subtitle,
        "unit": words.unit,
        "source": words.source,
        "notes": list(words.notes),
        "left_out": list(chart.left_out),
        "address": origin.address,
        "as_of": origin.at.isoformat(timespec="seconds"),
        "rows": [
            {
                "name": row.name,
                "kind": row.kind,
                "label": row.label,
                "year": row.year,
                "value": row.value,
                "says": row.says,
            }
            for row in figure["rows"]
        ],
        "figure": {"data": figure["data"], "layout": figure["layout"]},
    }
