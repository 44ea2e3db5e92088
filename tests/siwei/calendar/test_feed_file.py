"""What a feed says, read by another program than the one that writes it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from departments.models import Department, Membership, Region
from indicators.actuals.models import ReportingYear
from siwei.calendar.models import Feed
from siwei.calendar.rules.entries import MilestoneEntry, RegionName
from siwei.calendar.services.feeds import make_feed
from siwei.calendar.viewmodels.ical import CalendarFile, calendar_file
from siwei.calendar.wording import sign
from tasks.models import Milestone
from tasks.rules.status import MilestoneStatus
from tasks.selectors.standing import with_status
from tests import factories
from tests.people import editor, open_year, reviewer, viewer

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
# What folding and escaping have to stand: signs of four bytes, commas, a long line, a new line.
HARD = "建成1,200眼；“智慧\\水利”💧，" + "长" * 90 + "\n并网🚰"


def feed_of(user: Any, region: str | None = None, department: Department | None = None) -> Feed:
    place = Region.objects.get(pk=region) if region else None
    return make_feed(region=place, department=department, actor=user, now=NOW)


def address(feed: Feed, query: str = "") -> str:
    return f"/calendar/{feed.secret}.ics{query}"


def fetch(feed: Feed, query: str = "", **headers: str) -> Any:
    """As a calendar program does: without a cookie."""
    return Client().get(address(feed, query), headers=headers)


def read(feed: Feed, query: str = "") -> Any:
    response = fetch(feed, query)
    assert response.status_code == 200
    return vobject.readOne(response.content.decode())


def events(calendar: Any) -> list[Any]:
    return list(calendar.contents.get("vevent", []))


def said(calendar: Any) -> set[tuple[str, date, str]]:
    return {(one.uid.value, one.dtstart.value, one.summary.value) for one in events(calendar)}


def stored(milestones: Any, years: Any) -> set[tuple[str, date, str]]:
    """What the database holds, in the words of a feed."""
    today = timezone.localdate()
    oldest = today - timedelta(days=366)
    found = set()
    dated = with_status(milestones.filter(due_on__gte=oldest), today=today)
    for one in dated.select_related("task__plan__region"):
        task, status = one.task, MilestoneStatus(one.status)  # type: ignore[attr-defined]
        words = f"{sign(status)} {task.plan.region}：{one.text}"
        words = words if len(words) <= 100 else f"{words[:99]}…"
        uid = f"milestone.{task.plan.slug}.{task.key}.{one.number}@siwei"
        assert one.due_on is not None
        found.add((uid, one.due_on, words))
    for year in years.filter(due_on__gte=oldest).select_related("province"):
        mark = "□" if year.due_on < today else "–"
        words = f"{mark} {year.province}：{year.year} 年数据填报截止"
        found.add((f"deadline.{year.province_id}.{year.year}@siwei", year.due_on, words))
    return found


@pytest.fixture
def due(plans: None) -> Iterator[None]:
    """Years in both provinces: one past, one still to come."""
    this_year = timezone.localdate().year
    for province in ("140000", "370000"):
        for year in (this_year - 1, this_year):
            open_year(year, province)
    yield


@pytest.mark.usefixtures("due")
class TestAgainstTheDatabase:
    def test_a_city(self) -> None:
        calendar = read(feed_of(viewer("vera", "140100"), "140100"))
        dated = Milestone.objects.filter(task__plan__region="140100")
        assert said(calendar) == stored(dated, ReportingYear.objects.filter(province="140000"))
        assert len(events(calendar)) > 10

    def test_a_department(self) -> None:
        bureau = Department.objects.filter(region="140100", function="water").first()
        calendar = read(feed_of(viewer("vera", "140100"), department=bureau))
        theirs = Milestone.objects.filter(task__assignments__department=bureau).distinct()
        assert said(calendar) == stored(theirs, ReportingYear.objects.filter(province="140000"))

    def test_the_work_of_an_editor(self) -> None:
        alice = editor("alice", "140100")
        bureau = alice.memberships.get().department
        theirs = Milestone.objects.filter(task__assignments__department=bureau).distinct()
        years = ReportingYear.objects.filter(province="140000")
        assert said(read(feed_of(alice))) == stored(theirs, years)

    def test_the_work_of_a_reviewer(self) -> None:
        dated = Milestone.objects.filter(task__plan__region__parent="140000")
        years = ReportingYear.objects.filter(province="140000")
        assert said(read(feed_of(reviewer("rui")))) == stored(dated, years)

    def test_who_only_reads_has_the_deadlines(self) -> None:
        years = ReportingYear.objects.filter(province="140000")
        found = said(read(feed_of(viewer("vera"))))
        assert found == stored(Milestone.objects.none(), years)

    def test_two_parts_in_two_provinces(self) -> None:
        alice = editor("alice", "140300")
        Membership.objects.create(user=alice, region_id="370000", role="viewer")
        found = {uid for uid, _day, _words in said(read(feed_of(alice)))}
        assert {"140000", "370000"} <= {uid.split(".")[1] for uid in found}

    @pytest.mark.parametrize("who", ["editor", "reviewer"])
    def test_what_it_costs(
        self, who: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        """The feed with its owner, the grants; which regions have which province; the keys of both
        kinds; deadlines, milestones, regions named, who answers."""
        feed = feed_of(editor("alice", "140100") if who == "editor" else reviewer("rui"))
        fetch(feed)  # the first of a day is noted
        with django_assert_num_queries(9):
            assert fetch(feed).status_code == 200


@pytest.fixture
def feed(db: None) -> Feed:
    """Of an editor's own work: one milestone far ahead, and the deadline of last year."""
    factories.mini_plan()
    open_year(timezone.localdate().year)
    return feed_of(editor("alice"))


