"""The secret address of a feed: read by programs, without a log-in."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.addresses import base_url
from siwei.calendar.models import Feed
from siwei.calendar.rules.entries import digest
from siwei.calendar.selectors.feeds import feed_entries, opened_by
from siwei.calendar.services.feeds import keep_read
from siwei.calendar.viewmodels.feeds import calendar_name

TEXT = "text/plain; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The file, or 304 where the program has it: then nothing is written, and little is read."""
    feed = opened_by(secret)
    if feed is None:
        # The same for an address that never was, that ended, and that may not be read any more.
        return _finished(HttpResponse(_("没有这个日历地址。"), content_type=TEXT, status=404))
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        response = _finished(_answer(request, feed))
    response["Content-Language"] = language
    return response


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    found = feed_entries(feed, today=today)
    name, base = calendar_name(feed), base_url(request)
    keep_read(feed, digest=digest(found), today=today, now=now)
    changed = int(feed.changed_at.timestamp())
    etag = f'"{sha256(repr((feed.digest, feed.version, name, base)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        from siwei.calendar.viewmodels.ical import (  # noqa: PLC0415  (icalendar: for a new file)
            CalendarFile,
            calendar_file,
        )

        file = CalendarFile(name, base, feed.version, feed.changed_at, reminds=feed.is_personal)
        response = HttpResponse(calendar_file(file, found), content_type=CALENDAR)
        response["Content-Disposition"] = 'inline; filename="siwei.ics"'
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    return response


def _finished(response: HttpResponse) -> HttpResponse:
    """No cache but the reader's own keeps it, no search engine finds it, and no page that it
    leads to learns its address."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
