"""The backend: Django's own, but a server that stops answering fails instead of hanging.

The server's own time-outs (`statement_timeout`, `lock_timeout`) need a server that runs, and those
of TCP a host that is gone. A server that is merely paused (a stopped process, a frozen virtual
machine, a disk that doesn't answer) keeps its connections open and says nothing: only who waits
can give up.
"""

from datetime import UTC, datetime
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

# After a server didn't answer, nobody else waits for it so long (seconds): else requests would
# queue behind those that wait, each longer than the one before.
PAUSE = 2


class ImpatientConnection(psycopg.Connection[Any]):
    """Waits for each answer at most `DATABASE_WAIT` seconds, then gives the connection up.

    `patience`: so many seconds instead, for what takes longer than a page (`common.snapshots`).
    """

    gave_up = False
    patient = False
    patience: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if options.get("timeout") is None and not self.patient and settings.DATABASE_WAIT:
            options["timeout"] = self.patience or settings.DATABASE_WAIT
        try:
            return super().wait(gen, *args, **options)
        except psycopg.errors._WaitTimeout:
            # What the server makes of it when it goes on is its business: nothing was committed
            # that somebody was told of. Closing here says goodbye without waiting for an answer.
            self.gave_up = True
            DatabaseWrapper.silent_until = monotonic() + PAUSE
            self.pgconn.finish()
            raise psycopg.OperationalError("the server doesn't answer") from None


class UtcLoader(BaseTzLoader):  # type: ignore[misc]
    """Reads a time as Django's own does, where it is in UTC, as all of ours are, ten times as fast:
    there are several in each row of every list."""

    timezone = UTC

    def load(self, data: Any) -> datetime | None:
        text = str(data, "ascii")
        if text.endswith("+00"):
            try:
                return datetime.fromisoformat(text)
            except ValueError:  # a year that Python doesn't know
                pass
        found: datetime | None = super().load(data)
        return found


class DatabaseWrapper(base.DatabaseWrapper):
    # Django looks up here whatever it needs of psycopg: `connect`, and the classes of exceptions.
    Database: Any = SimpleNamespace(**{**vars(psycopg), "connect": ImpatientConnection.connect})

    # Of the process: until when it is taken as known that no server answers.
    silent_until = 0.0

    def get_connection_params(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_connection_params()
        if self._makes_databases:
            found.pop("options", None)
        return found

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if monotonic() < DatabaseWrapper.silent_until:
            raise psycopg.OperationalError("the server didn't answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            DatabaseWrapper.silent_until = monotonic() + PAUSE
            raise
        connection.patient = self._makes_databases
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", UtcLoader)
        return connection

    @property
    def _makes_databases(self) -> bool:
        """Whether this is Django's way to create or drop a database, as tests do: it takes time."""
        return self.settings_dict["NAME"] is None

    def close_if_health_check_failed(self) -> None:
        """A kept connection that is closed costs a new one; one that hangs, no second waiting."""
        before = self.connection
        super().close_if_health_check_failed()
        if self.connection is None and getattr(before, "gave_up", False):
            raise OperationalError("the server doesn't answer")
