"""Pages of the work."""

from common.routes import page
from tasks import views

urlpatterns = [
    page("tasks/", views.task_list, name="tasks"),
    page("tasks/<str:plan>/<str:key>/", views.task_page, name="task"),
]
