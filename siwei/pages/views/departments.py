"""Departments: the list, and everything that one of them owes."""

from collections import Counter

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
from indicators.assessments.selectors.series import series
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year
from indicators.plans.viewmodels.table import promise_table
from siwei.pages.viewmodels.department import (
    department_sentence,
    has_invented,
    peer_rows,
    work_in_short,
)
from siwei.pages.viewmodels.owed import owed_promises, owed_tasks
from tasks.selectors.department import peers, work_of_department


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
    department, today = find_department(pk), timezone.localdate()
    year = last_full_year(today=today)
    owned = PlanIndicator.objects.filter(responsibilities__department=department)
    promises = list(select.plan_indicators().filter(responsibilities__department=department))
    judged = series(owned, today=today)
    work = work_of_department(department, today=today, user=request.user)
    others = peers(department, today=today, user=request.user)
    owed = owed_tasks(department, work.tasks, work.unassigned)
    short, alike = work_in_short(owed, today=today), peer_rows(others.shown)
    verdicts = Counter(one.at(year).status for one in judged)
    context = {
        "department": department,
        "sentence": department_sentence(
            short, promises=len(promises), verdicts=verdicts, year=year
        ),
        "work": short,
        "asked": work.open,
        "table": promise_table(promises, owed_promises(department)),
        "tasks": owed,
        "reports": work.reports,
        "alike": alike,
        "left_out": others.left_out,
        "demo": any(one.demo for one in judged)
        or has_invented(owed, [*work.open, *work.reports], alike),
    }
    return render(request, "siwei/department.html", context)


def find_department(pk: str) -> Department:
    """The department of an address. Raises `Http404` with words."""
    number = whole_number(pk, digits=ID_DIGITS)
    found = None if number is None else departments().filter(pk=number).first()
    if found is None:
        raise Http404(_("没有编号为“%s”的部门。") % pk)
    return found
