"""Feeds: who may have which, and whom a secret address lets in."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from departments.models import Department, Membership, Region
from departments.people import person_of
from siwei.calendar.errors import NotReadable, SameFeed, TooManyFeeds
from siwei.calendar.models import MOST, Feed
from siwei.calendar.selectors.feeds import opened_by, readable_departments, readable_regions
from siwei.calendar.services.feeds import make_feed, remove_feed, renew_feed
from tests import factories
from tests.people import administrator, editor, person, reviewer, viewer

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PAGE = "/calendar/feeds/"


@pytest.fixture
def city(db: None) -> Region:
    factories.mini_plan()
    return Region.objects.get(code="140300")


@pytest.fixture
def alice(city: Region) -> User:
    return editor("alice")


@pytest.fixture
def feed(alice: User, city: Region) -> Feed:
    return make_feed(region=city, department=None, actor=alice, now=NOW)


def again(user: User) -> User:
    """The same person, with the grants of now."""
    return User.objects.get(pk=user.pk)


def get(secret: str) -> Any:
    return Client().get(f"/calendar/{secret}.ics")


# Who may have which


@pytest.mark.parametrize(
    ("who", "region", "may"),
    [
        (lambda: editor("e"), "140300", True),
        (lambda: editor("e"), "140321", True),
        (lambda: editor("e"), "140100", False),
        (lambda: editor("e"), "140000", False),
        (lambda: viewer("v", "140321"), "140300", False),
        (lambda: reviewer("r"), "140300", True),
        (lambda: administrator("a"), "140100", True),
        (lambda: person("p"), "140300", False),
        (lambda: editor("e"), None, True),
        (lambda: person("p"), None, False),
        (lambda: administrator("a"), None, False),
    ],
)
def test_who_may_have_a_feed(city: Region, who: Any, region: str | None, may: bool) -> None:
    user = who()
    place = Region.objects.get(pk=region) if region else None
    if may:
        made = make_feed(region=place, department=None, actor=user, now=NOW)
        assert opened_by(made.secret) == made
        return
    with pytest.raises(NotReadable):
        make_feed(region=place, department=None, actor=user, now=NOW)
    assert not Feed.objects.exists()


def test_a_department_is_read_with_its_region(city: Region, alice: User) -> None:
    bureau = Department.objects.get(name="市城市管理局")
    assert make_feed(region=None, department=bureau, actor=alice, now=NOW).department == bureau
    with pytest.raises(NotReadable):
        make_feed(region=None, department=bureau, actor=viewer("v", "140100"), now=NOW)


def test_what_is_offered_is_what_may_be_had(city: Region, alice: User) -> None:
    Region.objects.create(code="370000", name="山东省", name_en="Shandong", level="province")
    assert [one.code for one in readable_regions(person_of(alice))] == ["140300"]
    assert set(readable_departments(person_of(alice))) == set(city.departments.all())
    assert not readable_departments(person_of(person("p"))).exists()


def test_one_of_each_at_most(feed: Feed, alice: User, city: Region) -> None:
    with pytest.raises(SameFeed):
        make_feed(region=city, department=None, actor=alice, now=NOW)
    make_feed(region=None, department=None, actor=alice, now=NOW)
    with pytest.raises(SameFeed):
        make_feed(region=None, department=None, actor=alice, now=NOW)
    assert make_feed(region=city, department=None, actor=viewer("v"), now=NOW)


@pytest.mark.parametrize("of", ["nothing", "region", "department", "both"])
def test_the_database_holds_it_too(alice: User, city: Region, of: str) -> None:
    columns: dict[str, Any] = {
        "region": city if of in ("region", "both") else None,
        "department": city.departments.first() if of in ("department", "both") else None,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        for _time in range(2):
            Feed.objects.create(user=alice, created_at=NOW, changed_at=NOW, **columns)


def test_nobody_has_more_than_twenty(city: Region, alice: User) -> None:
    for number in range(MOST):
        department = Department.objects.create(
            region=city, name=f"市{number}局", function_id="water"
        )
        make_feed(region=None, department=department, actor=alice, now=NOW)
    with pytest.raises(TooManyFeeds):
        make_feed(region=None, department=None, actor=alice, now=NOW)
    client = Client()
    client.force_login(alice)
    response = client.post(PAGE)
    assert response.status_code == 400
    assert "每人最多 20 个日历订阅" in response.content.decode()


def test_nobody_renews_or_removes_another_ones(feed: Feed, city: Region) -> None:
    rui = reviewer("rui")
    with pytest.raises(NotReadable):
        renew_feed(feed, actor=rui, now=NOW)
    with pytest.raises(NotReadable):
        remove_feed(feed, actor=rui)
    assert get(feed.secret).status_code == 200


# The secret


def test_the_database_does_not_hold_the_secret(feed: Feed) -> None:
    signature = feed.secret.partition("-")[2]
    row = Feed.objects.filter(pk=feed.pk).values().get()
    assert len(signature) == 43
    assert not [name for name, value in row.items() if signature in str(value)]


def test_a_former_key_still_opens_it_and_a_foreign_one_does_not(
    feed: Feed, settings: Settings
) -> None:
    secret, former = feed.secret, settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [former]
    assert get(secret).status_code == 200
    assert get(feed.secret).status_code == 200
    assert feed.secret != secret
    settings.SECRET_KEY_FALLBACKS = []
    assert get(secret).status_code == 404


def other_letter(feed: Feed) -> str:
    return feed.secret[:-2] + ("A" if feed.secret[-2] != "A" else "B") + feed.secret[-1]


def of_another(feed: Feed) -> str:
    other = make_feed(region=feed.region, department=None, actor=viewer("v"), now=NOW)
    return f"{other.pk}-{feed.secret.partition('-')[2]}"


def renewed(feed: Feed) -> str:
    old = feed.secret
    renew_feed(feed, actor=feed.user, now=NOW)
    assert get(feed.secret).status_code == 200
    return old


def removed(feed: Feed) -> str:
    secret = feed.secret
    remove_feed(feed, actor=feed.user)
    return secret


def inactive(feed: Feed) -> str:
    User.objects.filter(pk=feed.user_id).update(is_active=False)
    return feed.secret


def no_member_any_more(feed: Feed) -> str:
    Membership.objects.filter(user=feed.user).delete()
    return feed.secret


def member_elsewhere(feed: Feed) -> str:
    Membership.objects.filter(user=feed.user).delete()
    Membership.objects.create(user=feed.user, region_id="140100", role="viewer")
    return feed.secret


REFUSED = [
    *(other_letter, of_another, renewed, removed, inactive, no_member_any_more, member_elsewhere),
    lambda feed: f"{feed.pk}-",
    lambda feed: str(feed.pk),
    lambda feed: "-" + feed.secret.partition("-")[2],
    lambda feed: f"0{feed.secret}",
    lambda feed: f"{feed.secret}:{feed.secret.partition('-')[2]}",
    lambda feed: feed.secret.swapcase(),
    lambda feed: "9" * 40 + "-x",
    lambda feed: "阳泉",
    lambda feed: "%00",
]


@pytest.mark.parametrize("spoil", REFUSED)
def test_whatever_is_wrong_the_answer_is_the_same(feed: Feed, spoil: Any) -> None:
    assert get(feed.secret).status_code == 200
    response = get(spoil(feed))
    assert response.status_code == 404
    if b"<html" not in response.content:  # an address that no middleware lets through
        unknown = get("1234567-unknown")
        assert response.content == unknown.content
        assert response.headers == unknown.headers


def test_ones_own_work_ends_with_the_last_membership(alice: User) -> None:
    feed = make_feed(region=None, department=None, actor=alice, now=NOW)
    assert get(feed.secret).status_code == 200
    assert get(no_member_any_more(feed)).status_code == 404


def test_it_comes_back_with_the_membership(feed: Feed, city: Region) -> None:
    assert get(no_member_any_more(feed)).status_code == 404
    Membership.objects.create(user=feed.user, region=city, role="viewer")
    assert get(feed.secret).status_code == 200


def test_it_needs_no_log_in_where_nothing_else_is_public(feed: Feed, settings: Settings) -> None:
    settings.PUBLIC_READ = False
    assert get(feed.secret).status_code == 200
    assert get("1-x").status_code == 404
    for page in ("/calendar/", PAGE):
        assert "/accounts/login/" in Client().get(page)["Location"]


def test_it_is_only_read(feed: Feed) -> None:
    assert Client().post(f"/calendar/{feed.secret}.ics").status_code == 405


def test_no_log_shows_it(feed: Feed, settings: Settings, capsys: Any) -> None:
    """Not even one that was refused: it may be somebody's again."""
    handler = logging.StreamHandler()
    handler.addFilter(_filter(settings))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        get(inactive(feed))
    finally:
        logger.removeHandler(handler)
    said = capsys.readouterr().err
    assert "Not Found: /calendar/….ics" in said
    assert feed.secret not in said


