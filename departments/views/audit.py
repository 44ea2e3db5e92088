"""The audit log, for an auditor: read, searched and taken away as a file, never changed."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.audit.rules import Event
from common.downloads import file_response
from common.labels import options
from common.listing import BadFilterError, Wrong, filter_form, filtered, page_of
from common.sheets import CSV_TYPE, as_csv
from departments.filters import AuditFilter
from departments.people import actor_of
from departments.selectors import account_of, audit_rows
from departments.viewmodels import audit_lines, audit_sheet

# A file of more would keep a worker for long: a narrower filter makes several of it.
MOST_ROWS = 50_000

View = Callable[[HttpRequest], HttpResponseBase]


def for_auditors(view: View) -> View:
    """Administrators aren't let in as such: what they do is in the log, too."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponseBase:
        person = actor_of(request.user)
        if person.is_superuser or not account_of(person).is_auditor:
            raise PermissionDenied(_("审计日志只对审计员开放"))
        return view(request)

    return never_cache(login_required(wrapped))


@for_auditors
def audit_log(request: HttpRequest) -> HttpResponse:
    rows, wanted = filtered(request, AuditFilter, audit_rows())
    page = page_of(request, rows)
    context = {
        "rows": audit_lines(page),
        "page_obj": page,
        "form": filter_form(wanted, {"event": options(Event)}),
        "dates": [wanted.form["since"], wanted.form["until"]],
    }
    return render(request, "departments/audit.html", context)


@for_auditors
def audit_csv(request: HttpRequest) -> HttpResponseBase:
    """The rows that the filter leaves. Like any download it is recorded, with its filter."""
    rows, _wanted = filtered(request, AuditFilter, audit_rows())
    if rows[MOST_ROWS : MOST_ROWS + 1].exists():
        words = _("一个文件最多 %d 条，请缩小范围，例如按日期分几次导出。") % MOST_ROWS
        raise BadFilterError([Wrong("since", _("自"), words)])
    name = 'attachment; filename="siwei-audit.csv"'
    return file_response(request, lambda: as_csv(audit_sheet(rows)), CSV_TYPE, name)
