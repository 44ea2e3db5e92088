"""Of a day before, the work stands as it was reported and decided by then."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from common.moments import Moment
from common.past import reading
from tasks.models import Statement
from tasks.rules.enums import StatementKind
from tasks.selectors.tasks import milestones
from tests import factories
from tests.people import editor
from tests.siwei.test_as_of import joined
from tests.tasks.work import NOW, done, report, speak

DAY = timedelta(days=1)
SAID, DECIDED, TAKEN_BACK = NOW, NOW + 3 * DAY, NOW + 9 * DAY


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path) -> tuple[User, User]:
    """Of the water bureau, and of the bureau whose milestone is long past."""
    settings.MEDIA_ROOT = tmp_path
    factories.mini_plan()
    return editor("alice"), editor("bob", function="urban_management")


@pytest.fixture
def confirmed(people: tuple[User, User]) -> None:
    """Reported as met, confirmed, and taken back again."""
    alice, bob = people
    row = done(bob, now=SAID)
    speak(alice, StatementKind.CONFIRMATION, about=row.pk, text="", now=DECIDED)
    report(bob, milestone=1, now=TAKEN_BACK)


def late(address: str, at: datetime | None) -> int:
    """How many late tasks a page counts for 阳泉."""
    if at is not None:
        address = joined(address, f"{at:%Y-%m-%d}")
    html = Client().get(address).content.decode()
    words = " ".join(re.sub("<[^>]+>", " ", html).split())
    found = re.search(r"(\d+) 项任务逾期未完成|逾期未完成的任务 (\d+)", words)
    return int(found[1] or found[2]) if found else 0


@pytest.mark.parametrize("address", ["/", "/cities/140300/"])
@pytest.mark.parametrize(
    ("at", "number"),
    [
        pytest.param(SAID - DAY, 1, id="nothing was said yet"),
        pytest.param(SAID, 0, id="it waits for a confirmation"),
        pytest.param(DECIDED + DAY, 0, id="it was confirmed"),
        pytest.param(TAKEN_BACK, 1, id="it was taken back"),
        pytest.param(None, 1, id="today"),
    ],
)
def test_late_is_what_was_late_then(
    confirmed: None, address: str, at: datetime | None, number: int
) -> None:
    assert late(address, at) == number


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (SAID - DAY, "overdue"),
        (SAID, "reported"),
        (DECIDED - timedelta(seconds=1), "reported"),
        (DECIDED, "met"),
        (TAKEN_BACK, "overdue"),
    ],
)
def test_a_milestone_stands_as_it_stood(confirmed: None, at: datetime, status: str) -> None:
    with reading(Moment(at.date(), at)):
        row = milestones(today=NOW.date()).get(task__key="2.1", number=1)
    assert row.status == status  # type: ignore[attr-defined]


def test_an_extension_counts_from_the_day_on_which_it_was_granted(
    people: tuple[User, User],
) -> None:
    alice, bob = people
    asked = speak(bob, StatementKind.EXTENSION, milestone=1, until=date(2026, 12, 31), now=SAID)
    speak(alice, StatementKind.GRANT, about=asked.pk, text="", now=DECIDED)
    assert late("/cities/140300/", DECIDED - DAY) == 1
    assert late("/cities/140300/", DECIDED) == 0


def test_the_statements_are_those_up_to_then(confirmed: None) -> None:
    for at, number in ((SAID - DAY, 0), (SAID, 1), (TAKEN_BACK + DAY, 3)):
        with reading(Moment(at.date(), at)):
            assert Statement.objects.count() == number
