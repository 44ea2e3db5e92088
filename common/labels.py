"""What people read for the members of an enumeration, in the active language.

Rules know enumerations as plain words; a subject's `wording` registers what each of them is
called, with a context of gettext, so that one Chinese word may have two meanings:

    register(Nature, {Nature.CONSTRAINT: pgettext_lazy("nature", "约束性"), …})
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar

from django.utils.functional import Promise as LazyText

Label: TypeAlias = str | LazyText
E = TypeVar("E", bound=StrEnum)

# By enumeration, as members of two of them may be the same word, and be equal therefore.
_LABELS: dict[type[StrEnum], Mapping[StrEnum, Label]] = {}


def register(enumeration: type[E], labels: Mapping[E, Label]) -> None:
    """Keep the labels of an enumeration. Raises `ValueError` where a member has none."""
    missing = [member.name for member in enumeration if member not in labels]
    if missing:
        raise ValueError(f"{enumeration.__name__} without a label: {', '.join(missing)}")
    _LABELS[enumeration] = {member: labels[member] for member in enumeration}


def label(member: StrEnum) -> str:
    """What a member is called, in the active language. `KeyError` if nobody registered it."""
    return str(_LABELS[type(member)][member])


def choices(enumeration: type[StrEnum]) -> list[tuple[str, Label]]:
    """(stored value, lazy label) of each member, in their order: for a field of a model."""
    return [(member.value, text) for member, text in _LABELS[enumeration].items()]


def options(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    """(stored value, label in the active language) of each member: for a form."""
    return [(value, str(text)) for value, text in choices(enumeration)]
