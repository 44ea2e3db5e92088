"""Many values, so many at a time: a statement takes a limited number of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
CHUNK = 1000


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`items` in their order, at most `size` at a time; none for none."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def in_parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The same of what is read as it goes: never more than `size` of them in the memory."""
    items = iter(items)
    while part := list(islice(items, size)):
        yield part
