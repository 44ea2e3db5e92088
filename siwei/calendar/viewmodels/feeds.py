"""One's own feeds as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from common.language import is_english, local_name

if TYPE_CHECKING:
    from siwei.calendar.models import Feed


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its secret address, as a link (`webcal`) that calendar programs open."""

    pk: int
    name: str
    address: str
    opens: str
    made: datetime
    last_read: date | None


def feed_rows(feeds: Sequence[Feed], *, base_url: str) -> list[FeedRow]:
    return [_row(feed, base_url) for feed in feeds]


def feed_name(feed: Feed) -> str:
    """What a feed is of, in the active language; a department as it is printed."""
    if feed.department is not None:
        department = feed.department
        if is_english():
            return f"{local_name(department.region)} {department.name}"
        return department.full_name
    return local_name(feed.region) if feed.region else _("我的工作")


def calendar_name(feed: Feed) -> str:
    """What a calendar program calls it, among calendars of all kinds."""
    return _("四水四定：%s") % feed_name(feed)


def _row(feed: Feed, base_url: str) -> FeedRow:
    language = "?lang=en" if is_english() else ""
    path = reverse("calendar_feed", args=[feed.secret])
    address = f"{base_url}{path}{language}"
    opens = urlsplit(address)._replace(scheme="webcal").geturl()
    return FeedRow(feed.pk, feed_name(feed), address, opens, feed.created_at, feed.last_read_on)
