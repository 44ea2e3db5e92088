"""Departments: the list, and everything that one of them owes."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.listing import filter_form, filtered, page_of
from common.numbers import ID_DIGITS, whole_number
from common.options import named
from departments.filters import DepartmentFilter
from departments.models import Department
from departments.selectors import departments, functions_in_use, with_departments
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.table import promise_table
from siwei.pages.viewmodels.owed import owed_promises, owed_tasks
from tasks.selectors.tasks import tasks


def department_list(request: HttpRequest) -> HttpResponse:
    every = departments().annotate(
        promise_count=Count("indicator_responsibilities", distinct=True),
        task_count=Count("assignments__task", distinct=True),
    )
    found, wanted = filtered(request, DepartmentFilter, every)
    choices = {
        "region": named(list(with_departments())),
        "function": named(list(functions_in_use())),
    }
    page = page_of(request, found, size=200)
    context = {"page_obj": page, "rows": list(page), "form": filter_form(wanted, choices)}
    return render(request, "siwei/departments.html", context)


def department_page(request: HttpRequest, pk: str) -> HttpResponse:
    department = find_department(pk)
    promises = select.plan_indicators().filter(responsibilities__department=department)
    work = tasks(today=timezone.localdate()).filter(assignments__department=department).distinct()
    alike = departments().filter(function=department.function_id)
    context = {
        "department": department,
        "table": promise_table(list(promises), owed_promises(department)),
        "tasks": owed_tasks(department, list(work)),
        "alike": list(alike.exclude(region=department.region_id)),
    }
    return render(request, "siwei/department.html", context)


def find_department(pk: str) -> Department:
    """The department of an address. Raises `Http404` with words."""
    number = whole_number(pk, digits=ID_DIGITS)
    found = None if number is None else departments().filter(pk=number).first()
    if found is None:
        raise Http404(_("没有编号为“%s”的部门。") % pk)
    return found
