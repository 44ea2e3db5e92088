"""Counts tries. A try is counted before it is made: tries at the same time slip past no limit."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from common.limits.models import Counter
from common.limits.rules import Count, Exceeded, Limit, counted, exceeded


@transaction.atomic
def spend(limit: Limit, subject: str, *, now: datetime) -> Exceeded | None:
    """Count one try of `subject`. None while it is within the limit.

    Beyond it, tries are counted no further than that there was one: a flood writes nothing.
    """
    key = _key(limit, subject)
    row = Counter.objects.select_for_update().filter(pk=key).first()
    if row is None:
        return _begin(limit, key, now)
    before = Count(row.tries, row.ends_at)
    count = counted(limit, before, now)
    if before.ends_at > now and before.tries > limit.highest:
        return exceeded(limit, count, now)
    row.tries, row.ends_at = count.tries, count.ends_at
    row.save(update_fields=["tries", "ends_at"])
    return exceeded(limit, count, now)


def is_counted(limit: Limit, subject: str, *, now: datetime) -> bool:
    """Whether something was counted for `subject` in the window of now."""
    return Counter.objects.filter(pk=_key(limit, subject), tries__gt=0, ends_at__gt=now).exists()


def give_back(limit: Limit, subject: str) -> None:
    """Take back one try, which turned out to be no failure."""
    Counter.objects.filter(pk=_key(limit, subject), tries__gt=0).update(tries=F("tries") - 1)


def forget(limit: Limit, subject: str) -> int:
    """Begin anew for `subject`; returns whether anything was counted."""
    return Counter.objects.filter(pk=_key(limit, subject)).delete()[0]


def _begin(limit: Limit, key: str, now: datetime) -> Exceeded | None:
    """The first try of a window, which also clears away windows that are over."""
    Counter.objects.filter(ends_at__lt=now).delete()
    count = counted(limit, None, now)
    fresh = Counter(pk=key, tries=count.tries, ends_at=count.ends_at)
    # Another process may have begun it in this moment: then theirs is counted on.
    Counter.objects.bulk_create([fresh], ignore_conflicts=True)
    if not Counter.objects.filter(pk=key, tries=count.tries, ends_at=count.ends_at).exists():
        Counter.objects.filter(pk=key).update(tries=F("tries") + 1)
    return None


def _key(limit: Limit, subject: str) -> str:
    named = f"{limit.name}:{subject}"
    return salted_hmac("common.limits", named, algorithm="sha256").hexdigest()
