"""The page of a department: what is open for it now, and who does the same work elsewhere."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from departments.models import Department, Region
from tasks.models import Assignment, Milestone, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.selectors import department as selectors
from tests import factories
from tests.people import editor, reviewer, viewer
from tests.tasks.work import done, report, speak

CITY = "urban_management"


@pytest.fixture
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    settings.MEDIA_ROOT = tmp_path
    return factories.mini_plan()


@pytest.fixture
def alice(mini: factories.MiniPlan) -> User:
    """Of the water bureau."""
    return editor("alice")


@pytest.fixture
def bob(mini: factories.MiniPlan) -> User:
    """Of the city management bureau, which shares in task 2.1 and takes part in task 1."""
    return editor("bob", function=CITY)


def page(client: Client, department: Department, who: User | None = None) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return client.get(f"/departments/{department.pk}/").content.decode()


def section(html: str, name: str) -> str:
    """The words of one section, without tags; empty where it isn't there."""
    found = re.search(
        rf'<section class="section" aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL
    )
    return " ".join(re.sub("<[^>]+>", " ", found[1]).split()) if found else ""


def lead(html: str) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', html)
    assert found is not None
    return found[1]


def test_it_opens_with_its_answer(client: Client, bob: User, mini: factories.MiniPlan) -> None:
    Milestone.objects.filter(due_on=None).update(due_on=timezone.localdate() + timedelta(days=90))
    assert lead(page(client, mini.city)).startswith(
        "负责 1 项任务，参与 1 项任务，1 个节点已到期而未完成，1 个节点在 90 天内到期。"
        "它负责或参与的 1 项指标，"
    )


def test_soon_ends_after_ninety_days(client: Client, bob: User, mini: factories.MiniPlan) -> None:
    Milestone.objects.filter(due_on=None).update(due_on=timezone.localdate() + timedelta(days=91))
    html = page(client, mini.city)
    assert "90 天内" not in lead(html)
    assert "以后" not in section(html, "open")
    assert "以后" in section(html, "milestones")


def test_a_department_without_work_says_so(client: Client, mini: factories.MiniPlan) -> None:
    other = Department.objects.create(region_id="140300", name="市档案局", function_id="water")
    html = page(client, other)
    assert lead(html) == "规划没有给它分派任务。"
    assert "没有已到期或 90 天内到期的节点" in section(html, "open")


def test_nobody_is_late_for_what_they_only_take_part_in(
    client: Client, bob: User, mini: factories.MiniPlan
) -> None:
    editor("alice")
    Milestone.objects.filter(task__key="1").update(due_on=factories.LONG_AGO)
    assert "1 个节点已到期" in lead(page(client, mini.city))
    assert section(page(client, mini.city), "milestones").count("已到期，未完成") == 2


def test_an_extension_moves_the_day_and_shows_both(
    client: Client, alice: User, bob: User, mini: factories.MiniPlan
) -> None:
    until = timezone.localdate() + timedelta(days=30)
    now = timezone.now()
    asked = speak(bob, StatementKind.EXTENSION, milestone=1, until=until, now=now)
    speak(alice, StatementKind.GRANT, about=asked.pk, text="", now=now)
    html = page(client, mini.city)
    assert "1 个节点在 90 天内到期" in lead(html)
    assert f"2020-12-31 延期至 {until.isoformat()}" in section(html, "open")


def test_what_waits_for_an_answer_is_open_to_who_may_read_it(
    client: Client, alice: User, bob: User, mini: factories.MiniPlan
) -> None:
    asked = speak(alice, StatementKind.QUESTION, text="验收是哪一天？")
    speak(alice, StatementKind.URGING, text="请抓紧")
    for who in (alice, bob, reviewer("rui"), viewer("vera")):
        words = section(page(client, mini.city, who), "open")
        assert "询问 阳泉市水利局" in words and "验收是哪一天？" in words
        assert "催办" in words
    factories.mini_plan("taiyuan-2026", "140100")
    for stranger in (None, editor("charlie", region="140100")):
        assert "验收" not in page(client, mini.city, stranger)
    speak(bob, StatementKind.ANSWER, about=asked.pk, text="三月")
    assert "验收" not in section(page(client, mini.city, bob), "open")
    assert "请抓紧" not in page(client, mini.water, bob)


def test_reports_lead_to_their_task(
    client: Client, alice: User, bob: User, mini: factories.MiniPlan
) -> None:
    row = report(bob, percent=40)
    proved = done(bob)
    html = page(client, mini.city, bob)
    assert "进行中 40%" in section(html, "reports")
    assert f'href="/tasks/yangquan-2025/2.1/#said-{row.pk}"' in html
    assert "进行中" in section(html, "tasks")
    # The public reads what was confirmed, and how milestones stand.
    assert section(page(client, mini.city), "reports") == ""
    assert "— 没有可见的整项报告" in section(page(client, mini.city), "tasks")
    speak(alice, StatementKind.CONFIRMATION, about=proved.pk, text="")
    html = page(client, mini.city)
    assert "已完成" in section(html, "reports")
    assert "进行中" not in html
    assert "个节点已到期" not in lead(html)


