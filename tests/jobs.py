"""Jobs in tests: in the database, where the settings of the tests leave them."""

from unittest.mock import patch

from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult


def work() -> dict[str, int]:
    """Do what waits, with the worker of `db_worker --batch`; how many jobs ended in which state."""
    worker = db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    # The connection is the test's, in a transaction, and stays open (as in Django's test client).
    with patch.object(db_worker, "close_old_connections"):
        worker.run()
    states = list(DBTaskResult.objects.values_list("status", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def waiting() -> int:
    return DBTaskResult.objects.ready().count()
