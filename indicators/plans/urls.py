"""Pages of plans and of the places where they contradict themselves."""

from common.routes import page
from indicators.plans.views import conflicts, plans

urlpatterns = [
    page("plans/", plans.plan_list, name="plans"),
    page("plans/<str:slug>/", plans.plan_reader, name="plan"),
    page("conflicts/", conflicts.conflict_list, name="conflicts"),
]
