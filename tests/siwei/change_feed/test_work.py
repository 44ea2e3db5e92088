"""What the feed tells of milestones: when what everybody sees of them changes, and nothing else
that is said about the work."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from common.records.rules.doors import by_command
from siwei.change_feed.selectors.feed import changes_after
from tasks.models import Statement
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft
from tasks.services.demonstration import remove_invented_statements
from tasks.services.saying import say
from tests import factories
from tests.evidence_files import pdf
from tests.people import editor, reviewer
from tests.siwei.change_feed.copying import Copy
from tests.tasks.work import LEADS, NOW, PLAN, SHARES, done, report, speak

FIRST = f"milestone {PLAN}/{SHARES}/1"
K = StatementKind
LATER, LATEST = date(2099, 6, 30), date(2099, 12, 31)


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path) -> dict[str, User]:
    """Bob's bureau shares task 2.1, Alice's water bureau oversees the work."""
    settings.MEDIA_ROOT = tmp_path
    factories.mini_plan()
    return {
        "alice": editor("alice"),
        "bob": editor("bob", function="urban_management"),
        "rui": reviewer("rui"),
    }


def last(kind: StatementKind) -> int:
    return Statement.objects.filter(kind=kind.value).latest("pk").pk


# One word for each thing that somebody says.
STEPS: dict[str, Callable[[dict[str, User]], object]] = {
    "reports": lambda who: report(who["bob"]),
    "begins": lambda who: report(who["bob"], milestone=1),
    "done": lambda who: done(who["bob"]),
    "takes part": lambda who: done(who["bob"], task=LEADS),
    "comments": lambda who: speak(who["bob"], K.COMMENT, milestone=1),
    "urges": lambda who: speak(who["rui"], K.URGING, milestone=1),
    "confirms": lambda who: speak(who["rui"], K.CONFIRMATION, about=last(K.REPORT)),
    "rejects": lambda who: speak(who["rui"], K.REJECTION, about=last(K.REPORT)),
    "asks": lambda who: speak(who["bob"], K.EXTENSION, milestone=1, until=LATER),
    "asks more": lambda who: speak(who["bob"], K.EXTENSION, milestone=1, until=LATEST),
    "grants": lambda who: speak(who["rui"], K.GRANT, about=last(K.EXTENSION)),
    "refuses": lambda who: speak(who["rui"], K.REFUSAL, about=last(K.EXTENSION)),
}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("reports,begins,comments,urges", ""),
        ("takes part", ""),
        ("done", "corrected"),
        ("done,comments,urges", "corrected"),
        ("done,confirms", "corrected corrected"),
        ("done,rejects", "corrected corrected"),
        ("done,confirms,begins", "corrected corrected corrected"),
        ("asks", ""),
        ("asks,refuses", ""),
        ("asks,grants", "amended"),
        ("asks,grants,asks more,grants", "amended amended"),
        ("asks,grants,done,confirms", "amended corrected corrected"),
    ],
)
def test_what_is_told(people: dict[str, User], client: Client, steps: str, told: str) -> None:
    copy = Copy.of_now(client)
    for step in steps.split(","):
        STEPS[step](people)
        before = len(copy.changes)
        shown = listed(client)
        for change in copy.follow(client).changes[before:]:
            assert change["row"] == shown
    assert copy.told == [f"{kind} {FIRST}" for kind in told.split()]


def listed(client: Client) -> Any:
    rows = client.get("/api/v1/milestones/").json()["results"]
    return next(row for row in rows if (row["task"], row["number"]) == (SHARES, 1))


def test_reading_it_later_tells_the_same(people: dict[str, User], client: Client) -> None:
    steps = ("done", "confirms", "begins", "asks", "grants", "takes part")
    copy = Copy.of_now(client)
    begin = copy.cursor
    for step in steps:
        STEPS[step](people)
        copy.follow(client)
    again = Copy(cursor=begin).follow(client, page_size=1)
    assert again.told == copy.told
    assert [one["cursor"] for one in again.changes] == [one["cursor"] for one in copy.changes]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "140300"}, True),
        ({"region": "140321"}, True),  # named by the milestone
        ({"region": "140100"}, False),
        ({"subject": "milestone"}, True),
        ({"subject": "task,actual"}, False),
        ({"kind": "corrected"}, True),
        ({"kind": "amended"}, False),
        ({"indicator": "total_water_use"}, False),  # a milestone is of none
    ],
)
def test_a_filter(
    people: dict[str, User], client: Client, query: dict[str, str], found: bool
) -> None:
    done(people["bob"])
    told = Copy().follow(client, asked=query).told
    assert told == ([f"corrected {FIRST}"] if found else [])


def test_what_was_invented_is_told_and_so_is_its_removal(
    people: dict[str, User], client: Client
) -> None:
    draft = Draft(K.REPORT, PLAN, SHARES, "已验收", milestone=1, state=WorkState.DONE)
    file = SimpleUploadedFile("验收.pdf", pdf())
    demo = by_command("demo")
    copy = Copy.of_now(client)
    say(draft=draft, actor=people["bob"], now=NOW, door=demo, files=[file], demo=True)
    speak(people["rui"], K.CONFIRMATION, about=last(K.REPORT))
    assert copy.follow(client).told == [f"corrected {FIRST}"] * 2
    remove_invented_statements(now=NOW + timedelta(days=1))
    copy.follow(client)
    # The confirmation goes before the report.
    assert copy.told == [f"corrected {FIRST}"] * 4
    assert copy.changes[-1]["row"] == listed(client)
    assert Copy().follow(client).told == copy.told


def test_many_statements_cost_no_more_queries(
    people: dict[str, User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def confirmed() -> None:
        done(people["bob"])
        speak(people["rui"], K.CONFIRMATION, about=last(K.REPORT))
        report(people["bob"], milestone=1)

    confirmed()
    # The scan; rows of statements, what else was said, plans, regions; milestones and their regions
    with django_assert_num_queries(8):
        assert len(changes_after(0, limit=100).changes) == 3
    confirmed()
    with django_assert_num_queries(8):
        assert len(changes_after(0, limit=100).changes) == 6
