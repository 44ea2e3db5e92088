"""Writes the audit log. Everything that is worth a row is written by `record`."""

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest
from django.utils import timezone

from common.audit.models import AuditRow
from common.audit.rules import LEAST_DAYS, MAX_ADDRESS, MAX_NAME, MAX_WHAT, Event, shortened
from common.proxies import client_address

# The address that the request in hand comes from, for those who write without knowing it.
REQUEST_ADDRESS: ContextVar[str | None] = ContextVar("address of the request", default=None)


def record(
    *,
    event: Event,
    now: datetime,
    actor: AbstractBaseUser | None = None,
    address: str | None = None,
    key: str = "",
    what: str = "",
    detail: str = "",
) -> None:
    """Add one row. `actor` is None where nobody is known: a stranger, or a command.

    Without an `address` it is that of the request in hand.
    """
    AuditRow.objects.create(
        at=now,
        event=event,
        actor_id=None if actor is None else actor.pk,
        name="" if actor is None else shortened(actor.get_username(), MAX_NAME),
        address=(address or REQUEST_ADDRESS.get() or "")[:MAX_ADDRESS],
        key=key,
        what=shortened(what, MAX_WHAT),
        detail=shortened(detail, MAX_WHAT),
    )


def record_request(
    request: HttpRequest,
    event: Event,
    *,
    actor: AbstractBaseUser | None = None,
    what: str = "",
    detail: str = "",
) -> None:
    """Add a row about a request: who sent it (unless `actor` says), from where, with which key."""
    user: Any = actor or getattr(request, "user", None)
    record(
        event=event,
        now=timezone.now(),
        actor=user if isinstance(user, User) else None,
        address=client_address(request),
        key=getattr(getattr(request, "auth", None), "prefix", ""),
        what=what,
        detail=detail,
    )


def prune(*, now: datetime) -> int:
    """Delete what is older than `SIWEI_AUDIT_DAYS`, and say so in the log; how many rows."""
    days = max(settings.AUDIT_DAYS, LEAST_DAYS)
    before = now - timedelta(days=days)
    removed, _by_model = AuditRow.objects.filter(at__lt=before).delete()
    if removed:
        record(event=Event.PRUNED, now=now, detail=f"{removed} < {before:%Y-%m-%d}")
    return removed
