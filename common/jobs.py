"""Jobs: work that is done after the answer, because it takes long or may fail.

A job is a function under Django's task interface (`@task()`). With `SIWEI_JOBS=database` it waits
in the database for `manage.py db_worker`; with `immediate` it runs in the process that asks for it.
"""

from datetime import datetime
from functools import partial
from typing import Any, ParamSpec

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

P = ParamSpec("P")


def runs_at_once(job: Task[..., Any]) -> bool:
    """Whether who asks for `job` waits until it is done."""
    return isinstance(job.get_backend(), ImmediateBackend)


def enqueue(job: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """Have `job` done if the transaction that asks for it commits, and only then.

    A job that waits in the database is a row of the same transaction, so neither is stored without
    the other. One that runs at once would see what isn't committed yet, so it runs on commit. It
    gets ids and plain values, never objects, since they may be others by then. What fails in it is
    logged, and fails nobody who asked for it.
    """
    if runs_at_once(job):
        transaction.on_commit(partial(job.enqueue, *args, **kwargs), robust=True)
    else:
        job.enqueue(*args, **kwargs)


def enqueue_later(job: Task[P, Any], at: datetime, *args: P.args, **kwargs: P.kwargs) -> None:
    """Have `job` done at a time to come, if the worker keeps jobs until then; else not at all.

    So whatever has to be done then is also looked for by a command that runs from time to time.
    """
    if not runs_at_once(job):
        job.using(run_after=at).enqueue(*args, **kwargs)
