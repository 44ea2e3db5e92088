"""What is mailed at once when something is said about the work."""

from typing import Any

from django.dispatch import receiver

from siwei.notifications.services.urging import mail_urging
from tasks.signals import said


@receiver(said)
def urged(statement: int, **_: Any) -> None:
    """It comes once the statement is committed, and whoever says it isn't told of a fault here:
    the urging is stored, and waits on the page of who is urged."""
    mail_urging(statement)
