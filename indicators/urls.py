"""Pages of plans, of the catalogue, and of conflicts."""

from django.urls import path

from indicators.views import catalogue, conflicts, entry, plans

urlpatterns = [
    path("plans/", plans.plan_list, name="plans"),
    path("plans/<str:slug>/", plans.plan_reader, name="plan"),
    path("indicators/", catalogue.indicator_list, name="indicators"),
    path("indicators/<str:code>/", catalogue.indicator_page, name="indicator"),
    path("entry/", entry.entry_home, name="entry_home"),
    path("entry/<str:code>/<int:year>/", entry.entry, name="entry"),
    path("entry/<str:code>/<int:year>/row/", entry.entry_row, name="entry_row"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
]