def _filter(settings: Settings) -> Any:
    """The filter of the console, as the settings name it."""
    from django.utils.module_loading import import_string

    (name,) = settings.LOGGING["handlers"]["console"]["filters"]
    return import_string(settings.LOGGING["filters"][name]["()"])()


# The page


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_feed_is_made_shown_renewed_and_removed(alice: User) -> None:
    client = signed_in(alice)
    assert "订阅我的工作" in client.get(PAGE).content.decode()
    assert client.post(PAGE, follow=True).status_code == 200
    feed = Feed.objects.get()
    assert feed.is_personal
    html = client.get(PAGE).content.decode()
    assert f"http://testserver/calendar/{feed.secret}.ics" in html
    assert f'href="webcal://testserver/calendar/{feed.secret}.ics"' in html
    assert "订阅我的工作" not in html
    old = feed.secret
    client.post(f"{PAGE}{feed.pk}/renew/")
    feed.refresh_from_db()
    assert feed.secret != old
    assert old not in client.get(PAGE).content.decode()
    html = client.post(f"{PAGE}{feed.pk}/remove/", follow=True).content.decode()
    assert "“我的工作”的日历地址已删除" in html
    assert not Feed.objects.exists()


def test_a_department_is_chosen_in_a_region(city: Region) -> None:
    client = signed_in(reviewer("rui"))
    html = client.get(f"{PAGE}?region=140300").content.decode()
    bureau = Department.objects.get(name="市水利局")
    assert f'<option value="{bureau.pk}">市水利局</option>' in html
    client.post(PAGE, {"region": "140300", "department": bureau.pk})
    feed = Feed.objects.get()
    assert (feed.region, feed.department) == (None, bureau)
    assert "阳泉市水利局" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "sent", [{"region": "140300"}, {"region": "999999"}, {"department": "0"}, {"department": "x"}]
)
def test_what_one_may_not_read_is_refused(city: Region, sent: dict[str, str]) -> None:
    response = signed_in(viewer("v", "140100")).post(PAGE, sent)
    assert response.status_code == 400
    assert "您没有查看它的权限，或者没有它。" in response.content.decode()


def test_twice_is_once(alice: User, feed: Feed) -> None:
    response = signed_in(alice).post(PAGE, {"region": "140300"})
    assert response.status_code == 400
    assert "您已有这个日历订阅" in response.content.decode()


def test_an_english_page_gives_an_english_calendar(alice: User, feed: Feed) -> None:
    client = signed_in(alice)
    client.post("/i18n/setlang/", {"language": "en"})
    html = client.get(PAGE).content.decode()
    assert f"{feed.secret}.ics?lang=en" in html
    assert "aria-labelledby" in html and "Yangquan" in html


def test_the_page_is_kept_nowhere(alice: User, feed: Feed) -> None:
    assert "no-store" in signed_in(alice).get(PAGE)["Cache-Control"]


def test_a_closed_account_loses_its_feeds_with_it(feed: Feed) -> None:
    again(feed.user).delete()
    assert get("1-x").status_code == 404
    assert not Feed.objects.exists()
