"""Makes, renews and removes feeds, and keeps what was last read of them."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from departments.models import Department, Region
from departments.people import person_of
from siwei.calendar.errors import NotReadable, SameFeed, TooManyFeeds
from siwei.calendar.models import MOST, Feed, new_nonce
from siwei.calendar.selectors.feeds import may_have


@transaction.atomic
def make_feed(
    *, region: Region | None, department: Department | None, actor: User, now: datetime
) -> Feed:
    """A feed of `actor`, of a region, of a department or, without either, of their own work.

    Raises `NotReadable`, `SameFeed` or `TooManyFeeds`.
    """
    if not may_have(person_of(actor), region, department):
        raise NotReadable
    # Of two that are sent at once, one waits here and then finds the other's.
    User.objects.select_for_update().get(pk=actor.pk)
    own = Feed.objects.filter(user=actor)
    if own.filter(region=region, department=department).exists():
        raise SameFeed
    if own.count() >= MOST:
        raise TooManyFeeds
    return Feed.objects.create(
        user=actor, region=region, department=department, created_at=now, changed_at=now
    )


def renew_feed(feed: Feed, *, actor: User, now: datetime) -> None:
    """Give a feed another address; the old one ends at once."""
    _check_owner(feed, actor)
    feed.nonce, feed.last_read_on, feed.changed_at = new_nonce(), None, now
    feed.save(update_fields=["nonce", "last_read_on", "changed_at"])


def remove_feed(feed: Feed, *, actor: User) -> None:
    """End a feed and its address for good."""
    _check_owner(feed, actor)
    feed.delete()


def keep_read(feed: Feed, *, digest: str, today: date, now: datetime) -> None:
    """Note that `feed` was read, once a day, and when what it says changed; it changes with it.

    Whoever polls every quarter of an hour makes nothing be written.
    """
    if feed.digest != digest:
        # Of two that read it at once, one counts.
        changed = Feed.objects.filter(pk=feed.pk, digest=feed.digest)
        changed.update(digest=digest, version=F("version") + 1, changed_at=now)
        feed.refresh_from_db(fields=["digest", "version", "changed_at"])
    if feed.last_read_on != today:
        Feed.objects.filter(pk=feed.pk).update(last_read_on=today)


def _check_owner(feed: Feed, actor: User) -> None:
    if feed.user_id != actor.pk:
        raise NotReadable
