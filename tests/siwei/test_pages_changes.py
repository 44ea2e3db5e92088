"""What changed before the public since a day: the events, what they did to verdicts, the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from common.records.rules.doors import BY_PAGE, Door, DoorKind
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services.writing import write_as_siwei, write_one
from indicators.assessments.rules.statuses import Status
from indicators.plans.models import Plan, Target
from indicators.plans.rules.enums import TargetForm
from indicators.plans.services.history import record_promises
from siwei.pages.rules import ChangeKind
from siwei.pages.selectors.changes import Asked, changes
from siwei.pages.viewmodels.changes import ChangeLine, change_days
from tests.factories import MiniPlan, mini_plan
from tests.indicators.actuals.workflow import page, signed_in
from tests.people import editor, open_year, reviewer
from tests.siwei.test_successions import recoded

DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
TODAY = date(2026, 4, 1)
SINCE = datetime(2026, 3, 1, tzinfo=UTC)
TOTAL = parse_key("140300.total_water_use.2025")
LOADER = Door(DoorKind.COMMAND, "load_plans")


@dataclass
class Office:
    """A clerk and a reviewer, who do one thing a day from `DAY` on."""

    clerk: User
    reviewer: User
    at: datetime = field(default=DAY)

    def do(self, action: Action, key: ActualKey, entry: Entry | None = None, why: str = "") -> None:
        actual = Actual.objects.filter(record__key=str(key)).first()
        change = Change(key, action, actual.version if actual else None, entry, reason=why)
        by = self.clerk if action in (Action.SAVE, Action.SUBMIT) else self.reviewer
        write_one(change=change, actor=by, now=self.at, door=BY_PAGE)

    def publish(self, value: str, key: ActualKey = TOTAL) -> None:
        """Enter, submit and approve; what is published already is reopened first."""
        published = Actual.objects.filter(record__key=str(key), state="approved").exists()
        if published:
            self.do(Action.REOPEN, key, why="内部的理由")
        source = "统计年鉴" if published else "水资源公报"
        entry = Entry(value, source=source, note="内部的说明", explanation="内部的解释")
        self.do(Action.SAVE, key, entry)
        self.do(Action.SUBMIT, key)
        self.do(Action.APPROVE, key)
        self.at += timedelta(days=1)

    def retract(self, why: str = "误报", key: ActualKey = TOTAL) -> None:
        self.do(Action.RETRACT, key, why=why)
        self.at += timedelta(days=1)

    def remove(self, key: ActualKey = TOTAL) -> None:
        version = Actual.objects.get(record__key=str(key)).version
        write_as_siwei(changes=[Change(key, Action.REMOVE, version)], now=self.at, door=LOADER)
        self.at += timedelta(days=1)


@pytest.fixture
def office(mini: MiniPlan) -> Office:
    for year in (2021, 2024, 2025):
        open_year(year)
    return Office(editor("alice"), reviewer("rui"))


def lines(asked: Asked | None = None) -> list[ChangeLine]:
    found = changes(asked or Asked(SINCE), now=NOW, today=TODAY)
    return [line for day in change_days(found) for line in day.lines]


def said(line: ChangeLine) -> tuple[str, str, str]:
    return (line.what, line.before, line.after)


def turned(line: ChangeLine) -> list[tuple[str, str, str]]:
    return [(one.before.value, one.after.value, one.words) for one in line.turns]


Steps = Sequence[str]


def follow(office: Office, steps: Steps) -> None:
    for step in steps:
        if step in ("retract", "remove"):
            getattr(office, step)()
        else:
            office.publish(step)


# The limit of 2025 is 2.270, and binding.
@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (["2.00"], ("发布", "", "2.00亿立方米")),
        (["2.00", "2.10"], ("更正", "2.00亿立方米", "2.10亿立方米")),
        (["2.00", "2.00"], ("更正来源或说明，数值不变", "", "2.00亿立方米")),
        (["2.00", "retract"], ("撤回发布", "2.00亿立方米", "")),
        (["2.00", "retract", "2.05"], ("重新发布", "2.00亿立方米", "2.05亿立方米")),
        (["2.00", "remove"], ("移除", "2.00亿立方米", "")),
        (["2.00", "remove", "2.05"], ("发布", "", "2.05亿立方米")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_happened_to_a_value(office: Office, steps: Steps, told: tuple[str, str, str]) -> None:
    follow(office, steps)
    found = lines()
    assert said(found[0]) == told
    assert len(found) == len(steps)
    assert [line.at for line in found] == sorted((line.at for line in found), reverse=True)
    assert (found[0].actual is None) == (told[0] == "移除")


@pytest.mark.parametrize(
    ("steps", "turns", "now"),
    [
        (["2.30"], [("no_data", "breached", "转为突破红线")], None),
        (["2.00"], [("no_data", "met", "")], None),
        (["2.00", "2.05"], [("met", "met", "")], None),
        (["2.00", "2.30"], [("met", "breached", "转为突破红线")], None),
        (["2.30", "2.00"], [("breached", "met", "不再突破红线")], None),
        # Nobody knows whether it is kept.
        (["2.30", "retract"], [("breached", "no_data", "")], None),
        (["2.30", "remove"], [("breached", "no_data", "")], None),
        (["2.30", "retract", "2.00"], [("no_data", "met", "")], None),
        (["2.30", "retract", "2.31"], [("no_data", "breached", "转为突破红线")], None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) and len(value[0]) > 3 else "",
)
def test_what_it_did_to_the_verdict(
    office: Office, steps: Steps, turns: list[tuple[str, str, str]], now: None
) -> None:
    follow(office, steps)
    last = lines()[0]
    assert turned(last) == turns
    assert [one.now for one in last.turns] == [now]


def test_a_breach_that_was_mended_says_so(office: Office) -> None:
    follow(office, ["2.00", "2.30", "2.10"])
    mended, breached, first = lines()
    assert turned(mended) == [("breached", "met", "不再突破红线")]
    assert turned(breached) == [("met", "breached", "转为突破红线")]
    assert [one.now.value for one in breached.turns if one.now] == ["met"]
    assert first.turns[0].now is None


def test_a_verdict_on_another_year_is_told_where_it_turned(office: Office) -> None:
    """8 % since 2021 says nothing of 2020—2025, until 2020—2021 is known."""
    office.publish("8.0", parse_key("140300.gdp_water_intensity_reduction.2021-2025"))
    office.publish("3.0", parse_key("140300.gdp_water_intensity_reduction.2020-2021"))
    last = lines()[0]
    assert (last.year, last.base_year) == (2021, 2020)
    assert [(one.year, one.after.value) for one in last.turns if one.year] == [(2025, "met")]


def test_a_withdrawal_says_who_and_why(office: Office) -> None:
    follow(office, ["2.00"])
    office.retract("误将万立方米当作亿立方米")
    last = lines()[0]
    assert (last.organ, last.reason) == ("山西省", "误将万立方米当作亿立方米")


def test_only_what_is_public_is_told(office: Office, client: Client) -> None:
    """Not the draft, nor what editor and reviewer say to each other, nor who they are."""
    office.publish("2.00")
    office.do(Action.REOPEN, TOTAL, why="内部的理由")
    office.do(Action.SAVE, TOTAL, Entry("2.22", source="内部的来源"))
    office.do(Action.SAVE, parse_key("140300.irrigation_efficiency.2025"), Entry("0.61"))
    for who in (client, signed_in(office.clerk)):
        html = page(who, "/changes/?since=2026-03-01").split("<main")[1]
        assert "2.00" in html and "水资源公报" in html
        assert not re.search(r"内部|2\.22|0\.61|alice|rui", html)


def test_a_closed_house_asks_for_a_log_in(
    office: Office, client: Client, settings: Settings
) -> None:
    settings.PUBLIC_READ = False
    assert client.get("/changes/").headers["Location"].startswith("/accounts/login/")
    assert signed_in(office.clerk).get("/changes/").status_code == 200


# Plans


def load(slug: str, now: datetime = DAY) -> Plan:
    plan = Plan.objects.get(slug=slug)
    record_promises(plans=[plan], now=now, door=LOADER)
    return plan


def amending(**columns: Any) -> Target:
    """A second plan of Yangquan, whose limit of 2025 amends the first one's."""
    made = mini_plan("yangquan-2026").plan
    targets = Target.objects.filter(plan_indicator__indicator="total_water_use", year=2025)
    old = targets.exclude(plan_indicator__plan=made).get()
    new = targets.get(plan_indicator__plan=made)
    for name, value in {"value": "2.100", "amends": old, **columns}.items():
        setattr(new, name, value)
    new.save()
    return new


