"""The stamp of what the database holds now."""

from common.stamps.models import INSTALLED, Stamp


def stamp(*, public: bool) -> str:
    """What is another one after every write that an answer could tell of; `public`: that could be
    told to anybody. One query.

    Empty where the tables aren't watched, between the steps of a migration: then nothing can be
    known without reading it. To be read before what it is to stand for: whatever is committed
    meanwhile makes the next stamp another one.
    """
    rows = list(Stamp.objects.order_by("slot").values_list("slot", "public", "working"))
    if not rows or rows[0][0] != INSTALLED:
        return ""
    return "|".join(seen if public else f"{seen} {working}" for _slot, seen, working in rows)
