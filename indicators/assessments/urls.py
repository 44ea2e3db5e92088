"""Pages of the catalogue, of comparisons, and of one value with its verdicts."""

from django.urls import path

from common.routes import page, table
from indicators.assessments.views import actual, catalogue, compare, evidence

urlpatterns = [
    page("indicators/", catalogue.indicator_list, name="indicators"),
    table("indicators/", catalogue.indicator_list_table, name="indicators"),
    table("indicators/<str:code>/", catalogue.indicator_table, name="indicator"),
    page("indicators/<str:code>/", catalogue.indicator_page, name="indicator"),
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
]
