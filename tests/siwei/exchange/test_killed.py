"""A process that is killed in the middle of a commit leaves nothing half done."""

import os
import signal
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection

from common.records.models import HistoryRow, Publication, Record
from common.records.services import history
from indicators.actuals.models import Actual
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.services.committing import commit
from tests.factories import mini_plan
from tests.people import editor, open_year
from tests.siwei.exchange.books import HEADS, NOW, a_row, book, staged

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied with its test"),
]

TWO = book(HEADS, a_row(), a_row(0.63, indicator="灌溉系数", unit=""))


@pytest.fixture
def alice(transactional_db: None) -> User:
    mini_plan()
    open_year(2025)
    return editor("alice")


def committed(batch: ImportBatch, actor: User) -> ImportBatch:
    return commit(batch=batch, explanations={}, left_out=(), actor=actor, now=NOW)


def in_a_process(work: Callable[[], object]) -> int:
    """The signal that ended a process with a connection of its own, which does `work`; 0 where it
    came to its end."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _all_that_is_stored() -> list[int]:
    models = (Actual, HistoryRow, Publication)
    return [model._default_manager.count() for model in models]


@pytest.mark.parametrize("at", ["the history", "the batch"])
def test_a_killed_commit_leaves_nothing_and_can_be_done_again(
    alice: User, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """The values are stored when the history is to be sealed, and the history, too, when the batch
    is to be marked: nothing of it stays."""
    batch, before = staged(alice, TWO), _all_that_is_stored()
    with monkeypatch.context() as patch:
        if at == "the history":
            patch.setattr(history, "seal_rows", _die)
        else:
            patch.setattr(ImportBatch, "save", _die)
        assert in_a_process(lambda: committed(batch, alice)) == signal.SIGKILL
    assert _all_that_is_stored() == before
    assert not Record.objects.filter(kind="actual").exists()
    batch.refresh_from_db()
    assert (batch.state, batch.result) == (BatchState.PREVIEWED, {})
    committed(batch, alice)
    assert Actual.objects.count() == 2


def test_a_process_that_lives_writes_what_the_other_did_not(alice: User) -> None:
    """The same way without the signal: it is the killing that the test above sees."""
    batch = staged(alice, TWO)
    assert in_a_process(lambda: committed(batch, alice)) == 0
    assert Actual.objects.count() == 2
