"""Turns a request's user into the `Person` of the rules."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Prefetch, prefetch_related_objects

from departments.models import ApiKey, Department, Membership, Region
from departments.rules.permissions import Grant, Person
from departments.rules.roles import Role

ANYONE = Person(id=None)
# What grants are made of.
_GRANTED = ("user", "region", "department", "role", "department__function__enters_every_indicator")
_LIMITS = "limits_of_key"  # on the user object of a request


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person:
    """The grants of `user`, read once per user object. An inactive user has none.

    Where a key acts for them, its limits are on the user object, and go wherever that goes: into
    services, jobs that are done at once, and lists.
    """
    if not isinstance(user, User) or not user.is_active:
        return ANYONE
    # Django keeps them on the user object, and reads them once.
    if "memberships" not in getattr(user, "_prefetched_objects_cache", {}):
        memberships = (
            Membership.objects.select_related("department__function")
            .only(*_GRANTED)
            .order_by("user_id", "region_id", "role")
        )
        prefetch_related_objects([user], Prefetch("memberships", memberships))
    return Person(
        id=user.pk,
        is_administrator=user.is_superuser,
        grants=tuple(_grant(row) for row in user.memberships.all()),
        key=getattr(user, _LIMITS, None),
    )


def acting_by_key(key: ApiKey) -> User:
    """The owner of a key, as far as the key lets them act."""
    setattr(key.user, _LIMITS, key.limits)
    return key.user


def _grant(row: Membership) -> Grant:
    return Grant(
        role=Role(row.role),
        region=row.region_id,
        department=row.department_id,
        enters_every_indicator=_enters_everything(row.department),
    )


def _enters_everything(department: Department | None) -> bool:
    return department is not None and department.function.enters_every_indicator


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
