"""Pages of the catalogue, of comparisons, of review, and of one value with its verdicts."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from common.routes import file, page, table
from indicators.assessments.views import actual, catalogue, charts, compare, evidence, review


class ChartKind(StringConverter):
    """How a chart is written at once: as a picture of lines, or in numbers."""

    regex = "svg|json"


class ChartFileKind(StringConverter):
    """How a chart is made for its reader: as a picture of dots, or as a table."""

    regex = "png|csv"


register_converter(ChartKind, "chart_kind")
register_converter(ChartFileKind, "chart_file_kind")
_COMPARED, _OF_INDICATOR = (
    "compare/charts/<slug:chart>",
    "indicators/<str:code>/charts/<slug:chart>",
)

urlpatterns = [
    page("indicators/", catalogue.indicator_list, name="indicators"),
    table("indicators/", catalogue.indicator_list_table, name="indicators"),
    table("indicators/<str:code>/", catalogue.indicator_table, name="indicator"),
    page("indicators/<str:code>/", catalogue.indicator_page, name="indicator"),
    path("review/", review.review, name="review"),
    page("review/progress/", review.review_progress, name="review_progress"),
    table("review/", review.review_table, name="review"),
    path("actuals/<str:key>/", actual.actual, name="actual"),
    path("actuals/<str:key>/evidence/", actual.evidence_add, name="evidence_add"),
    path(
        "actuals/<str:key>/evidence/<int:pk>/remove/",
        actual.evidence_remove,
        name="evidence_remove",
    ),
    page("evidence/<int:pk>/", actual.evidence, name="evidence"),
    path("evidence/<int:pk>/values/", evidence.evidence_values, name="evidence_values"),
    page("compare/", compare.compare, name="compare"),
    table("compare/", compare.compare_file, name="compare"),
    page(f"{_COMPARED}.<chart_kind:kind>", charts.compare_chart, name="compare_chart"),
    file(f"{_COMPARED}.<chart_file_kind:kind>", charts.compare_chart, name="compare_chart_file"),
    page(f"{_OF_INDICATOR}.<chart_kind:kind>", charts.indicator_chart, name="indicator_chart"),
    file(
        f"{_OF_INDICATOR}.<chart_file_kind:kind>",
        charts.indicator_chart,
        name="indicator_chart_file",
    ),
    page("embed/compare/<slug:chart>/", charts.compare_embed, name="compare_embed"),
    page(
        "embed/indicators/<str:code>/<slug:chart>/", charts.indicator_embed, name="indicator_embed"
    ),
]