def test_the_latest_twenty_are_listed(client: Client, bob: User, mini: factories.MiniPlan) -> None:
    for percent in range(selectors.LATEST + 3):
        report(bob, percent=percent)
    words = section(page(client, mini.city, bob), "reports")
    assert words.count("已完成一半") == selectors.LATEST
    assert "22%" in words and " 2%" not in words


def test_a_water_bureau_has_what_the_plan_gives_to_nobody(
    client: Client, alice: User, mini: factories.MiniPlan
) -> None:
    Assignment.objects.filter(task__key="2.1").delete()
    html = page(client, mini.water)
    assert "1 项任务规划没有写明部门，由它报告，1 个节点已到期" in lead(html)
    assert "规划未写明部门" in section(html, "tasks")
    assert "规划未写明部门" not in page(client, mini.city)
    other = factories.mini_plan("taiyuan-2026", "140100")
    assert "阳泉市水利局 2 — 没有可见的整项报告" in section(page(client, other.water), "alike")


def test_others_are_shown_with_how_far_they_are(
    client: Client, alice: User, bob: User, mini: factories.MiniPlan
) -> None:
    other = factories.mini_plan("taiyuan-2026", "140100")
    report(bob, WorkState.BLOCKED)
    reader = reviewer("rui")
    assert "阳泉市城市管理局 1 ■ 受阻 1 0 1" in section(page(client, other.city, reader), "alike")
    # Who may not read the report is told what the days say.
    assert "阳泉市城市管理局 1 — 没有可见的整项报告 0 1" in section(
        page(client, other.city), "alike"
    )
    speak(alice, StatementKind.CONFIRMATION, about=done(bob).pk, text="")
    assert "阳泉市城市管理局 1 — 没有可见的整项报告 1 0" in section(
        page(client, other.city), "alike"
    )


def test_of_many_others_those_of_the_province_come_first(
    client: Client, mini: factories.MiniPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_PEERS", 2)
    Region.objects.create(code="370000", name="山东省", name_en="S", level="province")
    for number in range(1, 4):
        code = f"37{number:02d}00"
        Region.objects.create(
            code=code, name=f"鲁{number}市", name_en=f"L{number}", level="city", parent_id="370000"
        )
        Department.objects.create(region_id=code, name="市水利局", function_id="water")
    busy = Department.objects.get(region="370200")
    task = Task.objects.get(key="1")
    Assignment.objects.create(task=task, department=busy, role="lead", clause=task.clause, order=9)
    Department.objects.create(region_id="140100", name="市水务局", function_id="water")
    html = page(client, mini.water)
    links = re.findall(r"<a href=\"/departments/\d+/\">(.*?)</a>", html[html.index('id="alike"') :])
    assert links == ["太原市水务局", "鲁2市水利局"]
    assert "另有 2 个同类部门没有列出" in section(html, "alike")


@pytest.mark.parametrize(("name", "queries"), [("water", 43), ("city", 41)])
def test_it_costs_no_more_with_more_rows(
    client: Client, alice: User, bob: User, mini: factories.MiniPlan, name: str, queries: int
) -> None:
    report(bob)
    factories.mini_plan("taiyuan-2026", "140100")
    department = getattr(mini, name)
    page(client, department, bob)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/departments/{department.pk}/")
    factories.mini_plan("yangquan-2026")
    for number, code in enumerate(("140400", "140500", "140600"), start=1):
        Region.objects.create(
            code=code, name=f"晋{number}市", name_en=code, level="city", parent_id="140000"
        )
        factories.mini_plan(f"city-{code}", code)
    for percent in range(5):
        report(bob, percent=percent)
        done(bob, text=f"第 {percent} 次")
        speak(alice, StatementKind.QUESTION, text=f"第 {percent} 问")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/departments/{department.pk}/")
    assert len(many) == len(few) == queries


def test_what_is_invented_is_marked(client: Client, demo: None) -> None:
    bureau = Department.objects.get(region="140300", name="市城市管理局")
    html = page(client, bureau, User.objects.get(username="yangquan-chengguan"))
    assert "本页含演示数据" in html
    for name in ("open", "reports"):
        words = section(html, name)
        assert words.count("（演示）") == words.count("演示数据") > 0


def test_today_is_the_day(client: Client, bob: User, mini: factories.MiniPlan) -> None:
    days = (timezone.localdate() - factories.LONG_AGO).days
    assert f"逾期 {days} 天" in section(page(client, mini.city), "open")
