"""Turns an enumeration of the rules into a constraint of the database."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import CheckConstraint, Q


def one_of(field: str, members: Iterable[StrEnum], name: str) -> CheckConstraint:
    """A check constraint that `field` holds a value of the enumeration."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [member.value for member in members]}), name=name
    )
