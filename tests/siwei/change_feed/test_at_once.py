"""Many write at once, each in a thread with a connection of its own, while one follows the feed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from siwei.loading.read import Fixtures, read_fixtures
from siwei.loading.store import store_fixtures
from tests.indicators.actuals.workflow import NOW, do, enter
from tests.people import editor, open_year, reviewer
from tests.siwei.amending_plans import write
from tests.siwei.change_feed.copying import Copy, listed
from tests.siwei.change_feed.test_follow import VARIANTS
from tests.siwei.mini_plan import YAML

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUND = (Action.SAVE, Action.SUBMIT, Action.APPROVE, Action.REOPEN)
ROUNDS = 3
LOADINGS = ("stricter", "first", "shorter", "first")
FIRST_YEAR = 2015


@pytest.fixture
def fixtures(tmp_path: Path) -> dict[str, Fixtures]:
    found = {}
    for name in {"first", *LOADINGS}:
        folder = tmp_path / name
        folder.mkdir()
        ((slug, yaml, text),) = VARIANTS[name]
        assert slug in YAML
        found[name] = read_fixtures(project.FIXTURES, [write(folder, slug, yaml, text)])
    return found


@pytest.fixture
def people(transactional_db: None, fixtures: dict[str, Fixtures]) -> tuple[User, User]:
    store_fixtures(fixtures["first"], now=NOW)
    return editor("alice"), reviewer("rui")


def publish(people: tuple[User, User], year: int) -> None:
    """Publish a value, correct it twice, and withdraw it."""
    alice, rui = people
    key = ActualKey("140300", "total_water_use", year)
    steps = [*ROUND * ROUNDS, Action.RETRACT]
    for number, action in enumerate(steps):
        # A transaction that ends later than the next one began.
        with transaction.atomic():
            row = Actual.objects.filter(record__key=str(key)).first()
            if action is Action.SAVE:
                seen = row.version if row else None
                enter(alice, f"2.{10 + number}", key, seen, explanation="核对无误")
            else:
                assert row is not None
                actor = alice if action is Action.SUBMIT else rui
                do(action, actor, row, "公报更正")
            sleep(0.002 * (year % 4))


def load(fixtures: dict[str, Fixtures]) -> None:
    for number, name in enumerate(LOADINGS, start=1):
        store_fixtures(fixtures[name], now=NOW + timedelta(hours=number))


def in_a_thread(work: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    return run


def test_whoever_follows_misses_nothing(
    client: Client, people: tuple[User, User], fixtures: dict[str, Fixtures]
) -> None:
    """Eight write; on SQLite, where one waits for the other, two."""
    years = range(FIRST_YEAR, FIRST_YEAR + (7 if connection.vendor == "postgresql" else 1))
    for year in years:
        open_year(year)
    written = Event()
    copy = Copy.of_now(client)
    begin = copy.cursor

    def follow() -> None:
        ended = False
        while not ended:
            ended = written.is_set()
            copy.follow(Client(), page_size=3)

    writers = [lambda year=year: publish(people, year) for year in years]
    with ThreadPoolExecutor(len(years) + 2) as pool:
        reader = pool.submit(in_a_thread(follow))
        jobs = [pool.submit(in_a_thread(work)) for work in [*writers, lambda: load(fixtures)]]
        try:
            for job in jobs:
                job.result(timeout=120)
        finally:
            written.set()
        reader.result(timeout=120)
    # Each change once, in the order in which everybody reads them ever after.
    again = Copy(cursor=begin).follow(client)
    assert copy.told == again.told
    assert [one["cursor"] for one in copy.changes] == [one["cursor"] for one in again.changes]
    for year in years:
        key = f"140300.total_water_use.{year}"
        mine = [one["kind"] for one in copy.changes if one["key"] == key]
        assert mine == ["published", *["corrected"] * (ROUNDS - 1), "withdrawn"]
    loadings = [one for one in copy.changes if one["subject"] == "plan"]
    assert len(loadings) == len(LOADINGS)
    assert copy.rows == listed(client)
