"""API keys. A person makes their own; an administrator, and who runs the server by a command, make
those of machine accounts only."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate

from common.audit.rules import Event
from common.audit.services import record
from common.refusals import NotAllowed
from departments.models import ApiKey, Region
from departments.people import ancestors_of, person_of
from departments.rules.permissions import Person, writing_regions
from departments.rules.roles import KeyScope
from departments.selectors import has_usable_key, is_machine, usable_keys
from departments.wording import key_scope_refusal

# Of how many addresses a day the use of a key is recorded one by one.
MAX_ADDRESSES = 20
# How long a person's key holds; a leap year is one year.
LONGEST = timedelta(days=366)


class NotTheOwner(Exception):
    """A key would belong to somebody else than the one who makes it."""


class SameName(Exception):
    """The same person has a usable key of this name: a form that was sent twice, say."""


class NoEnd(Exception):
    """A person's key would hold for longer than a year, or for ever."""


class BeyondOwner(Exception):
    """A key would be for a region in which its owner may write nothing."""


@transaction.atomic
def make_key(
    *,
    owner: User,
    name: str,
    expires_at: datetime | None,
    actor: User | None,
    address: str | None,
    now: datetime,
    scope: KeyScope = KeyScope.READ,
    region: Region | None = None,
    by: str = "",
) -> tuple[ApiKey, str]:
    """A new key of `owner` and its secret, of which only a hash is kept.

    `region` narrows what it writes; `actor` is None for who runs the server, `by` the command that
    they ran. Raises `NotTheOwner` unless `actor` is the owner, or an administrator or nobody and
    the owner is a machine account; `NoEnd` and `BeyondOwner` for what no key of theirs may be;
    `SameName` where `owner` has a usable key of that name.
    """
    for_machine = is_machine(owner)
    if actor != owner and not (for_machine and (actor is None or actor.is_superuser)):
        raise NotTheOwner
    if not for_machine and (expires_at is None or expires_at > now + LONGEST):
        raise NoEnd
    if region is not None and writing_regions(person_of(owner)).isdisjoint(ancestors_of(region)):
        raise BeyondOwner
    # Of two that are sent at once, one waits here and then finds the other's.
    User.objects.select_for_update().get(pk=owner.pk)
    if has_usable_key(owner, name):
        raise SameName
    key = ApiKey(user=owner, name=name, expiry_date=expires_at, scope=scope, region=region)
    secret = ApiKey.objects.assign_key(key)
    key.save()
    _record(Event.KEY_MADE, key, actor=actor, address=address, now=now, detail=_scope(key), by=by)
    return key, secret


def check_key_scope(person: Person, ancestors: Collection[str]) -> None:
    """Raises `NotAllowed`, with a code of its own, where it is a key that keeps its owner from
    writing in a region: that of `ancestors`, its code with those above it.

    Without it nothing more would be allowed (`scope_of`); it says why.
    """
    if person.key is not None and not person.key.lets_write(ancestors):
        raise NotAllowed(key_scope_refusal(person.key), code="key_scope")


@transaction.atomic
def revoke_key(
    key: ApiKey, *, actor: User | None, address: str | None, now: datetime, by: str = ""
) -> None:
    """End a key for good; `actor` and `by` as above.

    Raises `NotTheOwner` for anybody but its owner, administrators and who runs the server.
    """
    if actor is not None and key.user_id != actor.pk and not actor.is_superuser:
        raise NotTheOwner
    if key.revoked:
        return
    key.revoked = True
    key.save(update_fields=["revoked"])
    _record(Event.KEY_REVOKED, key, actor=actor, address=address, now=now, by=by)


def _record(
    event: Event,
    key: ApiKey,
    *,
    actor: User | None,
    address: str | None,
    now: datetime,
    detail: str = "",
    by: str = "",
) -> None:
    record(
        event=event,
        now=now,
        actor=actor,
        address=address,
        key=key.prefix,
        what=f"{key.user.get_username()}: {key.name}",
        detail=" ".join(filter(None, (detail, f"(manage.py {by})" if by else ""))),
    )


def _scope(key: ApiKey) -> str:
    """As the log keeps it: `read`, `write`, `write 140300`."""
    return " ".join(filter(None, (key.scope, key.region_id)))


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
