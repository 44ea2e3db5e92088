"""What follows when a password is set or an account is closed, and who must choose a new one."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from common.audit.rules import Event
from common.audit.services import record
from departments.models import Account
from departments.services.keys import revoke_all


@transaction.atomic
def password_was_set(user: User, *, now: datetime) -> None:
    """Somebody else set a password: its keys end, and the next log-in asks for a new one."""
    must_choose_password(user)
    revoke_all(user, why="password", now=now)
    record(event=Event.PASSWORD_SET, now=now, what=user.get_username())


def must_choose_password(user: User) -> None:
    """The password was given by somebody else: it lets its owner in to choose another only."""
    Account.objects.update_or_create(user=user, defaults={"must_change_password": True})


@transaction.atomic
def choose_password(
    user: User, save: Callable[[], object], *, address: str | None, now: datetime
) -> None:
    """Its owner has chosen a password, which `save` stores; the keys of before end."""
    user.chooses_password = True  # type: ignore[attr-defined]  # departments/receivers.py asks
    save()
    Account.objects.filter(user=user).update(must_change_password=False)
    revoke_all(user, why="password", now=now)
    record(event=Event.PASSWORD_CHANGED, now=now, actor=user, address=address)


def account_was_closed(user: User, *, now: datetime) -> None:
    """Somebody may not log in any more: neither may their keys, should they come back."""
    revoke_all(user, why="inactive", now=now)


def keep_account(user: User, *, is_machine: bool | None = None, is_auditor: bool = False) -> None:
    """What an administrator says of an account. Whether it is a machine's is said once."""
    said = {"is_auditor": is_auditor}
    if is_machine is not None:
        said["is_machine"] = is_machine
    Account.objects.update_or_create(user=user, defaults=said)
