"""One task."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.plans.selectors import plans as select
from tasks.selectors.tasks import promised, tasks
from tasks.viewmodels import tasks as show


def task_page(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    task = tasks(today=timezone.localdate()).filter(plan__slug=plan, key=key).first()
    if task is None:
        raise Http404(_("规划“%(plan)s”里没有编号为“%(key)s”的任务。") % {"plan": plan, "key": key})
    promises = select.plan_indicators().filter(pk__in=[owner.pk for owner in promised(task)])
    context = {
        "task": task,
        "items": show.item_rows(task),
        "whole": show.whole_task_duties(task),
        "promises": list(promises),
    }
    return render(request, "tasks/task.html", context)
