"""Turns a request's user into the `Person` of the rules."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from departments.models import ApiKey, Membership, Region
from departments.rules.permissions import Grant, Person
from departments.rules.roles import Role

ANYONE = Person(id=None)
# On the user object of a request.
_LIMITS = "limits_of_key"
_GRANTS = "grants_of_person"
# The columns of a grant; without a department nothing says of its kind what it enters.
_GRANTED = (
    "role",
    "region_id",
    "department_id",
    "department__function__enters_every_indicator",
)


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person:
    """The grants of `user`, read once per user object, whatever is written or refreshed later. An
    inactive user has none.

    Where a key acts for them, its limits are on the user object, and go wherever that goes: into
    services, jobs that are done at once, and lists.
    """
    if not isinstance(user, User) or not user.is_active:
        return ANYONE
    grants: tuple[Grant, ...] | None = getattr(user, _GRANTS, None)
    if grants is None:
        grants = _grants(user)
        setattr(user, _GRANTS, grants)
    return Person(
        id=user.pk,
        is_administrator=user.is_superuser,
        grants=grants,
        key=getattr(user, _LIMITS, None),
    )


def acting_by_key(key: ApiKey) -> User:
    """The owner of a key, as far as the key lets them act."""
    setattr(key.user, _LIMITS, key.limits)
    return key.user


def _grants(user: User) -> tuple[Grant, ...]:
    rows = Membership.objects.filter(user=user.pk).order_by("region_id", "role", "pk")
    return tuple(
        Grant(Role(role), region, department, bool(enters_every_indicator))
        for role, region, department, enters_every_indicator in rows.values_list(*_GRANTED)
    )


def actor_of(user: AbstractBaseUser | AnonymousUser) -> User:
    """Whoever acts, where the way in has let nobody through without a log-in."""
    assert isinstance(user, User), "a log-in was not asked for"
    return user


def name_of(user: User | None) -> str | None:
    """A person by their name, or by the name they log in with; None is the system itself."""
    return None if user is None else user.get_full_name() or user.get_username()


def language_of(user: User) -> str:
    """In which language somebody reads: what they chose, else Chinese. Reads `user.account`."""
    account = getattr(user, "account", None)
    return (account.language if account else "") or settings.LANGUAGE_CODE


def ancestors_of(region: Region) -> tuple[str, ...]:
    """The region's code and those of all regions above it, four at the most: a zone may lie in a
    county."""
    codes: list[str] = []
    current: Region | None = region
    while current is not None:
        codes.append(current.code)
        current = current.parent
    return tuple(codes)
