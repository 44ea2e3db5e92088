"""What a connection to PostgreSQL is opened with."""

from collections.abc import Mapping
from typing import Any

# PostgreSQL compiles a statement that it takes for expensive, which takes longer than any of ours.
_NO_JIT = "-c jit=off"
# The server gives up a lock or a statement before its client gives up the server, and never keeps
# the locks of a process that hangs.
_IMPATIENT: Mapping[str, Any] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 4000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "options": "-c lock_timeout=2500ms -c statement_timeout=3s"
    " -c idle_in_transaction_session_timeout=60s",
}


def connection_options(given: Mapping[str, Any], *, waits: bool) -> dict[str, Any]:
    """The options of a connection; `given`: those of `DATABASE_URL`, which stand, `waits`:
    commands wait as long as it takes.

    Of a parameter in `options` that is said twice the last counts: so `-c jit=on` there stands,
    too.
    """
    found = dict(given) if waits else {**_IMPATIENT, **given}
    found["options"] = " ".join(filter(None, (_NO_JIT, found.get("options"))))
    return found
