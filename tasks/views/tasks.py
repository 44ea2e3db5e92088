"""One task."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.plans.selectors import plans as select
from tasks.models import Task
from tasks.selectors.tasks import promised, tasks
from tasks.selectors.thread import thread
from tasks.viewmodels import tasks as show
from tasks.viewmodels.thread import department_rows, milestone_rows


def task_page(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    task = find_task(request, plan, key)
    promises = select.plan_indicators().filter(pk__in=[owner.pk for owner in promised(task)])
    said = thread(task, request.user)
    context = {
        "task": task,
        "items": show.item_rows(task),
        "whole": show.whole_task_duties(task),
        "promises": list(promises),
        "milestones": milestone_rows(
            task.milestones.all(), today=timezone.localdate(), asked=said.extensions
        ),
        "thread": said,
        "progress": show.progress_of(task),
        "reports": department_rows(task.last_reports),  # type: ignore[attr-defined]
    }
    return render(request, "tasks/task.html", context)


def find_task(request: HttpRequest, plan: str, key: str) -> Task:
    """The task of an address, as its reader sees it. Raises `Http404` with words."""
    every = tasks(today=timezone.localdate(), user=request.user)
    task = every.filter(plan__slug=plan, key=key).first()
    if task is None:
        raise Http404(_("规划“%(plan)s”里没有编号为“%(key)s”的任务。") % {"plan": plan, "key": key})
    return task
