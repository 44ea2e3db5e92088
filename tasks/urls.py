"""Pages of the work."""

from django.urls import path

from tasks import views

urlpatterns = [
    path("tasks/", views.task_list, name="tasks"),
    path("tasks/<str:plan>/<str:key>/", views.task_page, name="task"),
]
