"""What a history row changed for the public, as the change feed tells it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class PublicChangeKind(StrEnum):
    """What became of something public.

    `amended` is a change of what holds, by a later document or decision; what the thing says
    itself stays. `withdrawn` is still there, as withdrawn; `removed` is gone.
    """

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    AMENDED = "amended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One public thing, by its subject and public key, and what became of it.

    `region` is the code of its region, `named` are those of others that it names; `indicator` is
    empty where it is of none.
    """

    kind: PublicChangeKind
    subject: str
    key: str
    region: str
    indicator: str = ""
    named: tuple[str, ...] = ()


def differences(
    before: Mapping[K, object], after: Mapping[K, object]
) -> list[tuple[K, PublicChangeKind]]:
    """What was published, corrected and removed between two states, by key: those that are there
    in the order of `after`, then those that are gone."""
    found = [
        (key, PublicChangeKind.CORRECTED if key in before else PublicChangeKind.PUBLISHED)
        for key, said in after.items()
        if key not in before or before[key] != said
    ]
    return found + [(key, PublicChangeKind.REMOVED) for key in before if key not in after]
