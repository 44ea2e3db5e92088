"""How many rows a list has: counted once for as long as nothing changes.

To count a long list takes longer than to read a page of it, and whoever reads it page by page asks
for the same count each time. What it depends on is what an ETag does, but for the page, the form
and the language: the stamp of the data, who asks, and the filters.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeAlias

from cachetools import LRUCache
from django.utils import timezone
from rest_framework.request import Request

Key: TypeAlias = tuple[Any, ...]

MOST = 1000  # numbers
# What of an address says nothing of which rows there are.
_BESIDE = frozenset({"page", "page_size", "after", "count", "fields", "ordering", "lang", "format"})
_LOCK = Lock()
_KEPT: LRUCache[Key, int] = LRUCache(MOST)


def key_of(request: Request, data: str) -> Key | None:
    """Of which list a count is; `data`: the stamp of the data, read before anything of it. None
    where there is no stamp: then nobody knows whether a count still holds."""
    if not data:
        return None
    asked = sorted(
        (name, tuple(values))
        for name, values in request.query_params.lists()
        if name not in _BESIDE
    )
    caller = (request.user.pk, getattr(request.auth, "pk", None))
    return (data, *caller, timezone.localdate(), request.path, tuple(asked))


def counted(key: Key | None, count: Callable[[], int]) -> int:
    """The count of that key, else of `count`, which is kept."""
    if key is None:
        return count()
    with _LOCK:
        found = _KEPT.get(key)
    if found is None:
        found = count()
        with _LOCK:
            _KEPT[key] = found
    return found
