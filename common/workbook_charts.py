"""The charts of a table as a spreadsheet draws them itself, on a tab of their own.

They are drawn from the cells: who filters the rows or corrects a number sees it in the chart.
"""

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.tables import Chart, ChartKind, Sheet
from common.workbook_texts import written

# In centimetres: a chart, and what a name on its axis takes of the height.
_WIDTH, _NAME, _AROUND, _HIGHEST = 26, 0.7, 5.0, 90.0
# In rows of the tab, as high as Excel makes them.
_ROW, _BETWEEN = 0.53, 2
# Excel says how much bars overlap in per cent of their width.
_ON_ONE_ANOTHER, _APART = 100, 0
_GAP = 60


def draw_charts(tab: Worksheet, sheet: Sheet, source: Worksheet) -> None:
    """Draw the charts of `sheet`, whose cells are on the tab `source`, one below the other."""
    top = 1
    for one in sheet.charts:
        height = min(_HIGHEST, _AROUND + _NAME * one.rows * _bars(one))
        chart = _bar_chart(one, source)
        chart.width, chart.height = _WIDTH, height
        tab.add_chart(chart, f"A{top}")
        top += round(height / _ROW) + _BETWEEN


def _bars(chart: Chart) -> int:
    """How many bars stand below one another for each name."""
    return 1 if chart.kind is ChartKind.STACKED else len(chart.series)


def _bar_chart(one: Chart, source: Worksheet) -> BarChart:
    stacked = one.kind is ChartKind.STACKED
    chart = BarChart(
        barDir="bar",
        grouping="stacked" if stacked else "clustered",
        overlap=_ON_ONE_ANOTHER if stacked else _APART,
        gapWidth=_GAP,
    )
    chart.title = written(one.title)
    last = one.rows + 1
    names = Reference(source, min_col=one.names + 1, min_row=2, max_row=last)
    for drawn in one.series:
        cells = Reference(source, min_col=drawn.column + 1, min_row=1, max_row=last)
        series = Series(cells, title_from_data=True)
        series.graphicalProperties = GraphicalProperties(solidFill=drawn.colour.lstrip("#"))
        chart.series.append(series)
    chart.set_categories(names)
    # The first row on top, the numbers below the bars; neither axis is left out.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "General"
    if one.unit:
        chart.y_axis.title = written(one.unit)
    chart.legend.position = "b"
    return chart
