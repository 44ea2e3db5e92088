"""What a connection to PostgreSQL is opened with: what `DATABASE_URL` says stands."""

import pytest

from common.postgresql.options import connection_options

LIMITS = "-c lock_timeout=2500ms -c statement_timeout=3s -c idle_in_transaction_session_timeout=60s"


@pytest.mark.parametrize(
    ("given", "waits", "options"),
    [
        ({}, False, f"-c jit=off {LIMITS}"),
        ({}, True, "-c jit=off"),
        ({"options": "-c lock_timeout=1s"}, False, "-c jit=off -c lock_timeout=1s"),
        ({"options": "-c lock_timeout=1s"}, True, "-c jit=off -c lock_timeout=1s"),
        # The last one counts.
        ({"options": "-c jit=on"}, False, "-c jit=off -c jit=on"),
    ],
)
def test_compiling_is_off_unless_it_is_asked_for(
    given: dict[str, str], waits: bool, options: str
) -> None:
    assert connection_options(given, waits=waits)["options"] == options


def test_only_pages_give_up_soon() -> None:
    given = {"host": "/run/postgresql", "connect_timeout": 7}
    assert connection_options(given, waits=True) == {**given, "options": "-c jit=off"}
    soon = connection_options(given, waits=False)
    assert (soon["connect_timeout"], soon["tcp_user_timeout"]) == (7, 4000)
