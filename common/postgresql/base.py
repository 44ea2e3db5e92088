"""The backend: Django's own, but a server that stops answering fails instead of hanging.

The server's own time-outs (`statement_timeout`, `lock_timeout`) need a server that runs, and those
of TCP a host that is gone. A server that is merely paused (a stopped process, a frozen virtual
machine, a disk that doesn't answer) keeps its connections open and says nothing: only who waits
can give up.
"""

from types import SimpleNamespace
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base

R = TypeVar("R")


class ImpatientConnection(psycopg.Connection[Any]):
    """Waits for each answer at most `DATABASE_WAIT` seconds, then gives the connection up."""

    gave_up = False

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if options.get("timeout") is None:
            options["timeout"] = settings.DATABASE_WAIT
        try:
            return super().wait(gen, *args, **options)
        except psycopg.errors._WaitTimeout:
            # What the server makes of it when it goes on is its business: nothing was committed
            # that somebody was told of. Closing here says goodbye without waiting for an answer.
            self.gave_up = True
            self.pgconn.finish()
            raise psycopg.OperationalError("the server doesn't answer") from None


class DatabaseWrapper(base.DatabaseWrapper):
    # Django looks up here whatever it needs of psycopg: `connect`, and the classes of exceptions.
    Database = SimpleNamespace(**{**vars(psycopg), "connect": ImpatientConnection.connect})

    def close_if_health_check_failed(self) -> None:
        """A kept connection that is closed costs a new one; one that hangs, no second waiting."""
        before = self.connection
        super().close_if_health_check_failed()  # type: ignore[no-untyped-call]
        if self.connection is None and getattr(before, "gave_up", False):
            raise OperationalError("the server doesn't answer")
