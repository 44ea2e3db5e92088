"""What is kept in the administration is recorded, whichever of its pages kept it."""

from typing import Any

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import translation

from common.audit.rules import Event, kept, written
from common.audit.services import record

EVENTS = {ADDITION: Event.ADDED, CHANGE: Event.CHANGED, DELETION: Event.DELETED}


@receiver(post_save, sender=LogEntry)
def administered(instance: LogEntry, created: bool, **_: Any) -> None:
    """Django's own log of the administration can be deleted; this one can't."""
    if not created:
        return
    with translation.override(settings.LANGUAGE_CODE):
        kind = instance.content_type.name if instance.content_type else ""
        for detail in _details(instance):
            record(
                event=EVENTS[instance.action_flag],
                now=instance.action_time,
                actor=instance.user,
                what=f"{kind} {instance.object_repr}".strip(),
                detail=detail,
            )


def _details(entry: LogEntry) -> list[str]:
    """What was kept, in more rows than one where it is much; else Django's words."""
    if things := kept(entry.change_message):
        return written(things)
    return [entry.get_change_message()] if entry.action_flag == CHANGE else [""]
