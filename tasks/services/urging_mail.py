"""The mail that tells a department at once that somebody urges it."""

from django.contrib.auth.models import User
from django.urls import reverse

from common.mail import both_names
from departments.models import Department
from departments.people import name_of
from departments.selectors import editors_of
from departments.services.mail import mail_soon
from tasks.models import Task

TEMPLATE = "tasks/mail/urging.txt"


def mail_urging(*, task: Task, department: Department, text: str, actor: User) -> int:
    """Mail `text` to the editors of `department`, each in their language, once the urging itself is
    committed. Returns how many that are. Mail that is off or fails keeps no urging from being
    stored: it waits on the page of their work all the same."""
    context = {
        "city": both_names(task.plan.region),
        "department": department.name,
        "task": task.numbered_title,
        "text": text,
        "by": name_of(actor),
        "path": reverse("task", args=[task.plan.slug, task.key]),
    }
    those = list(editors_of(department).values_list("pk", flat=True))
    return mail_soon(user_ids=those, template=TEMPLATE, context=context)
