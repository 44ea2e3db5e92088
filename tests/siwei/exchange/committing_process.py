"""Commits a batch in a process of its own: `python -m tests.siwei.exchange.committing_process`.

Arguments: the database as JSON, the keys of the batch and of who imported it, and where the process
kills itself: when the history is to be sealed, when the batch is to be marked, or nowhere.
"""

import json
import os
import signal
import sys

import django
from django.conf import settings

THE_HISTORY, THE_BATCH, NOWHERE = "the history", "the batch", "nowhere"


def main(database: str, batch: str, actor: str, at: str) -> None:
    settings.DATABASES["default"].update(json.loads(database))
    django.setup()
    from django.contrib.auth.models import User

    from common.records.services import history
    from siwei.exchange.models import ImportBatch
    from siwei.exchange.services.committing import commit
    from tests.siwei.exchange.books import NOW

    if at == THE_HISTORY:
        history.seal_rows = _die  # type: ignore[attr-defined]
    if at == THE_BATCH:
        ImportBatch.save = _die  # type: ignore[method-assign]
    commit(
        batch=ImportBatch.objects.get(pk=batch),
        explanations={},
        left_out=(),
        actor=User.objects.get(pk=actor),
        now=NOW,
    )


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
