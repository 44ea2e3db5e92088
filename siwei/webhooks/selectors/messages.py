"""Reads what a webhook is told: the change feed, as it answers anybody who asks without a key."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from departments.selectors import regions_within
from siwei.change_feed.api import ChangeSerializer
from siwei.change_feed.selectors.feed import Asked, FeedChange, feed_page, latest_page, place_of
from siwei.webhooks.models import Webhook
from siwei.webhooks.rules.messages import Message

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Awaited:
    """The next messages of a webhook, in order, and up to where the feed was read for them."""

    messages: Sequence[Message]
    position: str


def end_of_feed() -> str:
    """The position of who has been told everything."""
    return latest_page().cursor


def awaited(webhook: Webhook, *, most: int | None = None) -> Awaited:
    """The first `most` (fifty) of what a webhook hasn't been told. A region stands for what lies
    in it, too.

    Raises `NotOfThisHistory` where the feed doesn't know the webhook's position.
    """
    named = [region.pk for region in webhook.regions.all()]
    asked = Asked(
        regions=[region.pk for region in regions_within(named)] if named else None,
        indicators=[indicator.pk for indicator in webhook.indicators.all()] or None,
    )
    limit = most or AT_ONCE
    page = feed_page(place_of(webhook.position), asked, limit=limit)
    while page.more and not page.changes:
        page = feed_page(page.place, asked, limit=limit)
    return Awaited([_message(webhook, change) for change in page.changes], page.cursor)


def _message(webhook: Webhook, change: FeedChange) -> Message:
    return Message(
        id=f"msg_{webhook.pk}_{change.cursor}",
        type=f"{change.subject}.{change.kind}",
        at=localtime(change.at),
        data=ChangeSerializer(change).data,  # as the API answers it
        position=change.cursor,
    )
