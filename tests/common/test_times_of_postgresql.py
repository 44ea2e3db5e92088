"""A time of PostgreSQL is read as Django reads it, only sooner."""

from datetime import UTC
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db.backends.postgresql.psycopg_any import register_tzloader

from common.postgresql.base import UtcLoader


def django_s() -> Any:
    """The loader that Django registers for times in UTC."""
    found: list[Any] = []
    adapters = SimpleNamespace(register_loader=lambda _name, loader: found.append(loader))
    register_tzloader(UTC, SimpleNamespace(adapters=adapters))
    return found[0](0)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 12:00:00+00",
        "2026-03-01 12:00:00.5+00",
        "2026-03-01 12:00:00.000001+00",
        "0999-12-31 23:59:59.999999+00",
        "2026-03-01 12:00:00+08",
        "2026-03-01 12:00:00+05:30",
    ],
)
def test_a_time_is_the_same(text: str) -> None:
    ours, wanted = UtcLoader(0).load(text.encode()), django_s().load(text.encode())
    assert ours == wanted
    assert ours is not None
    assert ours.tzinfo is wanted.tzinfo is UTC


@pytest.mark.parametrize("text", [b"10000-01-01 00:00:00+00", b"infinity"])
def test_a_time_that_python_does_not_know_is_refused_as_before(text: bytes) -> None:
    with pytest.raises(psycopg.DataError):
        UtcLoader(0).load(text)
