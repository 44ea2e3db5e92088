"""A plan that is loaded again keeps what was said about its work, or nothing of it is loaded."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from common.records.rules.doors import BY_PAGE
from common.records.services.verification import verify
from departments.models import Department, Membership
from tasks.models import Milestone, Statement, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft
from tasks.services.saying import say
from tests.people import person
from tests.siwei.mini_plan import TEXT, YAML, spoilt, write_plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
METER = (
    "{due_text: 到2025年, due_on: 2025-12-31, text: 用水总量控制在限额内, clause: c1, "
    "quote: 到2025年，全市用水总量控制在2.27亿立方米以内}"
)
LEAKS = (
    "{due_text: 到2030年, due_on: 2030-12-31, text: 漏损率降低, clause: c1, "
    "quote: 到2030年，漏损率进一步降低}"
)
CORRECTED = METER.replace("限额内", "限额以内")
ITEMS = """\
    items:
      - {number: 1, clause: c2, text: 安装取水口计量设施}
      - {number: 2, clause: c3, text: 改造老旧供水管网}
"""
ITEM_CLAUSES = """
@c2 clause
安装取水口计量设施。

@c3 clause
改造老旧供水管网。
"""
SECOND_TASK = """\
  - key: "2"
    number: "2"
    group: {order: 1, label: 总量}
    title: 控制总量
    clause: c1
    assignments:
      - {clause: c1, shared: [市水利局]}
    milestones:
"""


def work(*milestones: str, source: str = YAML, items: str = ITEMS) -> str:
    """The plan with these milestones of its task, and two items."""
    listed = "".join(f"      - {one}\n" for one in milestones)
    wanted = f"    milestones:\n{listed}" if milestones else "    milestones: []\n"
    return spoilt("    milestones: []\n", items + wanted, source=source)


def load(folder: Path, yaml_text: str) -> str:
    out = StringIO()
    text = TEXT.replace("\n@a1 annex", ITEM_CLAUSES + "\n@a1 annex", 1)
    call_command("load_plans", write_plan(folder, text=text, yaml_text=yaml_text), stdout=out)
    return out.getvalue()


@pytest.fixture
def clerk(tmp_path: Path, settings: Settings) -> User:
    """Of the water bureau of the plan that was loaded, with one milestone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    load(tmp_path, work(METER))
    clerk = person("clerk")
    bureau = Department.objects.get(name="市水利局")
    Membership.objects.create(user=clerk, region_id="140300", department=bureau, role="editor")
    return clerk


def report(clerk: User, *, demo: bool = False, **more: Any) -> Statement:
    draft = Draft(
        StatementKind.REPORT, "mini-2025", "1", "已过半", state=WorkState.IN_PROGRESS, **more
    )
    return say(draft=draft, actor=clerk, now=NOW, door=BY_PAGE, demo=demo)


def refused(folder: Path, yaml_text: str) -> str:
    """What the refusal says; nothing was changed."""
    before = stored()
    with pytest.raises(CommandError) as found:
        load(folder, yaml_text)
    assert stored() == before
    assert "未写入任何数据" in str(found.value)
    return str(found.value)


def stored() -> list[object]:
    models = (Task, Milestone, Statement, Department)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def said_on() -> str:
    milestone = Statement.objects.get().milestone
    assert milestone is not None
    assert not [one for one in verify(files=False) if one.faults]
    return f"{milestone.due_text} {milestone.text}"


@pytest.mark.parametrize(
    ("milestones", "text"),
    [
        ([LEAKS, METER], "到2025年 用水总量控制在限额内"),
        ([CORRECTED], "到2025年 用水总量控制在限额以内"),
        ([LEAKS, CORRECTED], "到2025年 用水总量控制在限额以内"),
    ],
    ids=["inserted before", "corrected", "both"],
)
def test_a_report_stays_on_its_milestone(
    tmp_path: Path, clerk: User, milestones: list[str], text: str
) -> None:
    row = report(clerk, milestone=1)
    load(tmp_path, work(*milestones))
    assert (said_on(), row.milestone) == (text, Milestone.objects.get(number=1))
    assert "无变化" in load(tmp_path, work(*milestones))