def notice(effective_on: date) -> None:
    """A document of Yangquan that amends the limit of 2025, and promises nothing else."""
    new = amending(effective_on=effective_on)
    Target.objects.filter(plan_indicator=new.plan_indicator_id).exclude(pk=new.pk).delete()
    load("yangquan-2026", DAY + timedelta(days=5))


def amend_another() -> None:
    """The coefficient as well as the limit of 2025, by the second plan of Yangquan."""
    mine = Target.objects.filter(plan_indicator__indicator="irrigation_efficiency", year=2025)
    old = mine.get(plan_indicator__plan__slug="yangquan-2025")
    new = mine.filter(plan_indicator__plan__slug="yangquan-2026")
    new.update(amends=old, effective_on=date(2026, 3, 21))
    load("yangquan-2026", DAY + timedelta(days=10))


def test_a_loading_and_what_it_changed(office: Office) -> None:
    plan = load("yangquan-2025")
    load("yangquan-2025", DAY + timedelta(days=1))  # says the same
    Target.objects.filter(plan_indicator__plan=plan, value="2.270").update(value="2.260")
    load("yangquan-2025", DAY + timedelta(days=2))
    assert [(one.kind, one.what, one.plan) for one in lines()] == [
        (ChangeKind.LOADED, "规划有改动：目标值", plan),
        (ChangeKind.LOADED, "规划载入", plan),
    ]


