"""Pages of the work."""

from common.routes import page
from tasks.views import board, tasks

urlpatterns = [
    page("tasks/", board.task_board, name="tasks"),
    page("tasks/matrix.xlsx", board.matrix_xlsx, name="tasks_matrix_xlsx"),
    page("tasks/<str:plan>/<str:key>/", tasks.task_page, name="task"),
]
