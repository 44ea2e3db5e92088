"""The stamp of what the database holds now."""

from django.db import connection

from common.stamps.models import INSTALLED, Stamp

# Each read of the API asks for it: the statement isn't made anew each time.
_SLOTS = f"SELECT slot, public, working FROM {Stamp._meta.db_table} ORDER BY slot"


def stamp(*, public: bool) -> str:
    """What is another one after every write that an answer could tell of; `public`: that could be
    told to anybody. One query.

    Empty where the tables aren't watched, between the steps of a migration: then nothing can be
    known without reading it. To be read before what it is to stand for: whatever is committed
    meanwhile makes the next stamp another one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SLOTS)
        rows = cursor.fetchall()
    if not rows or rows[0][0] != INSTALLED:
        return ""
    return "|".join(seen if public else f"{seen} {working}" for _slot, seen, working in rows)
