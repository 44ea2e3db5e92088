"""What Django says of people: that one logged in or out, and that a password was set."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from common.audit.rules import Event
from common.audit.services import record_request
from departments.selectors import account_of
from departments.services.accounts import account_was_closed, password_was_set

# What the session knows, so that no page has to ask: whenever an administrator sets a password
# the sessions of before end.
MUST_CHANGE = "must_change_password"
AUDITOR = "auditor"


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: User, **_: Any) -> None:
    account = account_of(user)
    request.session[MUST_CHANGE] = account.must_change_password
    request.session[AUDITOR] = account.is_auditor
    record_request(request, Event.LOG_IN, actor=user)


@receiver(user_logged_out)
def went_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record_request(request, Event.LOG_OUT, actor=user)


@receiver(pre_save, sender=User)
def compare(instance: User, raw: bool, update_fields: Any, **_: Any) -> None:
    """Note what is about to change, on whatever way: a form, a command, a shell."""
    instance._changes = set()  # type: ignore[attr-defined]
    if raw or instance.pk is None:
        return
    if update_fields is not None and not {"password", "is_active"} & set(update_fields):
        return  # a log-in saves its date
    before = User.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.is_active and not instance.is_active:
        instance._changes.add("closed")  # type: ignore[attr-defined]
    # A hash that Django renews at a log-in is the same password.
    is_set = instance._password is not None or not instance.has_usable_password()  # type: ignore[attr-defined]
    if before.password != instance.password and is_set:
        instance._changes.add("password")  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def follow(instance: User, **_: Any) -> None:
    changes: set[str] = getattr(instance, "_changes", set())
    if "password" in changes and not getattr(instance, "chooses_password", False):
        password_was_set(instance, now=timezone.now())
    if "closed" in changes:
        account_was_closed(instance, now=timezone.now())
