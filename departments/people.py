"""Turns a request's user into the `Person` of the rules."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from departments.models import Department, Membership, Region
from departments.rules.permissions import Grant, Person
from departments.rules.roles import Role

ANYONE = Person(id=None)
_CACHE = "_siwei_person"


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person:
    """The grants of `user`, read once per user object. An inactive user has none."""
    if not isinstance(user, User) or not user.is_active:
        return ANYONE
    known: Person | None = getattr(user, _CACHE, None)
    if known is None:
        rows = Membership.objects.filter(user=user).select_related("department__function")
        known = Person(
            id=user.pk,
            is_administrator=user.is_superuser,
            grants=tuple(
                Grant(
                    role=Role(row.role),
                    region=row.region_id,
                    department=row.department_id,
                    enters_every_indicator=_enters_everything(row.department),
                )
                for row in rows
            ),
        )
        setattr(user, _CACHE, known)
    return known


def _enters_everything(department: Department | None) -> bool:
    return department is not None and department.function.enters_every_indicator


def actor_of(user: AbstractBaseUser | AnonymousUser) -> User:
    """Whoever acts, where the way in has let nobody through without a log-in."""
    assert isinstance(user, User), "a log-in was not asked for"
    return user


def lineage_of(region: Region) -> tuple[str, ...]:
    """The region's code and those of all regions above it; three levels at the most."""
    codes: list[str] = []
    current: Region | None = region
    while current is not None:
        codes.append(current.code)
        current = current.parent
    return tuple(codes)
