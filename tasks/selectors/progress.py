"""How far tasks are, as far as their reader may know."""

from collections.abc import Collection

from tasks.models import Statement, Task
from tasks.rules.enums import WorkState
from tasks.rules.progress import LastReport, task_progress
from tasks.selectors.work import work_of


def progress_of(tasks: Collection[Task]) -> dict[int, WorkState | None]:
    """How far each of `tasks` is, by its pk, from what `tasks.selectors.tasks` prefetched: None
    where no department that answers for it has reported, or the reader may not know.

    A fixed number of queries, however many they are.
    """
    work = work_of(tasks)
    return {
        task.pk: task_progress(
            (_last_report(one) for one in task.last_reports),  # type: ignore[attr-defined]
            work[task.pk].answering,
        )
        for task in tasks
    }


def _last_report(said: Statement) -> LastReport:
    item = None if said.item is None else said.item.number
    return LastReport(said.department_id, item, WorkState(said.state), said.at)
