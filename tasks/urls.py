"""Pages of the work."""

from django.urls import path

from common.routes import file, page, table
from tasks.views import board
from tasks.views.saying import say_page, task_evidence
from tasks.views.tasks import task_page

urlpatterns = [
    page("tasks/", board.task_board, name="tasks"),
    table("tasks/", board.board_table, name="tasks"),
    file("tasks/matrix.xlsx", board.matrix_xlsx, name="tasks_matrix_xlsx"),
    page("tasks/evidence/<int:pk>/", task_evidence, name="task_evidence"),
    page("tasks/<str:plan>/<str:key>/", task_page, name="task"),
    path("tasks/<str:plan>/<str:key>/say/", say_page, name="say"),
]
