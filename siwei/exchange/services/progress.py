"""Tells whoever waits how far a large file is."""

from collections.abc import Callable
from typing import TypeAlias

# How many rows are done, of how many.
OnRows: TypeAlias = Callable[[int, int], None]


def quiet(done: int, of: int) -> None:
    """Nobody waits."""