@pytest.mark.parametrize(
    ("effective_on", "loaded", "told"),
    [
        # In force when it is loaded, or before.
        (date(2026, 1, 1), True, ["目标修订，自 2026-01-01 起"]),
        (date(2026, 3, 20), True, ["目标修订生效", "目标修订，自 2026-03-20 起"]),
        (date(2026, 3, 20), False, ["目标修订生效"]),
        (date(2026, 3, 1), False, ["目标修订生效"]),
        (date(2026, 2, 28), False, []),
        # Not before its day has come.
        (date(2027, 1, 1), True, ["目标修订，自 2027-01-01 起"]),
        (date(2027, 1, 1), False, []),
    ],
)
def test_an_amendment_is_told_when_it_is_loaded_and_when_its_day_comes(
    office: Office, effective_on: date, loaded: bool, told: list[str]
) -> None:
    amending(effective_on=effective_on)
    if loaded:
        load("yangquan-2026")
    found = lines(Asked(datetime(2026, 2, 28, 16, tzinfo=UTC), kinds=[ChangeKind.AMENDED]))
    assert [one.what for one in found] == told
    assert {(one.before, one.after) for one in found} <= {("2.270亿立方米", "2.100亿立方米")}
    assert {one.clause for one in found} <= {"a1.1"}


def test_an_amendment_turns_a_verdict_and_no_earlier_publication_does(office: Office) -> None:
    """2.12 keeps the limit of 2.270; the notice of five days later asks for 2.100."""
    office.publish("2.12")
    notice(date(2025, 12, 1))
    loaded, announced, published = lines()
    assert turned(loaded) == []
    assert turned(announced) == [("met", "breached", "转为突破红线")]
    assert announced.turns[0].year is None
    assert turned(published) == [("no_data", "met", "")]
    assert published.turns[0].now is Status.BREACHED
    breached = Asked(DAY + timedelta(days=1), kinds=[ChangeKind.BREACHED])
    assert [one.what for one in lines(breached)] == [announced.what]


def test_of_targets_amended_at_once_each_tells_its_own_years(office: Office) -> None:
    office.publish("2.12")
    new = amending(effective_on=date(2025, 12, 1))
    assert new.amends is not None
    standing = Target.objects.filter(plan_indicator__indicator="total_water_use", year=None)
    of_old = standing.get(plan_indicator=new.amends.plan_indicator_id)
    of_new = standing.filter(plan_indicator=new.plan_indicator_id)
    of_new.update(value="2.0", amends=of_old, effective_on=new.effective_on)
    load("yangquan-2026", DAY + timedelta(days=5))
    told = {one.year: turned(one) for one in lines() if one.kind is ChangeKind.AMENDED}
    assert told == {2025: [("met", "breached", "转为突破红线")], None: []}


