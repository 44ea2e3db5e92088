"""Mails to people, each in their language, and none to who doesn't want any."""

import logging
from collections.abc import Collection, Mapping
from typing import Any

from django_tasks import task

from common.jobs import enqueue
from common.mail import missing_settings, send
from departments.people import language_of
from departments.selectors import mailable

logger = logging.getLogger(__name__)


def mail_soon(*, user_ids: Collection[int], template: str, context: Mapping[str, Any]) -> int:
    """Mail a template to those of `user_ids` who get mails, one job each, once what is being
    written is committed. Returns how many that are: none where mail is off.

    The job renders it in the language of its reader, so `context` holds no sentence, but plain
    values that JSON can hold: numbers, texts, ISO dates, and `common.mail.both_names` of a thing.
    """
    if missing := missing_settings():
        logger.info("No mail %s: %s not set", template, ", ".join(missing))
        return 0
    readers = list(mailable().filter(pk__in=user_ids).order_by("pk").values_list("pk", flat=True))
    for reader in readers:
        enqueue(mail_person, reader, template, dict(context))
    return len(readers)


@task()
def mail_person(user_id: int, template: str, context: dict[str, Any]) -> bool:
    """The job: whether the mail was sent. Who has left or switched mails off since gets none."""
    reader = mailable().filter(pk=user_id).first()
    if reader is None:
        return False
    addressed = context | {"reader": reader.get_full_name() or reader.get_username()}
    send(template, addressed, to=reader.email, language=language_of(reader))
    return True
