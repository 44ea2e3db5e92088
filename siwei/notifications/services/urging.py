"""The mail that tells a department at once that somebody urges it."""

from django.urls import reverse

from common.mail import both_names
from departments.models import Department
from departments.people import name_of
from departments.selectors import editors_of
from departments.services.mail import mail_soon
from tasks.models import Statement
from tasks.rules.enums import StatementKind
from tasks.selectors.work import water_bureaus

TEMPLATE = "notifications/mail/urging.txt"


def mail_urging(statement_id: int) -> int:
    """Mail an urging to the editors of its department, each in their language; returns how many.

    Of any other statement, and of what a demonstration invents, nobody is mailed.
    """
    urgings = Statement.objects.filter(kind=StatementKind.URGING.value, demo=False)
    related = ("task__plan__region", "department", "by")
    urged = urgings.select_related(*related).filter(pk=statement_id).first()
    if urged is None:
        return 0
    page = reverse("task", args=[urged.task.plan.slug, urged.task.key])
    context = {
        "city": both_names(urged.task.plan.region),
        "department": urged.department.name,
        "task": urged.task.numbered_title,
        "text": urged.text,
        "by": urged.organ or name_of(urged.by),
        "path": f"{page}#said-{urged.pk}",
    }
    return mail_soon(user_ids=_readers(urged), template=TEMPLATE, context=context)


def _readers(urged: Statement) -> list[int]:
    """The editors of the department; where it has none, those of the water bureau, who report on
    its behalf."""
    editors = list(editors_of(urged.department).values_list("pk", flat=True))
    if editors:
        return editors
    region = urged.task.plan.region_id
    bureaus = Department.objects.filter(pk__in=water_bureaus({region}).values())
    return [pk for one in bureaus for pk in editors_of(one).values_list("pk", flat=True)]
