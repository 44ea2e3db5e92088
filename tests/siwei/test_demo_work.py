"""The demonstration's statements on the work: marked, with a true history, gone by one command."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Exists, OuterRef
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from common.records.models import Evidence, HistoryRow
from common.records.rules.doors import BY_PAGE
from common.records.services.verification import verify
from departments.models import Membership
from siwei.demo.evidence import evidence_file
from siwei.demo.people import demo_people, prepare_people
from siwei.demo.work import fill_work
from siwei.demo.work_stories import MARK, STORIES
from tasks.models import Statement, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.history import KIND
from tasks.rules.statements import Draft
from tasks.rules.status import MilestoneStatus
from tasks.selectors.open import waits
from tasks.selectors.tasks import milestones
from tasks.services.saying import say
from tests import factories
from tests.people import editor
from tests.tasks.work import report

TODAY = date(2026, 11, 20)
NOW = timezone.make_aware(datetime(2026, 11, 20, 10, 0))


@pytest.fixture
def said(plans: None, settings: Settings, tmp_path: Path) -> int:
    settings.MEDIA_ROOT = tmp_path
    prepare_people(today=TODAY)
    return fill_work(now=NOW)


def stored() -> list[object]:
    return [
        list(Statement.objects.order_by("pk").values()),
        list(HistoryRow.objects.order_by("pk").values()),
        list(Evidence.objects.order_by("pk").values()),
    ]


def test_every_story_is_told_to_its_end(said: int) -> None:
    """Its task is there, its people may say it, and the words are such as anybody could say."""
    assert said == sum(len(story.lines) for story in STORIES)
    told = {(row.task.plan.slug, row.task.key) for row in Statement.objects.all()}
    assert told == {(story.plan, story.task) for story in STORIES}
    assert {line.who for story in STORIES for line in story.lines} == {
        one.username for one in demo_people() if one.role
    }


def test_each_says_that_it_is_invented(said: int) -> None:
    rows = Statement.objects.all()
    assert all(row.demo and row.text.endswith(MARK) for row in rows)
    history = HistoryRow.objects.filter(record__kind=KIND)
    assert set(history.values_list("door", "door_name")) == {("command", "demo")}


def test_there_is_one_of_everything(said: int) -> None:
    rows = Statement.objects.all()
    assert set(rows.values_list("kind", flat=True)) == set(StatementKind)
    reports = rows.filter(kind=StatementKind.REPORT)
    assert set(reports.values_list("state", flat=True)) == set(WorkState)
    assert reports.filter(item__isnull=False).exists()
    assert reports.filter(on_behalf=True).exists()
    # Of each that waits for somebody there is one that does, and one that doesn't any more.
    for kind in ("question", "urging", "extension"):
        assert rows.filter(waits(), kind=kind).exists(), kind
    answers = Statement.objects.filter(about=OuterRef("pk"))
    assert rows.filter(Exists(answers), kind="question").exists()
    states = {one.status for one in milestones(today=TODAY)}  # type: ignore[attr-defined]
    assert states == set(MilestoneStatus) - {MilestoneStatus.UNREPORTABLE}


def test_a_second_run_says_nothing(said: int) -> None:
    before = stored()
    assert fill_work(now=NOW) == 0
    assert stored() == before


def test_every_history_is_whole(said: int) -> None:
    assert [found for found in verify() if found.faults] == []


def test_the_file_is_the_same_each_time() -> None:
    assert evidence_file().read() == evidence_file().read()


def test_what_people_said_stays_alone(plans: None) -> None:
    """Nothing is invented on a task on which somebody has said something."""
    prepare_people(today=TODAY)
    draft = Draft(StatementKind.COMMENT, "yangquan-2025", "17", "等一等")
    person = User.objects.get(username="yangquan")
    real = say(draft=draft, actor=person, now=NOW, door=BY_PAGE)
    fill_work(now=NOW)
    assert list(Statement.objects.filter(task=real.task)) == [real]


def test_people_with_other_duties_say_nothing(plans: None) -> None:
    prepare_people(today=TODAY)
    Membership.objects.filter(user__username="jincheng-nongye").delete()
    User.objects.filter(username="shandong").delete()
    fill_work(now=NOW)
    who = set(Statement.objects.values_list("by__username", flat=True))
    assert who == {one.username for one in demo_people() if one.role} - {
        "jincheng-nongye",
        "shandong",
    }


def test_one_command_removes_all_of_it(said: int) -> None:
    rows = {row.pk: row.hash for row in HistoryRow.objects.all()}
    out = StringIO()
    with override_settings(DEBUG=False):
        call_command("demo", remove=True, stdout=out)
    assert f"{said} 条演示工作记录" in out.getvalue()
    assert not Statement.objects.exists()
    assert not Evidence.objects.filter(removed_at__isnull=True).exists()
    now = {row.pk: row.hash for row in HistoryRow.objects.all()}
    assert now.items() >= rows.items()
    added = HistoryRow.objects.exclude(pk__in=rows)
    assert {(row.action, row.by, row.record.kind) for row in added} == {("remove", None, KIND)}
    assert added.count() == said
    assert [found for found in verify() if found.faults] == []


def test_what_is_said_again_has_records_of_its_own(said: int) -> None:
    call_command("demo", remove=True, verbosity=0)
    assert fill_work(now=NOW) == said
    assert [found for found in verify() if found.faults] == []
    assert Statement.objects.filter(record__key="yangquan-2025/2/5").exists()


def test_what_is_replied_to_it_goes_with_it(said: int) -> None:
    """The first thing that somebody tries who looks at the demonstration."""
    asked = Statement.objects.get(kind="question", task__plan__slug="taiyuan-2026", demo=True)
    draft = Draft(StatementKind.ANSWER, "taiyuan-2026", asked.task.key, "12 个", about=asked.pk)
    clerk = User.objects.get(username="taiyuan-chengguan")
    assert say(draft=draft, actor=clerk, now=NOW, door=BY_PAGE).demo
    call_command("demo", remove=True, verbosity=0)
    assert not Statement.objects.exists()
    call_command("verify_history", without_files=True, stdout=StringIO())


def test_what_was_not_said_by_the_demonstration_proves_nothing(said: int) -> None:
    draft = Draft(StatementKind.COMMENT, "yangquan-2025", "17", "等一等")
    person = User.objects.get(username="yangquan")
    marked = say(draft=draft, actor=person, now=NOW, door=BY_PAGE, demo=True)
    before = stored()
    with pytest.raises(CommandError, match=marked.record.key):
        call_command("demo", remove=True, verbosity=0)
    assert stored() == before


def test_where_people_have_reported_there_is_no_demonstration(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT, settings.DEBUG = tmp_path, True
    factories.mini_plan()
    report(editor("bob", function="urban_management"))
    with pytest.raises(CommandError, match="已有人填报"):
        call_command("demo", verbosity=0)
    assert not User.objects.filter(username="admin").exists()


def test_no_task_has_two_stories() -> None:
    keys = [(story.plan, story.task) for story in STORIES]
    assert len(keys) == len(set(keys))


def test_a_city_without_its_plan_has_no_stories(plans: None) -> None:
    prepare_people(today=TODAY)
    Task.objects.filter(plan__slug="taiyuan-2026").delete()
    fill_work(now=NOW)
    assert set(Statement.objects.values_list("task__plan__slug", flat=True)) == {
        story.plan for story in STORIES
    } - {"taiyuan-2026"}
