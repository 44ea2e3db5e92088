"""Keeps what was computed until something is written that it rests on.

What is kept stays in the memory of its process: each process has its own, and compares the stamps
of the database with every use. So it is never older than what a reader without it would have seen.
Whoever asks the same question gets the same answer: nothing in it may depend on who asks, nor tell
what isn't told to everybody. So it ends when anything is written that the public can see; what no
value has a part in, when anything but values is written (`values=False`).
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from cachetools import LRUCache

from common.past import is_reading_the_past
from common.stamps.selectors import Stamps, part_stamps, stamps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    at: Stamps
    answer: T


_EVERY: "WeakSet[Kept[Any]]" = WeakSet()


def forget_everything() -> None:
    """Keep nothing of all that this process keeps."""
    for one in _EVERY:
        one.forget()


class Kept(Generic[T]):
    """The answers to at most `most` questions, those asked last. What rests on no value of a
    region (`values=False`) is kept where nothing but values is written."""

    def __init__(self, *, most: int, values: bool = True) -> None:
        self._values = values
        self._kept: LRUCache[Hashable, _Kept[T]] = LRUCache(most)
        # One at a time: who comes meanwhile finds what the first one made.
        self._lock = Lock()
        _EVERY.add(self)

    def get(self, question: Hashable, make: Callable[[], T]) -> T:
        """What `make` answers, or what is kept of it since the last write that ends it. One query.
        Of the past nothing is kept."""
        return self._get(question, lambda _before, _now: make())

    def forget(self) -> None:
        """Keep nothing of what was kept."""
        with self._lock:
            self._kept.clear()

    def _get(self, question: Hashable, make: Callable[[_Kept[T] | None, Stamps | None], T]) -> T:
        if is_reading_the_past():
            return make(None, None)
        with self._lock:
            now = stamps()
            if now is None:
                return make(None, None)
            found = self._kept.get(question)
            if found is None or self._word(found.at) != self._word(now):
                found = self._kept[question] = _Kept(now, make(found, now))
            return found.answer

    def _word(self, at: Stamps) -> str:
        """What is another one where the answers may be others."""
        return at.public if self._values else at.every


@dataclass(frozen=True, slots=True)
class _Parts(Generic[T]):
    stamps: Mapping[str, str]
    found: Mapping[str, T]


class KeptByPart(Generic[T]):
    """Something of each region, by its code; where values of a region were written, of the others
    nothing is made anew."""

    def __init__(self, *, most: int) -> None:
        self._kept = Kept[_Parts[T]](most=most)

    def get(
        self, question: Hashable, make: Callable[[Collection[str] | None], Mapping[str, T]]
    ) -> Mapping[str, T]:
        """What `make(None)` answers for all regions, or what is kept of it. `make(codes)` answers
        for the regions of these codes alone, whose own values have changed.

        One query where nothing was written since, two where something was.
        """

        def parts(before: _Kept[_Parts[T]] | None, now: Stamps | None) -> _Parts[T]:
            known = part_stamps()
            if before is None or now is None or before.at.every != now.every:
                return _Parts(known, make(None))
            old, found = before.answer.stamps, before.answer.found
            changed = {part for part, word in known.items() if old.get(part) != word}
            if old.keys() - known.keys() or len(changed) > len(found) // 2:
                return _Parts(known, make(None))
            return _Parts(known, {**found, **make(changed)} if changed else found)

        return self._kept._get(question, parts).found
