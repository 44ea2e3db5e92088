"""What the choices of a form offer: value and label in the language of the page."""

from collections.abc import Iterable
from typing import Protocol

from common.language import Named, local_name

Options = list[tuple[str, str]]


class Coded(Named, Protocol):
    """What has a code, and a name in both languages."""

    @property
    def code(self) -> str: ...


def named(things: Iterable[Coded]) -> Options:
    """Things by their codes, in the order given."""
    return [(one.code, local_name(one)) for one in things]
