"""The stamps of what the database holds now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from common.stamps.models import INSTALLED, PartStamp, Stamp

# Each read of the API asks for it: the statement isn't made anew each time.
_SLOTS = f"SELECT slot, public, working, every FROM {Stamp._meta.db_table} ORDER BY slot"


@dataclass(frozen=True, slots=True)
class Stamps:
    """`public` and `working`: other ones after every write that an answer could tell of, to
    anybody or to who has logged in. `every`: another one after a write that may concern every part
    of the country."""

    public: str
    working: str
    every: str


def stamps() -> Stamps | None:
    """One query. None where the tables aren't watched, between the steps of a migration: then
    nothing can be known without reading it.

    To be read before what they are to stand for: whatever is committed meanwhile makes the next
    ones others.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SLOTS)
        rows = cursor.fetchall()
    if not rows or rows[0][0] != INSTALLED:
        return None
    # The words of the first row are those of the triggers themselves.
    began = f"{rows[0][1]} {rows[0][2]}"
    return Stamps(
        public="|".join(seen for _slot, seen, _working, _every in rows),
        working="|".join(f"{seen} {working}" for _slot, seen, working, _every in rows),
        every="|".join([began, *(every for _slot, _seen, _working, every in rows[1:])]),
    )


def stamp(*, public: bool) -> str:
    """The one or the other of `stamps`; empty where there are none."""
    found = stamps()
    if found is None:
        return ""
    return found.public if public else found.working


def part_stamps() -> Mapping[str, str]:
    """By the part (the code of a region): another one after every write of its own values. What
    was never written since the tables are watched has none. One query; to be read as `stamps`."""
    found: dict[str, str] = {}
    rows = PartStamp.objects.order_by("part", "slot").values_list("part", "word")
    for part, word in rows:
        found[part] = f"{found.get(part, '')}|{word}"
    return found
