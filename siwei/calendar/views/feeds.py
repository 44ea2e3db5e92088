"""One's own feeds: made, shown with their addresses, renewed and removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.addresses import base_url
from common.numbers import ID_DIGITS, whole_number
from common.options import named
from departments.people import actor_of, person_of
from siwei.calendar.errors import FeedRefused, SameFeed, TooManyFeeds
from siwei.calendar.forms import FeedForm
from siwei.calendar.models import MOST, Feed
from siwei.calendar.selectors.feeds import (
    feeds_of,
    may_have,
    readable_departments,
    readable_regions,
)
from siwei.calendar.services.feeds import make_feed, remove_feed, renew_feed
from siwei.calendar.viewmodels.feeds import feed_name, feed_rows


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed_list(request: HttpRequest) -> HttpResponse:
    """One's own feeds, and the forms for another; `?region=` says of which region to choose."""
    owner = actor_of(request.user)
    if request.method != "POST":
        return _page(request, owner, FeedForm(person=person_of(owner)))
    form = FeedForm(request.POST, person=person_of(owner))
    if form.is_valid():
        try:
            feed = make_feed(
                region=form.cleaned_data["region"],
                department=form.cleaned_data["department"],
                actor=owner,
                now=timezone.now(),
            )
        except FeedRefused as refusal:
            form.add_error(None, _reason(refusal))
        else:
            messages.success(request, _("“%s”的日历地址已建立。") % feed_name(feed))
            return redirect("calendar_feeds")
    return _page(request, owner, form, status=400)


@login_required
@require_POST
def renew(request: HttpRequest, pk: str) -> HttpResponse:
    feed = _own(request, pk)
    renew_feed(feed, actor=actor_of(request.user), now=timezone.now())
    words = _("“%s”换了一个地址，原来的地址不能再用。请在日历程序中改用新地址。")
    messages.success(request, words % feed_name(feed))
    return redirect("calendar_feeds")


@login_required
@require_POST
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    feed = _own(request, pk)
    name = feed_name(feed)
    remove_feed(feed, actor=actor_of(request.user))
    messages.success(request, _("“%s”的日历地址已删除，不能再用。") % name)
    return redirect("calendar_feeds")


def _own(request: HttpRequest, pk: str) -> Feed:
    number = whole_number(pk, digits=ID_DIGITS)
    feed = feeds_of(actor_of(request.user)).filter(pk=number).first() if number else None
    if feed is None:
        raise Http404(_("您没有这个日历订阅。"))
    return feed


def _reason(refusal: FeedRefused) -> str:
    if isinstance(refusal, SameFeed):
        return _("您已有这个日历订阅，它的地址在上面。")
    if isinstance(refusal, TooManyFeeds):
        words = ngettext(
            "每人最多 %d 个日历订阅，请先删除一个。", "每人最多 %d 个日历订阅，请先删除一个。", MOST
        )
        return words % MOST
    return _("您没有可以订阅的工作：您不是任何行政区的成员。")


def _page(request: HttpRequest, owner: User, form: FeedForm, *, status: int = 200) -> HttpResponse:
    person = person_of(owner)
    regions = list(readable_regions(person))
    asked = (request.POST if request.method == "POST" else request.GET).get("region", "")
    chosen = next((one for one in regions if one.code == asked), None)
    if chosen is None and len(regions) == 1:
        chosen = regions[0]
    there = list(readable_departments(person).filter(region=chosen)) if chosen else []
    feeds = list(feeds_of(owner))
    context = {
        "feeds": feed_rows(feeds, base_url=base_url(request)),
        "form": form,
        "has_work": may_have(person, None, None),
        "follows_work": any(one.is_personal for one in feeds),
        "regions": named(regions),
        "chosen": chosen,
        "departments": there,
    }
    return render(request, "calendar/feeds.html", context, status=status)
