"""What the feed tells of actuals: what was published, once, and no draft."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from common.records.rules.doors import by_command
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.services.writing import write_as_siwei
from tests import factories
from tests.indicators.actuals.workflow import NOW, TOTAL, Seen, decide, save
from tests.people import editor, open_year, reviewer
from tests.siwei.change_feed.copying import Copy

# What is done to one value, one letter each.
STEPS = {
    "s": Action.SAVE,
    "n": Action.SAVE,  # not available
    "u": Action.SUBMIT,
    "w": Action.WITHDRAW,
    "a": Action.APPROVE,
    "b": Action.RETURN,
    "o": Action.REOPEN,
    "t": Action.RETRACT,
    "x": Action.REMOVE,
}
PUBLISHED, AGAIN = "sua", "osua"


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    factories.mini_plan()
    open_year(2025)
    return editor("alice"), reviewer("rui")


def go(people: tuple[User, User], steps: str) -> None:
    alice, rui = people
    for number, step in enumerate(steps):
        now = NOW + timedelta(minutes=number)
        row = Actual.objects.filter(record__key=str(TOTAL)).first()
        version = row.version if row else None
        action = STEPS[step]
        if action is Action.REMOVE:
            change = Change(TOTAL, action, version)
            write_as_siwei(changes=[change], now=now, door=by_command("demo"))
        elif action is Action.SAVE:
            entry = _entry(step, number)
            save(key=TOTAL, entry=entry, seen_version=version, actor=alice, now=now)
        else:
            assert version is not None
            actor = alice if step in "uw" else rui
            seen = [Seen(TOTAL, version)]
            decide(action=action, values=seen, actor=actor, now=now, reason="公报更正")


def _entry(step: str, number: int) -> Entry:
    if step == "n":
        return Entry(None, ObsStatus.NOT_AVAILABLE, "公报", "尚未统计")
    return Entry(f"2.{10 + number}", source="公报", explanation="核对无误", note="内部")


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("", ""),
        ("s", ""),
        ("su", ""),
        ("sub", ""),
        ("suws", ""),
        (PUBLISHED, "published"),
        ("nua", "published"),
        (PUBLISHED + "o", "published"),
        (PUBLISHED + "osu", "published"),
        (PUBLISHED + AGAIN, "published corrected"),
        (PUBLISHED + AGAIN + AGAIN, "published corrected corrected"),
        (PUBLISHED + "t", "published withdrawn"),
        (PUBLISHED + "osut", "published withdrawn"),  # while a correction is under way
        (PUBLISHED + "tsua", "published withdrawn published"),
        (PUBLISHED + "x", "published removed"),
        (PUBLISHED + "tx", "published withdrawn removed"),
        ("sux", ""),
        (PUBLISHED + "xs", "published removed"),
        (PUBLISHED + "xsx", "published removed"),  # nobody knew of the second one
        (PUBLISHED + "x" + PUBLISHED, "published removed published"),
        (PUBLISHED + "x" + PUBLISHED + AGAIN, "published removed published corrected"),
    ],
)
def test_what_is_told(people: tuple[User, User], client: Client, steps: str, told: str) -> None:
    go(people, steps)
    copy = Copy().follow(client)
    assert [one["kind"] for one in copy.changes] == told.split()
    assert {(one["subject"], one["key"]) for one in copy.changes} <= {("actual", str(TOTAL))}
    assert [one["row"] is None for one in copy.changes] == [
        kind == "removed" for kind in told.split()
    ]


def listed(client: Client) -> Any:
    (row,) = client.get("/api/v1/actuals/?published=true").json()["results"]
    return row


def test_each_row_is_what_the_list_answered_then(people: tuple[User, User], client: Client) -> None:
    then = []
    for steps in (PUBLISHED, AGAIN, "t", "nua", "t"):
        go(people, steps)
        then.append(listed(client))
    copy = Copy().follow(client)
    assert [one["row"] for one in copy.changes] == then
    ats = [datetime.fromisoformat(one["at"]) for one in copy.changes]
    assert ats == [datetime.fromisoformat(row["updated_at"]) for row in then]


def test_nothing_of_a_draft_is_told_with_a_withdrawal(
    people: tuple[User, User], client: Client
) -> None:
    go(people, PUBLISHED + "osut")
    text = client.get("/api/v1/changes/").content.decode()
    assert "2.10" in text  # what was published
    assert "2.14" not in text  # what was proposed meanwhile
    assert "内部" not in text
