"""API keys. A person makes their own; an administrator makes those of machine accounts only."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate

from common.audit.rules import Event
from common.audit.services import record
from departments.models import ApiKey
from departments.selectors import has_usable_key, is_machine, usable_keys

# Of how many addresses a day the use of a key is recorded one by one.
MAX_ADDRESSES = 20


class NotTheOwner(Exception):
    """A key would belong to somebody else than the one who makes it."""


class SameName(Exception):
    """The same person has a usable key of this name: a form that was sent twice, say."""


@transaction.atomic
def make_key(
    *,
    owner: User,
    name: str,
    expires_at: datetime | None,
    actor: User,
    address: str | None,
    now: datetime,
) -> tuple[ApiKey, str]:
    """A new key of `owner` and its secret, of which only a hash is kept.

    Raises `NotTheOwner` unless `actor` is the owner, or an administrator and the owner is a
    machine account; `SameName` where `owner` has a usable key of that name.
    """
    if actor != owner and not (actor.is_superuser and is_machine(owner)):
        raise NotTheOwner
    # Of two that are sent at once, one waits here and then finds the other's.
    User.objects.select_for_update().get(pk=owner.pk)
    if has_usable_key(owner, name):
        raise SameName
    key = ApiKey(user=owner, name=name, expiry_date=expires_at)
    secret = ApiKey.objects.assign_key(key)
    key.save()
    record(
        event=Event.KEY_MADE,
        now=now,
        actor=actor,
        address=address,
        key=key.prefix,
        what=f"{owner.get_username()}: {name}",
    )
    return key, secret


@transaction.atomic
def revoke_key(key: ApiKey, *, actor: User, address: str | None, now: datetime) -> None:
    """End a key for good. Raises `NotTheOwner` for anybody but its owner and administrators."""
    if key.user_id != actor.pk and not actor.is_superuser:
        raise NotTheOwner
    if key.revoked:
        return
    key.revoked = True
    key.save(update_fields=["revoked"])
    record(
        event=Event.KEY_REVOKED,
        now=now,
        actor=actor,
        address=address,
        key=key.prefix,
        what=f"{key.user.get_username()}: {key.name}",
    )


@transaction.atomic
def revoke_all(owner: User, *, why: str, now: datetime) -> int:
    """End every key of somebody whose password changed, or who may not come in any more."""
    keys = list(usable_keys(owner).select_for_update())
    for key in keys:
        key.revoked = True
        key.save(update_fields=["revoked"])
        record(
            event=Event.KEY_REVOKED,
            now=now,
            key=key.prefix,
            what=f"{owner.get_username()}: {key.name}",
            detail=why,
        )
    return len(keys)


def key_used(key: ApiKey, *, address: str, now: datetime) -> None:
    """Record the use of a key: its first of a day from each address, and no other.

    What is known of the day stands on the key, which was read anyway: a nightly job of ten
    thousand requests writes once.
    """
    today = localdate(now)
    begun = key.last_used_at is not None and localdate(key.last_used_at) == today
    seen = key.used_from if begun else []
    if begun and (address in seen or len(seen) >= MAX_ADDRESSES):
        return
    with transaction.atomic():
        key.last_used_at, key.used_from = now, [*seen, address]
        key.save(update_fields=["last_used_at", "used_from"])
        record(event=Event.KEY_USED, now=now, actor=key.user, address=address, key=key.prefix)
