"""Pages of plans and of the places where they contradict themselves."""

from common.routes import page, table
from indicators.plans.views import conflicts, plans

urlpatterns = [
    page("plans/", plans.plan_list, name="plans"),
    table("plans/", plans.plan_table, name="plans"),
    table("plans/<str:slug>/", plans.plan_numbers, name="plan"),
    page("plans/<str:slug>/", plans.plan_reader, name="plan"),
    page("conflicts/", conflicts.conflict_list, name="conflicts"),
    table("conflicts/", conflicts.conflict_table, name="conflicts"),
]