def test_milestones_that_change_places_keep_their_reports(tmp_path: Path, clerk: User) -> None:
    load(tmp_path, work(METER, LEAKS))
    report(clerk, milestone=2)
    load(tmp_path, work(LEAKS, METER))
    assert said_on() == "到2030年 漏损率降低"


def test_without_reports_anything_may_go(tmp_path: Path, clerk: User) -> None:
    load(tmp_path, work(LEAKS, items=""))
    assert [one.due_text for one in Milestone.objects.all()] == ["到2030年"]
    load(tmp_path, spoilt('  - key: "1"', '  - key: "9"', source=YAML))
    assert [one.key for one in Task.objects.all()] == ["9"]


def test_assignments_change_freely(tmp_path: Path, clerk: User) -> None:
    row = report(clerk)
    shared = "{clause: c1, shared: [市水利局, 市城市管理局]}"
    load(tmp_path, spoilt(shared, "{clause: c1, shared: [市城市管理局]}", source=work(METER)))
    row.refresh_from_db()
    assert (row.role, row.department.name) == ("shared", "市水利局")
    assert not [one for one in verify(files=False) if one.faults]


OTHER_ITEMS = ITEMS.replace("number: 1", "number: 3").replace("number: 2", "number: 1")
LOST: list[tuple[str, dict[str, Any], Callable[[], str], str]] = [
    ("milestone", {"milestone": 1}, work, "时限节点“到2025年 用水总量控制在限额内”"),
    ("another in its place", {"milestone": 1}, lambda: work(LEAKS), "时限节点“到2025年"),
    ("item", {"item": 2}, lambda: work(METER, items=ITEMS[: ITEMS.index("      - {number: 2")]),
     "具体任务“2. 改造老旧供水管网”"),
    ("renumbered item", {"item": 1}, lambda: work(METER, items=OTHER_ITEMS),
     "具体任务“1. 安装取水口计量设施”"),
    ("renamed task", {}, lambda: spoilt('  - key: "1"', '  - key: "9"', source=work(METER)),
     "任务“1 控制总量”"),
    ("milestone of another task", {"milestone": 1},
     lambda: spoilt("untracked:", SECOND_TASK + f"      - {METER}\nuntracked:", source=work()),
     "任务“1 控制总量”里不再有时限节点"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "spoil", "words"), [row[1:] for row in LOST], ids=[row[0] for row in LOST]
)
def test_what_something_was_said_on_does_not_go(
    tmp_path: Path, clerk: User, more: dict[str, Any], spoil: Callable[[], str], words: str
) -> None:
    report(clerk, **more)
    report(clerk, **more | {"percent": 60})
    refusal = refused(tmp_path, spoil())
    assert "plans/mini-2025.yaml:" in refusal
    assert words in refusal
    assert "2 条工作记录（最后一条在 2026-03-02）" in refusal
    assert "demo --remove" not in refusal


def test_of_what_is_invented_it_says_how_to_remove_it(tmp_path: Path, clerk: User) -> None:
    report(clerk, demo=True, milestone=1)
    assert "都是演示数据，可用 manage.py demo --remove 移除" in refused(tmp_path, work())


def test_a_department_that_said_something_does_not_go(tmp_path: Path, clerk: User) -> None:
    """The water bureau reported for it, since it has nobody in Siwei."""
    city = Department.objects.get(name="市城市管理局")
    report(clerk, department=city.pk)
    left = work(METER).replace(
        "  - {name: 市城市管理局, function: urban_management, aliases: [市城管局]}\n", ""
    )
    left = left.replace(", 市城市管理局]", "]").replace(", participating: [市城市管理局]", "")
    refusal = refused(tmp_path, left)
    assert "不再有部门“市城市管理局”，但它已有1 条工作记录" in refusal
    assert "formerly" in refusal


def test_a_department_that_is_renamed_keeps_what_it_said(tmp_path: Path, clerk: User) -> None:
    row = report(clerk)
    start = work(METER).index("indicators:")
    head = work(METER)[:start].replace(
        "{name: 市水利局, function: water}",
        "{name: 市水务局, function: water, aliases: [市水利局], formerly: [市水利局]}",
    )
    load(tmp_path, head + work(METER)[start:].replace("市水利局", "市水务局"))
    row.refresh_from_db()
    assert row.department.name == "市水务局"
    assert not [one for one in verify(files=False) if one.faults]
