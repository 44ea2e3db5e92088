"""Puts the triggers on the tables after each `migrate`, and takes them away before one that has
something to do: a column that a trigger names can't be changed, and SQLite loses the triggers of a
table that it builds anew."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from common.stamps import triggers


@receiver(pre_migrate, dispatch_uid="stamps.before")
def _before(*, app_config: Any, using: str, plan: Any, **_kwargs: Any) -> None:
    if app_config.label == "stamps" and plan:
        triggers.remove(connections[using])


@receiver(post_migrate, dispatch_uid="stamps.after")
def _after(*, app_config: Any, using: str, **_kwargs: Any) -> None:
    if app_config.label == "stamps":
        triggers.install(connections[using])