def test_a_stricter_target_that_is_kept_turns_nothing(office: Office) -> None:
    office.publish("1.90")
    notice(date(2025, 12, 1))
    assert [turned(one) for one in lines()] == [[], [], [("no_data", "met", "")]]


def test_a_target_that_another_document_sets(office: Office) -> None:
    old = amending(effective_on=date(2026, 3, 1)).amends
    assert old is not None
    old.form, old.wording = TargetForm.SET_ELSEWHERE.value, "另行下达"
    old.value = old.value_places = None
    old.save()
    load("yangquan-2026")
    assert said(lines()[-1]) == ("目标下达，自 2026-03-01 起", "另行下达", "2.100亿立方米")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"form": TargetForm.PER_YEAR, "value": "2.0"}, "年均−2.0%"),
        ({"form": TargetForm.POINTS, "value": "2"}, "−2个百分点"),
        ({"form": TargetForm.ABOUT, "value": "2.10"}, "约2.10亿立方米"),
        (
            {"form": TargetForm.RANGE, "value": "2.2", "value_to": "2.1", "value_to_places": 1},
            "2.2亿立方米—2.1亿立方米",
        ),
        ({"value": "2.2", "aim": "2.15", "aim_places": 2}, "2.2亿立方米（力争2.15亿立方米）"),
    ],
)
def test_a_target_is_told_as_its_plan_prints_it(
    office: Office, columns: dict[str, Any], told: str
) -> None:
    """How much something changes is printed in per cent, whatever the indicator's unit."""
    places = len(columns["value"].partition(".")[2])
    amending(effective_on=date(2026, 3, 1), value_places=places, **columns)
    load("yangquan-2026")
    assert said(lines()[-1])[2] == told


# Filters


