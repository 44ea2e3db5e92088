"""Two people at once on one task, each with a connection of their own.

PostgreSQL is where it counts: there they really run side by side, held apart by the lock on the
task.
"""

from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from common.records.rules.doors import BY_IMPORT
from common.records.services.whole import verify_whole
from common.refusals import WrongState
from indicators.plans.services.history import record_promises
from tasks.models import Statement
from tasks.rules.enums import StatementKind
from tasks.services.loading import record_tasks
from tests import factories
from tests.indicators.actuals.test_concurrency import at_once
from tests.people import editor, reviewer
from tests.tasks.work import NOW, done, report, speak, status

CITY = "urban_management"

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; run with --postgres")
    settings.MEDIA_ROOT = tmp_path
    made = factories.mini_plan()
    with transaction.atomic():
        record_promises(plans=[made.plan], now=NOW, door=BY_IMPORT)
        record_tasks(plans=[made.plan], now=NOW, door=BY_IMPORT)
    return made


def test_a_report_is_decided_on_once() -> None:
    alice, rui = editor("alice"), reviewer("rui")
    row = done(editor("bob", function=CITY))
    confirm = partial(speak, alice, StatementKind.CONFIRMATION, about=row.pk)
    reject = partial(speak, rui, StatementKind.REJECTION, about=row.pk)
    outcomes = at_once([confirm, reject])
    assert [type(one) for one in outcomes if isinstance(one, WrongState)] == [WrongState]
    assert Statement.objects.filter(about=row).count() == 1
    assert status() in ("met", "overdue")


def test_many_reports_have_each_a_record_and_leave_no_gap() -> None:
    bob = editor("bob", function=CITY)
    at_once([partial(report, bob, text=f"第{n}份") for n in range(12)])
    keys = Statement.objects.order_by("record__key").values_list("record__key", flat=True)
    assert sorted(keys) == sorted(f"yangquan-2025/2.1/{n}" for n in range(1, 13))
    assert verify_whole().faults == ()


def test_the_same_form_sent_twice_at_once_is_said_once() -> None:
    bob = editor("bob", function=CITY)
    first, second = at_once([partial(done, bob), partial(done, bob)])
    assert first == second
    assert Statement.objects.count() == 1
