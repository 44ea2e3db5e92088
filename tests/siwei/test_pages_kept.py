"""The first page of a nation and that of an indicator: what is kept is what a reader without it
would see."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from common.kept import forget_everything
from departments.models import Department, DepartmentFunction, Region
from indicators.actuals.models import Actual
from indicators.plans.models import Indicator, Plan, PlanIndicator, Target
from siwei.bench.nation import build
from tasks.models import Milestone
from tests import factories, people
from tests.nation import AT_A_GLANCE

pytestmark = pytest.mark.usefixtures("small_nation")

CITY = "110100"
FIRST = "/?year=2025"
INDICATOR = "/indicators/fall_a/?year=2025"
PAGES = (FIRST, INDICATOR)
MODULE = "tests.siwei.writing_process"
_DATABASE = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
_OF_A_REQUEST = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|打印时间 [-0-9: ]+')


@pytest.fixture(autouse=True)
def few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siwei.bench.nation.YEARS", range(2024, 2027))


@pytest.fixture
def nation(db: None) -> None:
    build(AT_A_GLANCE + 1)
    forget_everything()


def shown(client: Client, query: str = "", page: str = FIRST) -> str:
    response = client.get(f"{page}{query}")
    assert response.status_code == 200
    return _OF_A_REQUEST.sub("", response.content.decode())


def of_the_city() -> Any:
    return Actual.objects.filter(region=CITY, year=2025)


def late() -> None:
    made = factories.mini_plan("beijing-2025", CITY)
    Milestone.objects.filter(task__plan=made.plan).update(due_on="2026-01-01")


WRITES: dict[str, Callable[[], Any]] = {
    "values": lambda: of_the_city().update(published_value="99", published_places=0),
    "values taken away": lambda: of_the_city().update(
        published_at=None,
        published_version=None,
        published_obs_status="",
        published_value=None,
        published_places=None,
        state="draft",
    ),
    "a base": lambda: Actual.objects.filter(region=CITY, year=2024).update(
        published_value="1", published_places=0
    ),
    "invented values": lambda: Actual.objects.update(demo=False),
    "targets": lambda: Target.objects.filter(plan_indicator__region=CITY).update(value="0.5"),
    "a plan is gone": lambda: Plan.objects.filter(region=CITY).delete(),
    "a name": lambda: Region.objects.filter(code__in=["110000", CITY]).update(name="北京市"),
    "late work": late,
    "a definition": lambda: Indicator.objects.update(definition="另有定义"),
    "words of a plan": lambda: PlanIndicator.objects.update(note="见附表"),
}
# What a page doesn't tell of.
UNTOLD = {FIRST: {"a definition", "words of a plan"}, INDICATOR: {"late work"}}


@pytest.mark.parametrize("page", PAGES)
def test_after_a_write_it_is_as_if_nothing_had_been_kept(
    client: Client, nation: None, page: str
) -> None:
    before = shown(client, page=page)
    for name, write in WRITES.items():
        point = transaction.savepoint()
        write()
        after = shown(client, page=page)
        forget_everything()
        assert shown(client, page=page) == after, name
        assert (after == before) is (name in UNTOLD[page]), name
        transaction.savepoint_rollback(point)
        assert shown(client, page=page) == before, name


def test_nothing_is_counted_where_nothing_was_written(
    client: Client, nation: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    before = shown(client)
    with django_assert_max_num_queries(2) as queries:
        assert shown(client) == before
    assert not any("actuals_actual" in one["sql"] for one in queries.captured_queries)
    of_the_city().update(published_value="99", published_places=0)
    with django_assert_max_num_queries(25) as queries:
        assert shown(client) != before
    read = [
        one["sql"] for one in queries.captured_queries if '"plans_target"."value"' in one["sql"]
    ]
    assert read and all(CITY in one and "110200" not in one for one in read)


def test_of_an_indicator_one_city_is_read_after_an_approval_and_no_plan(
    client: Client, nation: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    before = shown(client, page=INDICATOR)
    with django_assert_max_num_queries(1):
        assert shown(client, page=INDICATOR) == before
    of_the_city().update(published_value="99", published_places=0)
    with django_assert_max_num_queries(19) as queries:
        assert shown(client, page=INDICATOR) != before
    read = [one["sql"] for one in queries.captured_queries]
    assert not any("plans_clause" in one for one in read)
    values = [one for one in read if '"actuals_actual"."published_value"' in one]
    assert values and all(CITY in one and "110200" not in one for one in values)


def test_filters_orders_and_languages_are_kept_apart(client: Client, nation: None) -> None:
    asked = ["", "&nature=constraint", "&theme=total", "&ordering=-late", "&ordering=-code"]
    first = [shown(client, one) for one in asked]
    assert len(set(first)) == len(asked)
    assert [shown(client, one) for one in asked] == first
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = shown(reader)
    assert "Total" in english and "合计" not in english
    assert shown(client) == first[0]


def test_who_reads_leaves_nothing_of_themselves(client: Client, nation: None) -> None:
    """Whoever asks first, the next one sees what they would have seen alone."""
    alone = shown(client)
    forget_everything()
    department = Department.objects.create(region_id=CITY, name="市水务局", function=functions())
    alice = people.person("alice")
    alice.memberships.create(region_id=CITY, department=department, role="editor")
    mine = Client()
    mine.force_login(alice)
    assert "alice" in shown(mine)
    forget_everything()
    shown(mine)
    assert shown(client) == alone


def functions() -> Any:
    return DepartmentFunction.objects.create(code="water", name="水利", name_en="Water")


@contextmanager
def another_process() -> Iterator[Callable[[str], None]]:
    """Runs statements in a process of its own, each in a transaction."""
    asked = {name: str(connection.settings_dict[name]) for name in _DATABASE}
    connection.close()
    with subprocess.Popen(
        [sys.executable, "-m", MODULE, json.dumps(asked)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        sending, answering = process.stdin, process.stdout

        def run(statement: str) -> None:
            sending.write(f"{statement}\n")
            sending.flush()
            assert answering.readline() == "done\n"

        yield run
        sending.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_another_process_wrote_is_seen(client: Client, transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the database of the tests is in the memory of one process")
    build(AT_A_GLANCE + 1)
    forget_everything()
    pages = [[shown(client, page=page) for page in PAGES]]
    with another_process() as run:
        for statement in (
            f"UPDATE actuals_actual SET published_value = 99 WHERE region_id = '{CITY}'",
            "UPDATE plans_target SET value = 1",
            "UPDATE departments_region SET name = '北京市' WHERE code = '110000'",
            f"UPDATE actuals_actual SET demo = false WHERE region_id = '{CITY}'",
        ):
            run(statement)
            pages.append([shown(client, page=page) for page in PAGES])
            forget_everything()
            assert [shown(client, page=page) for page in PAGES] == pages[-1]
    for of_one in zip(*pages, strict=True):
        assert len(set(of_one)) == 4  # the last changes what nobody sees while others are invented