def milestone(**changes: Any) -> None:
    Milestone.objects.filter(due_on=factories.FAR_AHEAD).update(**changes)


def first(calendar: Any) -> Any:
    return next(one for one in events(calendar) if one.uid.value.startswith("milestone"))


def test_every_word_survives_folding_and_escaping(feed: Feed) -> None:
    milestone(text=HARD, quote=HARD)
    event = first(read(feed))
    assert f"内容：{HARD}\n" in event.description.value
    assert f"原文：“{HARD}”\n" in event.description.value
    lines = fetch(feed).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert event.summary.value.endswith("…") and len(event.summary.value) == 100
    assert "\n" not in event.summary.value


def test_an_event(feed: Feed) -> None:
    event = first(read(feed))
    assert event.uid.value == "milestone.yangquan-2025.1.1@siwei"
    assert event.summary.value == "– 阳泉市：完成"
    assert (event.dtstart.value, event.dtend.value) == (date(2099, 12, 31), date(2100, 1, 1))
    assert event.url.value == "http://testserver/tasks/yangquan-2025/1/"
    assert event.transp.value == "TRANSPARENT"
    assert event.description.value == (
        "状态：未到期\n内容：完成\n时限原文：2099年底前\n任务：推进农业节水\n牵头：市水利局\n"
        "原文：“到2”\n规划：yangquan-2025 实施方案\n"
        "http://testserver/plans/yangquan-2025/#c9"
    )


def test_the_calendar(feed: Feed) -> None:
    calendar = read(feed)
    assert calendar.prodid.value.startswith("-//Siwei//")
    assert calendar.contents["x-wr-calname"][0].value == "四水四定：我的工作"
    interval = calendar.contents["refresh-interval"][0]
    assert (interval.value, interval.params["VALUE"]) == ("PT12H", ["DURATION"])


def test_an_alarm_in_ones_own_calendar_alone(feed: Feed) -> None:
    alarm = first(read(feed)).valarm
    assert alarm.action.value == "DISPLAY"
    assert alarm.trigger.value == timedelta(days=-7, hours=9)
    of_city = feed_of(feed.user, "140300")
    assert "valarm" not in first(read(of_city)).contents


def test_no_alarm_after_the_day(feed: Feed) -> None:
    milestone(due_on=timezone.localdate() - timedelta(days=3))
    event = first(read(feed))
    assert event.summary.value.startswith("▽")
    assert "valarm" not in event.contents


def test_a_year_after_its_day_it_leaves(feed: Feed) -> None:
    milestone(due_on=timezone.localdate() - timedelta(days=367))
    assert all(one.uid.value.startswith("deadline") for one in events(read(feed)))


def test_an_extension_moves_the_event_and_names_the_day_of_before() -> None:
    place = RegionName("140300", "阳泉市", "Yangquan")
    entry = MilestoneEntry(
        *(date(2026, 9, 30), MilestoneStatus.UPCOMING, place, "plan", "方案", "1", "任务", 1),
        *(date(2026, 6, 30), "6月底前", "完成", "c1", "6月底前完成"),
    )
    file = CalendarFile("名称", "https://siwei.example", 3, NOW, reminds=False)
    event = first(vobject.readOne(calendar_file(file, [entry]).decode()))
    assert event.dtstart.value == date(2026, 9, 30)
    assert "原定日期：2026-06-30，已批准延期" in event.description.value
    assert event.sequence.value == "3"
    assert event.dtstamp.value == event.contents["last-modified"][0].value == NOW


def test_in_english(feed: Feed) -> None:
    response = fetch(feed, "?lang=en")
    calendar = vobject.readOne(response.content.decode())
    assert response["Content-Language"] == "en"
    assert calendar.contents["x-wr-calname"][0].value == "Water plans: My work"
    assert first(calendar).summary.value == "– Yangquan: 完成"
    assert fetch(feed, "?lang=xx")["Content-Language"] == "zh-hans"


def test_addresses_begin_as_it_is_configured(feed: Feed, settings: Settings) -> None:
    settings.BASE_URL = "https://siwei.example"
    assert first(read(feed)).url.value == "https://siwei.example/tasks/yangquan-2025/1/"


def test_the_headers(feed: Feed) -> None:
    response = fetch(feed)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_who_has_it_is_told_so(feed: Feed) -> None:
    response = fetch(feed)
    for headers in (
        {"If-None-Match": response["ETag"]},
        {"If-Modified-Since": response["Last-Modified"]},
    ):
        again = fetch(feed, **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]
        assert again["X-Robots-Tag"]


def test_the_same_is_the_same_file(feed: Feed) -> None:
    assert fetch(feed).content == fetch(feed).content
    assert fetch(feed, "?lang=en")["ETag"] != fetch(feed)["ETag"]


def test_a_change_is_a_later_version(feed: Feed) -> None:
    before = fetch(feed)
    milestone(text="全部完成")
    after = fetch(feed, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    event = first(vobject.readOne(after.content.decode()))
    assert event.sequence.value == "2"
    feed.refresh_from_db()
    stamp: datetime = event.dtstamp.value
    assert stamp == feed.changed_at.replace(microsecond=0)


def test_whoever_polls_makes_nothing_be_written(
    feed: Feed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = fetch(feed)["ETag"]
    feed.refresh_from_db()
    assert (feed.version, feed.last_read_on) == (1, timezone.localdate())
    with django_assert_num_queries(9) as queries:
        assert fetch(feed, **{"If-None-Match": etag}).status_code == 304
    assert all(one["sql"].startswith("SELECT") for one in queries.captured_queries)
