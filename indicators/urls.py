"""Pages of plans, of the catalogue, and of conflicts."""

from django.urls import path

from indicators.views import catalogue, conflicts, plans

urlpatterns = [
    path("plans/", plans.plan_list, name="plans"),
    path("plans/<str:slug>/", plans.plan_reader, name="plan"),
    path("indicators/", catalogue.indicator_list, name="indicators"),
    path("indicators/<str:code>/", catalogue.indicator_page, name="indicator"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
]
