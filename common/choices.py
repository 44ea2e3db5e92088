"""Turns an enumeration of the rules into choices and constraints of a model field."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from django.db.models import CheckConstraint, Q

from common.bilingual import Bilingual


class Labelled(Protocol):
    @property
    def value(self) -> str: ...

    @property
    def label(self) -> Bilingual: ...


def choices(members: Iterable[Labelled]) -> list[tuple[str, str]]:
    """(stored value, Chinese label) of each member, in their order."""
    return [(member.value, member.label.zh) for member in members]


def one_of(field: str, members: Iterable[StrEnum], name: str) -> CheckConstraint:
    """The database's own word that `field` holds a value of the enumeration."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [member.value for member in members]}), name=name
    )