@pytest.fixture
def several(office: Office) -> Office:
    """Yangquan, its county and Taiyuan; the second page begins inside of one moment."""
    office.publish("2.00")
    office.publish("2.30")
    office.publish("0.63", parse_key("140300.irrigation_efficiency.2025"))
    office.publish("1.00", parse_key("140321.total_water_use.2025"))
    load("yangquan-2025", office.at)
    amending(effective_on=date(2026, 3, 20))
    load("yangquan-2026", office.at)
    return office


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 8),
        ("since=2026-03-05", 5),
        ("since=2026-03-20", 1),
        ("region=140300", 8),
        ("region=140321", 1),
        ("region=140100", 0),
        ("province=140000", 8),
        ("region=140300&province=140000", 8),
        ("indicator=irrigation_efficiency", 3),
        ("indicator=irrigation_efficiency,total_water_use", 8),
        ("kind=published", 3),
        ("kind=corrected", 1),
        ("kind=withdrawn,removed", 0),
        ("kind=published,corrected", 4),
        ("kind=amended", 2),
        ("kind=loaded", 2),
        ("kind=breached", 1),
        ("kind=mended", 0),
        ("kind=breached&indicator=irrigation_efficiency", 0),
    ],
)
def test_a_filter(several: Office, client: Client, query: str, count: int) -> None:
    since = "" if "since" in query else "since=2026-03-01&"
    html = client.get(f"/changes/?{since}{query}").content.decode()
    assert html.count('<th scope="row">') == count
    assert ("没有变化" in html) == (count == 0)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=yesterday", "自"),
        ("since=0001-01-01", "请输入 1900 年至 9000 年的日期"),
        ("since=9999-12-31", "请输入 1900 年至 9000 年的日期"),
        ("region=999999", "未知的取值：999999"),
        ("province=140300", "未知的取值：140300"),
        ("indicator=wine", "未知的取值：wine"),
        ("kind=lost", "未知的取值：lost"),
        ("after=here", "“here”不是某一页的结尾"),
        ("after=2026-03-01T00:00:00.000000Z~nowhere~1", "不是某一页的结尾"),
        ("after=0001-01-01T00:00:00.000000Z~loaded~1", "不是某一页的结尾"),
        ("year=2025", "这一页没有这个筛选条件"),
    ],
)
def test_what_is_not_understood_is_named(
    client: Client, office: Office, query: str, words: str
) -> None:
    answer = client.get(f"/changes/?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_by_key_lead_through_everything_once(several: Office, size: int) -> None:
    whole = changes(Asked(SINCE), now=NOW, today=TODAY).news
    read: list[Any] = []
    before = None
    while True:
        found = changes(Asked(SINCE, before=before), now=NOW, today=TODAY, limit=size)
        read += found.news
        before = found.older
        if before is None:
            break
    assert [one.key for one in read] == [one.key for one in whole]


def test_the_search_for_a_turned_verdict_ends_and_goes_on(several: Office) -> None:
    """It looks through so many rows, and then leads to the others."""
    asked = Asked(SINCE, kinds=[ChangeKind.BREACHED])
    found = changes(asked, now=NOW, today=TODAY, limit=1)
    assert [turned(one)[0][1] for day in change_days(found) for one in day.lines] == ["breached"]
    last = changes(Asked(SINCE, kinds=asked.kinds, before=found.older), now=NOW, today=TODAY)
    assert (last.news, last.older) == ([], None)


def test_an_empty_period_says_so(client: Client, office: Office) -> None:
    assert "自 2026-03-01 起没有变化" in page(client, "/changes/?since=2026-03-01")


# The city


def test_a_city_tells_its_last_changes(several: Office, client: Client) -> None:
    part = page(client, "/cities/140300/?since=2026-03-01").split('id="changes"')[1]
    assert 'href="/cities/140300/changes/?since=2026-03-01"' in part.split("</section>")[0]
    shown = page(client, "/cities/140300/changes/?since=2026-03-01")
    assert "转为突破红线" in shown and "平定县" in shown
    assert 'href="/changes/?region=140300&amp;since=2026-03-01"' in shown
    assert "自 2026-03-01 起没有变化" in page(client, "/cities/140100/changes/?since=2026-03-01")


def test_a_city_refuses_a_day_that_is_none(client: Client, office: Office) -> None:
    assert client.get("/cities/140300/?since=x").status_code == 400


# What it costs


def test_it_costs_the_same_however_much_there_is(several: Office, client: Client) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = cost("/changes/?since=2026-03-01"), cost("/cities/140300/?since=2026-03-01")
    mini_plan("taiyuan-2025", "140100")
    taiyuan = Office(editor("bob", "140100"), several.reviewer, several.at)
    for year in (2024, 2025):
        for value in ("2.00", "2.40"):
            taiyuan.publish(value, parse_key(f"140100.total_water_use.{year}"))
            several.publish(value, parse_key(f"140300.total_water_use.{year}"))
    load("taiyuan-2025")
    amend_another()
    more = cost("/changes/?since=2026-03-01"), cost("/cities/140300/?since=2026-03-01")
    assert more == few
    assert few[0] == 25


@pytest.mark.parametrize("asked_for", ["140300", "149900"])
def test_a_region_that_goes_on_under_another_code_is_one(office: Office, asked_for: str) -> None:
    """Under either code its values are told, judged by what its plan promised, in its words."""
    irrigation = parse_key("140300.irrigation_efficiency.2025")
    office.publish("2.30")
    office.publish("0.60", irrigation)
    recoded("140300", "149900", on=date(2026, 1, 1))
    found = lines(Asked(SINCE, regions=[asked_for]))
    assert [turned(line) for line in found] == [
        [("no_data", "missed", "转为未达标")],
        [("no_data", "breached", "转为突破红线")],
    ]
    assert found[0].name is not None and found[0].name.name == "灌溉系数"


def test_a_plan_that_takes_the_place_of_another_is_told_with_it(office: Office) -> None:
    load("yangquan-2025")
    later = mini_plan("yangquan-2026").plan
    later.supersedes, later.supersedes_on = Plan.objects.get(slug="yangquan-2025"), NOW.date()
    later.save()
    load("yangquan-2026")
    found = [said(line) for line in lines(Asked(SINCE, kinds=[ChangeKind.LOADED]))]
    title = "yangquan-2025 实施方案"
    assert found[0] == ("规划代替生效", title, "")
    assert ("规划载入，自 2026-04-01 起代替", title, "") in found
