"""Pages of plans, of the catalogue, of conflicts and of comparisons."""

from django.urls import path

from indicators.views import actuals, catalogue, compare, conflicts, entry, plans, review, years
from siwei.lib.routes import page

urlpatterns = [
    page("plans/", plans.plan_list, name="plans"),
    page("plans/<str:slug>/", plans.plan_reader, name="plan"),
    page("indicators/", catalogue.indicator_list, name="indicators"),
    page("indicators/<str:code>/", catalogue.indicator_page, name="indicator"),
    page("entry/", entry.entry_home, name="entry_home"),
    path("entry/<str:code>/<int:year>/", entry.entry, name="entry"),
    path("entry/<str:code>/<int:year>/row/", entry.entry_row, name="entry_row"),
    path("review/", review.review, name="review"),
    path("review/years/", years.reporting_year_list, name="reporting_years"),
    path("actuals/<str:key>/", actuals.actual, name="actual"),
    path("actuals/<str:key>/evidence/", actuals.evidence_add, name="evidence_add"),
    path(
        "actuals/<str:key>/evidence/<int:pk>/remove/",
        actuals.evidence_remove,
        name="evidence_remove",
    ),
    page("evidence/<int:pk>/", actuals.evidence, name="evidence"),
    page("compare/", compare.compare, name="compare"),
    page("compare/table.csv", compare.compare_csv, name="compare_csv"),
    page("compare/table.xlsx", compare.compare_xlsx, name="compare_xlsx"),
    page("conflicts/", conflicts.conflict_list, name="conflicts"),
]
