"""Keeps what was computed of each part of the country until something is written that it rests on.

What is kept stays in the memory of its process: each process has its own, and compares the stamps
of the database with every use. So it is never older than what a reader without it would have seen.
Nothing in it may depend on who asks.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from common.past import is_reading_the_past
from common.stamps.selectors import Stamps, part_stamps, stamps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    at: Stamps
    parts: Mapping[str, str]
    found: Mapping[str, T]


class KeptByPart(Generic[T]):
    """Something of each region, by its code, for each of at most `most` questions."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        # One at a time: who comes meanwhile finds what the first one made.
        self._lock = Lock()

    def get(
        self, question: Hashable, make: Callable[[Collection[str] | None], Mapping[str, T]]
    ) -> Mapping[str, T]:
        """What `make(None)` answers for all regions, or what was kept of it. `make(codes)` answers
        for the regions of these codes alone, after their own values have changed.

        One query where nothing was written since, two where something was. Of the past nothing
        is kept.
        """
        if is_reading_the_past():
            return make(None)
        with self._lock:
            now = stamps()
            if now is None:
                return make(None)
            before = self._kept.get(question)
            if before is None or before.at != now:
                parts = part_stamps()
                before = _Kept(now, parts, _made(before, now, parts, make))
                self._kept[question] = before
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return before.found


def _made(
    before: _Kept[T] | None,
    now: Stamps,
    parts: Mapping[str, str],
    make: Callable[[Collection[str] | None], Mapping[str, T]],
) -> Mapping[str, T]:
    if before is None or before.at.every != now.every:
        return make(None)
    changed = {part for part, word in parts.items() if before.parts.get(part) != word}
    if before.parts.keys() - parts.keys() or len(changed) > len(before.found) // 2:
        return make(None)
    return {**before.found, **make(changed)} if changed else before.found
