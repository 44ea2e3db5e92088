"""The mail that tells a department at once that somebody urges it."""

from django.urls import reverse

from common.mail import both_names
from departments.people import name_of
from departments.selectors import editors_of
from departments.services.mail import mail_soon
from tasks.models import Statement
from tasks.rules.enums import StatementKind

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
    editors = list(editors_of(urged.department).values_list("pk", flat=True))
    return mail_soon(user_ids=editors, template=TEMPLATE, context=context)
