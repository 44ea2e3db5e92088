"""A process that is killed in the middle of a commit leaves nothing half done."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from common.records.models import HistoryRow, Publication, Record
from indicators.actuals.models import Actual
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.services.committing import commit
from tests.factories import mini_plan
from tests.people import editor, open_year
from tests.siwei.exchange.books import HEADS, NOW, a_row, book, staged
from tests.siwei.exchange.committing_process import NOWHERE, THE_BATCH, THE_HISTORY

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.name == "nt", reason="no such signal there"),
]

MODULE = "tests.siwei.exchange.committing_process"
_DATABASE = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
TWO = book(HEADS, a_row(), a_row(0.63, indicator="灌溉系数", unit=""))


@pytest.fixture
def alice(transactional_db: None) -> User:
    mini_plan()
    open_year(2025)
    return editor("alice")


def ended_by(batch: ImportBatch, actor: User, at: str) -> int:
    """The signal that ended a process which commits the batch; 0 where it came to its end, below
    0 where it failed."""
    asked = {name: str(connection.settings_dict[name]) for name in _DATABASE}
    connection.close()
    ended = subprocess.run(
        [sys.executable, "-m", MODULE, json.dumps(asked), str(batch.pk), str(actor.pk), at],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        check=False,
    )
    return -ended.returncode


def _all_that_is_stored() -> list[int]:
    models = (Actual, HistoryRow, Publication)
    return [model._default_manager.count() for model in models]


@pytest.mark.parametrize("at", [THE_HISTORY, THE_BATCH])
def test_a_killed_commit_leaves_nothing_and_can_be_done_again(alice: User, at: str) -> None:
    """The values are stored when the history is to be sealed, and the history, too, when the batch
    is to be marked: nothing of it stays."""
    batch, before = staged(alice, TWO), _all_that_is_stored()
    assert ended_by(batch, alice, at) == signal.SIGKILL
    assert _all_that_is_stored() == before
    assert not Record.objects.filter(kind="actual").exists()
    batch.refresh_from_db()
    assert (batch.state, batch.result) == (BatchState.PREVIEWED, {})
    commit(batch=batch, explanations={}, left_out=(), actor=alice, now=NOW)
    assert Actual.objects.count() == 2


def test_a_process_that_lives_writes_what_the_other_did_not(alice: User) -> None:
    """The same way without the signal: it is the killing that the test above sees."""
    batch = staged(alice, TWO)
    assert ended_by(batch, alice, NOWHERE) == 0
    assert Actual.objects.count() == 2
