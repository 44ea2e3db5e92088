"""Counts tries to log in and to use a key, and records what came of them."""

from datetime import datetime

from django.contrib.auth.models import User

from common.audit.models import AuditRow
from common.audit.rules import Event
from common.audit.services import record
from common.limits.rules import Exceeded, Limit
from common.limits.services.tries import forget, give_back, is_counted, spend
from departments.rules.log_in_limits import (
    BY_ADDRESS,
    BY_NAME,
    BY_NAME_AND_ADDRESS,
    CONFIRMATIONS,
    KEYS_BY_ADDRESS,
    KEYS_BY_PREFIX,
    KNOWN_FOR,
    LET_IN_FOR,
    Attempt,
    beginning,
    network,
)


class TooMany(Exception):
    """Refused without looking: too many tries. `seconds` says how long to wait."""

    def __init__(self, exceeded: Exceeded) -> None:
        self.seconds = exceeded.seconds
        super().__init__(exceeded.limit.name)


def begin(attempt: Attempt, *, now: datetime) -> None:
    """Count a try to log in, before the password is looked at. Raises `TooMany`.

    Where people have logged in lately, each name counts once by address, so that one person's
    slips don't close an office to the others.
    """
    again = is_counted(*attempt.limits()[0], now=now)
    for limit, subject in attempt.limits():
        if limit is BY_ADDRESS and again and _is_known(attempt.address, now):
            continue
        over = spend(limit, subject, now=now)
        if over is None or (limit is BY_NAME and _is_known(attempt.address, now)):
            continue
        if _was_let_in(attempt.name, limit, over, now):
            forget(limit, subject)
            spend(limit, subject, now=now)
            continue
        if over.first:
            record(
                event=Event.LIMITED,
                now=now,
                actor=_named(attempt.name),
                address=attempt.address,
                detail=limit.name,
            )
        raise TooMany(over)


def succeeded(attempt: Attempt) -> None:
    """It was no failure: it counts for nobody, and its name begins anew from this place."""
    for limit, subject in attempt.limits():
        if limit is BY_NAME_AND_ADDRESS or attempt.device:
            forget(limit, subject)
        else:
            give_back(limit, subject)


def failed(attempt: Attempt, *, now: datetime) -> None:
    """Record a wrong name or password; a name that nobody has is not written down."""
    actor = _named(attempt.name)
    record(event=Event.LOG_IN_FAILED, now=now, actor=actor, address=attempt.address)


def unlock(user: User, *, actor: User | None, now: datetime) -> None:
    """Let somebody try again at once: `begin` forgets what was counted before this moment, by
    whatever it was counted, wherever they try next."""
    forget(CONFIRMATIONS, str(user.pk))
    record(event=Event.UNLOCKED, now=now, actor=actor, what=user.get_username())


def confirmation(user: User, *, now: datetime) -> None:
    """Count that somebody who is logged in gives their password. Raises `TooMany`."""
    if over := spend(CONFIRMATIONS, str(user.pk), now=now):
        raise TooMany(over)


def confirmed(user: User) -> None:
    forget(CONFIRMATIONS, str(user.pk))


def wrong_key(prefix: str, *, address: str, known: bool, now: datetime) -> None:
    """Count and record a key that isn't valid. Raises `TooMany`.

    `known`: there is such a key, but the secret is wrong, or it may not be used any more. The
    beginning of any other is not written down: it may be somebody's password.
    """
    limits: list[tuple[Limit, str]] = [(KEYS_BY_ADDRESS, network(address))]
    if known:
        limits.append((KEYS_BY_PREFIX, prefix))
    shown = prefix if known else ""
    for limit, subject in limits:
        if over := spend(limit, subject, now=now):
            if over.first:
                record(event=Event.LIMITED, now=now, address=address, key=shown, detail=limit.name)
            raise TooMany(over)
    record(event=Event.KEY_REFUSED, now=now, address=address, key=shown)


def _is_known(address: str, now: datetime) -> bool:
    """Whether people have logged in from this address lately; of IPv6, from its network."""
    if not address:
        return False
    rows = AuditRow.objects.filter(event=Event.LOG_IN, at__gt=now - KNOWN_FOR)
    if rows.filter(address=address).exists():
        return True
    place = network(address)
    if "/" not in place:
        return False
    near = rows.filter(address__startswith=beginning(place)).order_by()
    return any(network(one) == place for one in near.values_list("address", flat=True).distinct())


def _was_let_in(name: str, limit: Limit, over: Exceeded, now: datetime) -> bool:
    """Whether an administrator has let this person in again since the count began; for a while
    after it, no tries of others elsewhere keep them out either."""
    user = _named(name)
    if user is None:
        return False
    since = min(over.began, now - LET_IN_FOR) if limit is BY_NAME else over.began
    rows = AuditRow.objects.filter(event=Event.UNLOCKED, at__gte=since)
    return rows.filter(what=user.get_username()).exists()


def _named(name: str) -> User | None:
    if "\x00" in name:  # nobody's, and PostgreSQL isn't to be asked
        return None
    return User.objects.filter(username=User.normalize_username(name)[:150]).first()
