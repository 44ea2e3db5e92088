"""What of a city's work is late, and what was said of it last."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from departments.models import Department
from tasks.models import Assignment, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.selectors.late import LateMilestone, late_milestones
from tests import factories
from tests.people import editor
from tests.tasks.work import LEADS, SHARES, TODAY, done, report, speak

CITY = "urban_management"


@pytest.fixture(autouse=True)
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    settings.MEDIA_ROOT = tmp_path
    return factories.mini_plan()


@pytest.fixture
def alice(mini: factories.MiniPlan) -> User:
    return editor("alice")


@pytest.fixture
def bob(mini: factories.MiniPlan) -> User:
    return editor("bob", function=CITY)


def late(who: User | None) -> list[LateMilestone]:
    return late_milestones(["140300"], who, today=TODAY)


def test_the_reason_is_what_the_department_said_of_it_last(alice: User, bob: User) -> None:
    (one,) = late(alice)
    assert (one.milestone.task.key, one.said) == (SHARES, None)
    assert [each.department.name for each in one.answering] == ["市城市管理局"]
    of_the_task = report(bob, WorkState.BLOCKED, text="资金未到位")
    assert late(alice)[0].said == of_the_task
    of_it = report(bob, milestone=1, text="正在验收")
    speak(alice, StatementKind.QUESTION, text="哪一天？", about=of_it.pk)
    report(bob, WorkState.IN_PROGRESS, text="其他工作")
    assert late(alice)[0].said == of_it
    asked = speak(
        bob, StatementKind.EXTENSION, text="设备未到", milestone=1, until=TODAY + timedelta(30)
    )
    assert late(alice)[0].said == asked


def test_the_foremost_are_named_each_once(alice: User, mini: factories.MiniPlan) -> None:
    task = Task.objects.get(key=SHARES)

    def named(*parts: tuple[str, Department]) -> list[str]:
        """Who is named where the plan gives these parts, in this order."""
        task.assignments.all().delete()
        for order, (role, department) in enumerate(parts):
            Assignment.objects.create(
                task=task, department=department, role=role, clause=task.clause, order=order
            )
        (one,) = late(alice)
        return [f"{each.role} {each.department.function_id}" for each in one.answering]

    water, city = mini.water, mini.city
    assert named(("shared", water), ("lead", city), ("lead", city)) == [f"lead {CITY}"]
    assert named(("participating", city), ("shared", city), ("participating", water)) == [
        f"shared {CITY}"
    ]
    assert named(("participating", city), ("participating", water), ("participating", city)) == [
        f"participating {CITY}",
        "participating water",
    ]
    assert named() == []


def test_others_see_that_it_is_late_and_nothing_of_why(bob: User) -> None:
    report(bob, WorkState.BLOCKED, text="资金未到位")
    assert [one.said for one in late(None)] == [None]


def test_what_is_done_or_extended_is_not_in_it(alice: User, bob: User) -> None:
    asked = speak(bob, StatementKind.EXTENSION, milestone=1, until=TODAY + timedelta(30))
    speak(alice, StatementKind.GRANT, about=asked.pk)
    assert late(alice) == []
    (again,) = late_milestones(["140300"], alice, today=TODAY + timedelta(31))
    assert again.milestone.due == TODAY + timedelta(30)  # type: ignore[attr-defined]
    done(bob)
    assert late_milestones(["140300"], alice, today=TODAY + timedelta(31)) == []


def test_its_queries_do_not_grow(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        factories.late_task("140300") if number == 0 else report(bob, text=f"第{number}次")
    reader = User.objects.get(pk=alice.pk)
    with django_assert_num_queries(5):
        assert len(late(reader)) == 2


def test_the_page_of_the_city_says_it(client: Client, alice: User, bob: User) -> None:
    report(bob, WorkState.BLOCKED, text="资金未到位")
    page = "/cities/140300/tasks/?year=2024"
    assert "没有已公开的报告" in client.get(page).content.decode()
    client.force_login(alice)
    html = client.get(page).content.decode()
    assert "逾期的工作" in html and "资金未到位" in html
    assert LEADS not in [one.milestone.task.key for one in late(alice)]
