"""What somebody owes is one list, the most urgent first; each role has its own."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import parse_key
from siwei.notifications.rules.enums import WaitingKind
from siwei.notifications.selectors.waiting import Waiting, waiting_for
from tasks.models import Milestone, Task
from tasks.rules.matters import MatterKind
from tasks.selectors.waiting import TaskMatter
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    REDUCTION,
    do,
    enter,
    page,
    signed_in,
    submitted,
)
from tests.people import editor, open_year, person, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025", "no_matters")

TODAY = date(2026, 11, 30)
OLD = parse_key("140300.total_water_use.2024")
EFFICIENCY = parse_key("140300.irrigation_efficiency.2025")
GRID = "/entry/140300/2025/"


@pytest.fixture
def alice(plans: None) -> User:
    return editor("alice")


def told(user: User) -> list[tuple[WaitingKind, int | None, int, date | None]]:
    return [(one.kind, one.year, one.count, one.due_on) for one in waiting_for(user, today=TODAY)]


def owed(user: User, year: int = 2025) -> int:
    found = waiting_for(user, today=TODAY)
    return sum(one.count for one in found if one.year == year)


def test_each_value_is_counted_once(alice: User) -> None:
    """What came back and what isn't submitted are told from what nobody has entered."""
    all_of_it = owed(alice)
    due = date(2026, 4, 30)
    do(Action.RETURN, reviewer("rui"), submitted(alice), "请附水资源公报")
    enter(alice, "8.7", LEAKAGE)
    submitted(alice, "9.9", REDUCTION)
    assert told(alice) == [
        (WaitingKind.RETURNED, 2025, 1, due),
        (WaitingKind.FILL, 2025, all_of_it - 3, due),
        (WaitingKind.SUBMIT, 2025, 1, due),
    ]


def test_a_value_of_a_closed_year_is_due_when_that_year_was(alice: User) -> None:
    handed_in = submitted(alice)
    ReportingYear.objects.update(is_open=False)
    do(Action.RETURN, reviewer("rui"), handed_in, "请附水资源公报")
    assert told(alice) == [(WaitingKind.RETURNED, 2025, 1, date(2026, 4, 30))]


def test_a_preliminary_value_waits_without_a_day(alice: User) -> None:
    do(Action.APPROVE, reviewer("rui"), submitted(alice, obs_status=ObsStatus.PRELIMINARY))
    (last,) = [one for one in waiting_for(alice, today=TODAY) if one.due_on is None]
    assert last == waiting_for(alice, today=TODAY)[-1]
    assert (last.kind, last.count, last.path) == (WaitingKind.PRELIMINARY, 1, "/mine/#preliminary")


def test_a_reviewer_decides_year_by_year_the_oldest_first(alice: User) -> None:
    open_year(2024)
    submitted(alice)
    submitted(alice, "8.7", LEAKAGE)
    submitted(alice, "2.2", OLD)
    found = waiting_for(reviewer("rui"), today=TODAY)
    assert [(one.kind, one.year, one.count, one.due_on) for one in found] == [
        (WaitingKind.DECIDE, 2024, 1, date(2025, 4, 30)),
        (WaitingKind.DECIDE, 2025, 2, date(2026, 4, 30)),
    ]
    assert found[1].path == "/review/?region=140300&year=2025"
    assert all(one.since for one in found)


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(lambda: viewer("vera"), id="a viewer"),
        pytest.param(lambda: person("nemo"), id="nobody in particular"),
        pytest.param(lambda: person("root", superuser=True), id="an administrator"),
        pytest.param(lambda: reviewer("charlie", "370000"), id="a stranger"),
        pytest.param(AnonymousUser, id="an anonymous caller"),
    ],
)
def test_for_whom_nothing_waits(alice: User, who: Callable[[], User]) -> None:
    submitted(alice)
    assert waiting_for(who(), today=TODAY) == []


@pytest.fixture
def matters(monkeypatch: pytest.MonkeyPatch, no_matters: None) -> list[TaskMatter]:
    """What the tasks ask of whoever it is."""
    task = Task.objects.select_related("plan__region").get(plan__slug="yangquan-2025", key="1")
    milestone = Milestone(task=task, number=1, text="完成划定", due_text="2026年底前")
    asked = datetime(2026, 11, 2, 9, tzinfo=UTC)
    found = [
        TaskMatter(MatterKind.QUESTION, task, None, None, date(2026, 11, 9), asked),
        TaskMatter(MatterKind.REPORT, task, milestone, None, date(2026, 12, 5), None),
    ]
    monkeypatch.setattr(
        "siwei.notifications.selectors.waiting.waiting_tasks", lambda user, today: found
    )
    return found


def test_what_tasks_ask_stands_in_the_same_list(alice: User, matters: list[TaskMatter]) -> None:
    found = waiting_for(alice, today=TODAY)
    assert [one.kind for one in found] == [
        WaitingKind.FILL,  # late
        WaitingKind.QUESTION,  # late, too, but not so long
        WaitingKind.REPORT,  # within a week
    ]
    page = "/tasks/yangquan-2025/1/"
    assert {one.path for one in found if one.task} == {page, f"{page}#milestone-1"}


def test_every_matter_of_a_task_is_something_that_waits() -> None:
    assert {kind.value for kind in MatterKind} <= {kind.value for kind in WaitingKind}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_opens_with_the_list(
    alice: User,
    matters: list[TaskMatter],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: TODAY)
    client: Client = signed_in(alice)
    client.cookies["siwei_language"] = language
    do(Action.RETURN, reviewer("rui"), submitted(alice), "请附水资源公报")
    text = page(client, "/mine/")
    lead, _, table = text.partition('id="waiting"')
    chinese = ["已逾期", GRID, "任务询问待答复", "7 天内", "完成划定", "请附水资源公报"]
    english = [
        *("Late", GRID, "question to answer", "Within 7 days", "完成划定"),
        "请附水资源公报",
    ]
    first, words = ("4 matters", english) if language == "en" else ("4 件事项", chinese)
    assert first in lead
    places = [table.index(word) for word in words]
    assert places == sorted(places)


def test_the_cost_does_not_grow(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However many values, years and regions wait; two queries are for the days of other years
    than those that are open to the person."""

    def ask(user: User, queries: int) -> int:
        with django_assert_num_queries(queries):
            return len(waiting_for(User.objects.get(pk=user.pk), today=TODAY))

    rui = reviewer("rui")
    open_year(2024)
    assert ask(alice, 20) == 1
    do(Action.RETURN, rui, submitted(alice), "请附水资源公报")
    assert ask(alice, 25) == 2
    handed_in = [submitted(alice, "2.2", OLD), submitted(alice, "8.7", LEAKAGE)]
    assert ask(rui, 6) == 2
    enter(alice, "9.9", REDUCTION)
    ReportingYear.objects.filter(year=2024).update(is_open=False)
    do(Action.RETURN, rui, handed_in[0], "请附水资源公报")
    assert ask(alice, 27) == 4
    submitted(alice, "0.63", EFFICIENCY)
    assert ask(rui, 6) == 1


def test_it_is_a_plain_value(alice: User) -> None:
    first = waiting_for(alice, today=TODAY)[0]
    assert isinstance(first, Waiting) and first.region.code == "140300" and first.path == GRID
