"""Pages of the work."""

from django.urls import path

from common.routes import page
from tasks.views.saying import say_page, task_evidence
from tasks.views.tasks import task_list, task_page

urlpatterns = [
    page("tasks/", task_list, name="tasks"),
    page("tasks/evidence/<int:pk>/", task_evidence, name="task_evidence"),
    page("tasks/<str:plan>/<str:key>/", task_page, name="task"),
    path("tasks/<str:plan>/<str:key>/say/", say_page, name="say"),
]
