"""The addresses of the API, of its description, and of the checks of the process."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from common.api.routers import Router
from common.api.schema import SchemaView
from common.routes import page
from departments.api import DepartmentViewSet, RegionViewSet
from indicators.actuals.api.actuals import KEY, RevisionViewSet
from indicators.actuals.api.completeness import CompletenessViewSet
from indicators.actuals.api.writes import WritableActualViewSet
from indicators.assessments.api import AssessmentViewSet, ComparisonViewSet
from indicators.plans.api.plans import (
    SLUG,
    ClauseViewSet,
    ConflictViewSet,
    IndicatorViewSet,
    PlanIndicatorViewSet,
    PlanViewSet,
    SeriesBreakViewSet,
    TargetViewSet,
)
from siwei.assistants.api.endpoint import AssistantView
from siwei.change_feed.api import ChangeViewSet
from siwei.datasets.api.described import addresses as data_sets
from siwei.datasets.api.package import DataPackageView
from siwei.datasets.api.sdmx_routes import sdmx_urls
from siwei.datasets.api.statistics import statistical_sets
from siwei.health import healthz, readyz
from tasks.api.tasks import MilestoneViewSet, TaskView, TaskViewSet
from tasks.api.writes import WritableProgressViewSet

router = Router()
router.register("regions", RegionViewSet, basename="regions")
router.register("departments", DepartmentViewSet, basename="departments")
router.register("plans", PlanViewSet, basename="plans")
router.register(rf"plans/(?P<slug>{SLUG})/clauses", ClauseViewSet, basename="clauses")
router.register("indicators", IndicatorViewSet, basename="indicators")
router.register("series-breaks", SeriesBreakViewSet, basename="series-breaks")
router.register("plan-indicators", PlanIndicatorViewSet, basename="plan-indicators")
router.register("targets", TargetViewSet, basename="targets")
router.register("conflicts", ConflictViewSet, basename="conflicts")
router.register("actuals", WritableActualViewSet, basename="actuals")
router.register(rf"actuals/(?P<key>{KEY})/revisions", RevisionViewSet, basename="revisions")
router.register("assessments", AssessmentViewSet, basename="assessments")
router.register("comparison", ComparisonViewSet, basename="comparison")
router.register("completeness", CompletenessViewSet, basename="completeness")
router.register("tasks", TaskViewSet, basename="tasks")
router.register("milestones", MilestoneViewSet, basename="milestones")
router.register("progress", WritableProgressViewSet, basename="progress")
router.register("changes", ChangeViewSet, basename="changes")

v1 = [
    re_path(
        rf"^tasks/(?P<plan>{SLUG})/(?P<key>[\w.-]+)/$", TaskView.as_view(), name="tasks-detail"
    ),
    *data_sets(),
    path("mcp/", AssistantView.as_view(), name="assistants"),
    *statistical_sets(),
    *sdmx_urls(),
    path("datasets/datapackage.json", DataPackageView.as_view(), name="datapackage"),
    *router.urls,
]

urlpatterns = [
    path("api/v1/", include((v1, "api"))),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    page("healthz", healthz, name="healthz"),
    page("readyz", readyz, name="readyz"),
]
