"""What was public from one moment to another, as it follows from the history."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from common.records.rules.chain import Content


class Ending(StrEnum):
    """Why something is no longer public as it was."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Effect(NamedTuple):
    """What a history row does to what is public: another content from now on, or an end.

    Neither: what was public stays so, as it does while a correction is under way.
    """

    content: Content | None = None
    ends: Ending | None = None


class Published(NamedTuple):
    """What was public, from when to when. `version` is the number of the row that published it."""

    version: int
    content: Content
    published_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""


def publications(rows: Iterable[tuple[int, datetime, Effect]]) -> list[Published]:
    """What the rows published, oldest first; the last one may still be public.

    A row is given as its number, its time and its effect.
    """
    found: list[Published] = []
    for number, at, effect in rows:
        ending = Ending.REPLACED if effect.content is not None else effect.ends
        if ending and found and found[-1].ended_at is None:
            found[-1] = found[-1]._replace(ended_at=at, ended_by=ending.value)
        if effect.content is not None:
            found.append(Published(number, effect.content, at))
    return found
