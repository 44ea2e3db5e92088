"""Open and close a year for a province; who did it, and when, stands in Django's log."""

from datetime import date, datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Fault, Invalid, NotAllowed, NotThere
from departments.models import Region
from departments.people import person_of
from departments.rules.permissions import REVIEW, Subject, may
from departments.rules.roles import RegionLevel
from indicators.actuals.models import ReportingYear
from indicators.actuals.services.faults import year_fault


@transaction.atomic
def open_year(
    *, province: str, year: int, due_on: date, actor: User, now: datetime
) -> ReportingYear:
    """Open `year` for every region of `province`, with the day on which it is due.

    Opening an open year gives it another day. Raises `NotThere`, `NotAllowed` or `Invalid`.
    """
    _admit(province, actor)
    if fault := year_fault(year, now=now):
        raise Invalid(fault.message, [fault])
    if fault := due_fault(year, due_on):
        raise Invalid(fault.message, [fault])
    wanted = {"due_on": due_on, "is_open": True}
    opened, created = ReportingYear.objects.select_for_update().get_or_create(
        province_id=province, year=year, defaults=wanted
    )
    if not created and opened.is_open and opened.due_on == due_on:
        return opened
    opened.is_open, opened.due_on = True, due_on
    opened.save()
    _log(opened, ADDITION if created else CHANGE, actor, now)
    return opened


@transaction.atomic
def close_year(*, province: str, year: int, actor: User, now: datetime) -> ReportingYear:
    """Close `year`: from now on only a value that a reviewer returns or reopens changes.

    Raises `NotThere` or `NotAllowed`. Closing a closed year changes nothing.
    """
    _admit(province, actor)
    rows = ReportingYear.objects.select_for_update()
    opened = rows.filter(province=province, year=year).first()
    if opened is None:
        raise NotThere(_("%s 年还没有开放过") % year)
    if opened.is_open:
        opened.is_open = False
        opened.save(update_fields=["is_open"])
        _log(opened, CHANGE, actor, now)
    return opened


def due_fault(year: int, due_on: date) -> Fault | None:
    """What is wrong with the day on which `year` is due: it can't come before the year."""
    if due_on.year >= year:
        return None
    return Fault("due_on", "before_year", _("截止日期早于所报年份，请核对"))


def log_words(opened: ReportingYear) -> str:
    """What Django's log says of a year that was just opened, moved or closed."""
    return f"开放填报，截止 {opened.due_on.isoformat()}" if opened.is_open else "关闭填报"


def _admit(province: str, actor: User) -> None:
    if not Region.objects.filter(code=province, level=RegionLevel.PROVINCE.value).exists():
        raise NotThere(_("没有代码为“%s”的省。") % province)
    if not may(person_of(actor), REVIEW, Subject((province,))):
        raise NotAllowed(_("只有本省的审核人员可以开放或关闭年度"))


def _log(opened: ReportingYear, flag: int, actor: User, now: datetime) -> None:
    LogEntry.objects.create(
        action_time=now,
        user=actor,
        content_type=ContentType.objects.get_for_model(ReportingYear),
        object_id=str(opened.pk),
        object_repr=str(opened),
        action_flag=flag,
        change_message=log_words(opened),
    )
