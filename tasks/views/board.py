"""The board of tasks: one filter, and what it finds as a list, as a matrix or on a time line."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.downloads import conditions, origin_of, table_response, whole
from common.filters import FilterSet
from common.labels import options
from common.listing import FilterForm, filter_form, filtered, narrows, page_of, with_default
from common.tables import Sheet
from departments.viewmodels import department_options
from indicators.plans.rules.enums import DepartmentRole
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.options import plans_as_options, region_options
from tasks.filters import BoardMilestoneFilter, BoardTaskFilter, TaskListFilter
from tasks.models import Task
from tasks.rules.board import ROLE_SIGNS, BoardView
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.selectors import board as read
from tasks.selectors.tasks import listed_tasks, milestones, tasks
from tasks.viewmodels import board as show
from tasks.viewmodels.matrix import DutyMatrix, duty_matrix
from tasks.viewmodels.matrix_sheet import matrix_sheet
from tasks.viewmodels.task_sheets import task_sheet, timeline_sheet
from tasks.viewmodels.tasks import task_rows
from tasks.viewmodels.timeline import timeline

# Tasks on a page of the list, milestones on one of the time line.
LISTED, ON_A_PAGE = 100, 200


def task_board(request: HttpRequest) -> HttpResponse:
    """Raises `BadFilterError` for an address that can't be understood."""
    asked = request.GET.get("view", "")
    view = BoardView(asked) if asked in set(BoardView) else BoardView.LIST
    return _VIEWS[view](request)


def matrix_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The matrix that the page of this address shows. Raises `Http404` where there is none."""
    matrix, form, wanted = _matrix(request)
    if matrix is None:
        raise Http404(_("没有符合筛选条件的任务，也就没有矩阵。"))
    query = request.GET.copy()
    query["view"] = BoardView.MATRIX.value
    sheet = partial(
        matrix_sheet,
        matrix,
        address=request.build_absolute_uri(f"{reverse('tasks')}?{query.urlencode()}"),
        today=timezone.localdate(),
        conditions=conditions(wanted, form, but=["view"]),
    )
    return table_response(request, "xlsx", f"{matrix.plan.slug}-tasks", lambda: [sheet()])


def board_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list of tasks or the time line that the page of this address shows, from first to last;
    of the matrix, which has a file of its own, the tasks."""
    if request.GET.get("view") == BoardView.TIMELINE.value:
        return _timeline_table(request, kind)
    found, wanted = filtered(request, TaskListFilter, _listed(request))

    def sheets() -> list[Sheet]:
        rows, cut = whole(found)
        origin = origin_of(request, _conditions(wanted), cut=cut)
        return [task_sheet(task_rows(rows), origin)]

    return table_response(request, kind, "tasks", sheets)


def _timeline_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    today = timezone.localdate()
    dated, wanted = filtered(request, BoardMilestoneFilter, milestones(today=today))

    def sheets() -> list[Sheet]:
        ones, cut = whole(read.with_leads(dated))
        origin = origin_of(request, _conditions(wanted), cut=cut)
        return [timeline_sheet(ones, origin)]

    return table_response(request, kind, "milestones", sheets)


def _conditions(wanted: FilterSet) -> list[str]:
    return conditions(wanted, _form(wanted), but=["view"])


def _list(request: HttpRequest) -> HttpResponse:
    found, wanted = filtered(request, TaskListFilter, _listed(request))
    page = page_of(request, found, size=LISTED)
    context = {"rows": task_rows(list(page)), "page_obj": page}
    return _answer(request, BoardView.LIST, _form(wanted), wanted, context)


def _matrix_page(request: HttpRequest) -> HttpResponse:
    matrix, form, wanted = _matrix(request)
    others = read.other_plans(wanted.qs, matrix.plan) if matrix else 0
    context = {"matrix": matrix, "signs": list(ROLE_SIGNS.items()), "others": others}
    return _answer(request, BoardView.MATRIX, form, wanted, context)


def _timeline_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found, wanted = filtered(request, BoardMilestoneFilter, milestones(today=today))
    page = page_of(request, read.with_leads(found), size=ON_A_PAGE)
    line = timeline(
        list(page),
        start=(page.number - 1) * ON_A_PAGE,
        past=read.count_before(found, today),
        is_last=not page.has_next(),
    )
    context = {"timeline": line, "page_obj": page, "today": today}
    return _answer(request, BoardView.TIMELINE, _form(wanted), wanted, context)


def _matrix(request: HttpRequest) -> tuple[DutyMatrix | None, FilterForm, FilterSet]:
    """The matrix of one plan: the one that is asked for, else the first that has tasks."""
    found, wanted = filtered(request, BoardTaskFilter, _tasks(request))
    plan, form = read.plan_of_matrix(found), _form(wanted)
    if plan is None:
        return None, form, wanted
    rows = list(read.of_matrix(found, plan))
    return duty_matrix(plan, rows), with_default(form, "plan", plan.slug), wanted


def _listed(request: HttpRequest) -> QuerySet[Task]:
    return listed_tasks(today=timezone.localdate(), user=request.user)


def _tasks(request: HttpRequest) -> QuerySet[Task]:
    return tasks(today=timezone.localdate(), user=request.user)


def _form(wanted: FilterSet) -> FilterForm:
    """The filter as a form: groups and departments are those of the plan that is asked for."""
    plans, regions = wanted.asked["plan"], wanted.asked["region"]
    known = list(select.plans())
    group = wanted.asked["group"]
    groups = dict.fromkeys([*read.offered_groups(plans), *([group] if group else [])])
    status = MilestoneStatus if isinstance(wanted, BoardMilestoneFilter) else TaskStatus
    choices = {
        "plan": plans_as_options(known),
        "region": region_options(known),
        "group": [(one, one) for one in groups],
        "department": department_options(read.offered_departments(plans, regions)),
        "role": options(DepartmentRole),
        "status": options(status),
    }
    return replace(filter_form(wanted, choices), active=narrows(wanted, but=("view",)))


def _answer(
    request: HttpRequest,
    view: BoardView,
    form: FilterForm,
    wanted: FilterSet,
    context: Mapping[str, object],
) -> HttpResponse:
    more = [field for field in form.fields if field.name in _LESS_ASKED]
    fields = [field for field in form.fields if field.name not in _LESS_ASKED]
    common: dict[str, object] = {
        "form": replace(form, fields=fields),
        "more": more,
        "more_asked": any(wanted.asked[name] for name in (*_LESS_ASKED, *_DAYS)),
        "view": view,
        "clear": "" if view is BoardView.LIST else f"?view={view}",
        "tabs": show.tabs(request.path, request.GET, view),
        "days": [(name, str(wanted.filters[name].label), wanted.asked[name]) for name in _DAYS],
    }
    return render(request, f"tasks/{view.value}.html", {**common, **context})


_LESS_ASKED = ("region", "group")
_DAYS = ("due_after", "due_before")
_VIEWS: dict[BoardView, Callable[[HttpRequest], HttpResponse]] = {
    BoardView.LIST: _list,
    BoardView.MATRIX: _matrix_page,
    BoardView.TIMELINE: _timeline_page,
}
