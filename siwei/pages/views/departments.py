"""Departments: the list, and everything that one of them owes."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.downloads import conditions, origin_of, table_response, whole
from common.filters import FilterSet
from common.listing import FilterForm, filter_form, filtered, page_of
from common.numbers import ID_DIGITS, whole_number
from common.options import named
from common.tables import Sheet
from departments.filters import DepartmentListFilter
from departments.models import Department
from departments.selectors import departments, functions_in_use, with_departments
from indicators.assessments.selectors.series import series
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year
from indicators.plans.viewmodels.promise_sheets import promise_sheets
from indicators.plans.viewmodels.table import promise_table
from siwei.pages.viewmodels.department import (
    department_sentence,
    has_invented,
    peer_rows,
    work_in_short,
)
from siwei.pages.viewmodels.department_sheets import department_sheet, owed_sheets, work_sheets
from siwei.pages.viewmodels.owed import owed_promises, owed_tasks
from tasks.selectors.department import peers, work_of_department


def department_list(request: HttpRequest) -> HttpResponse:
    found, wanted = filtered(request, DepartmentListFilter, _counted())
    page = page_of(request, found, size=200)
    context = {"page_obj": page, "rows": list(page), "form": _form(wanted)}
    return render(request, "siwei/departments.html", context)


def department_list_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    found, wanted = filtered(request, DepartmentListFilter, _counted())

    def sheets() -> list[Sheet]:
        rows, cut = whole(found)
        origin = origin_of(request, conditions(wanted, _form(wanted)), cut=cut)
        return [department_sheet(rows, origin)]

    return table_response(request, kind, "departments", sheets)


def _counted() -> QuerySet[Department]:
    """Departments with how many promises and tasks are theirs."""
    return departments().annotate(
        promise_count=Count("indicator_responsibilities", distinct=True),
        task_count=Count("assignments__task", distinct=True),
    )


def _form(wanted: FilterSet) -> FilterForm:
    choices = {
        "region": named(list(with_departments())),
        "function": named(list(functions_in_use())),
    }
    return filter_form(wanted, choices)


def department_page(request: HttpRequest, pk: str) -> HttpResponse:
    return render(request, "siwei/department.html", _context(request, find_department(pk)))


def department_table(request: HttpRequest, pk: str, kind: str) -> HttpResponseBase:
    """What the department owes: its tasks, their milestones, and its promises."""
    department = find_department(pk)

    def sheets() -> list[Sheet]:
        shown, origin = _context(request, department), origin_of(request)
        title = _("%(name)s负责的指标") % {"name": department.full_name}
        sentence, tasks, work = shown["sentence"], shown["tasks"], shown["work"]
        return [
            *owed_sheets(department, sentence, tasks, work.rows, origin),
            *(promise_sheets(shown["promises"], title, origin) if shown["promises"] else []),
            *work_sheets(shown["reports"], shown["alike"]),
        ]

    return table_response(request, kind, f"department-{department.pk}", sheets)


def _context(request: HttpRequest, department: Department) -> dict[str, Any]:
    today = timezone.localdate()
    year = last_full_year(today=today)
    owned = PlanIndicator.objects.filter(responsibilities__department=department)
    promises = list(select.plan_indicators().filter(responsibilities__department=department))
    judged = series(owned, today=today)
    work = work_of_department(department, today=today, user=request.user)
    others = peers(department, today=today, user=request.user)
    owed = owed_tasks(department, work.tasks, work.unassigned)
    short, alike = work_in_short(owed, today=today), peer_rows(others.shown)
    verdicts = Counter(one.at(year).status for one in judged)
    return {
        "department": department,
        "promises": promises,
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


def find_department(pk: str) -> Department:
    """The department of an address. Raises `Http404` with words."""
    number = whole_number(pk, digits=ID_DIGITS)
    found = None if number is None else departments().filter(pk=number).first()
    if found is None:
        raise Http404(_("没有编号为“%s”的部门。") % pk)
    return found
