"""The chain of history rows: each one's hash covers its own content and the hash before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

# What a thing says, by field. Values are decimal strings as printed (`9.0`), never floats.
Content: TypeAlias = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class RowContent:
    """Everything that the hash of a history row covers, beside the hash before it.

    `before` is None where the thing wasn't there, `after` where it is gone. `by` is the pk of a
    user, None for Siwei itself.
    """

    kind: str
    key: str
    number: int
    at: datetime
    by: int | None
    action: str
    before: Content | None
    after: Content | None
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stored history row: its content, and the two hashes that stand in the database."""

    content: RowContent
    previous_hash: str
    hash: str


def digest(content: RowContent, previous_hash: str) -> str:
    """SHA-256, in hexadecimal, of the content as canonical JSON with the hash before it.

    Fields of a thing are sorted by name (a database keeps them in an order of its own), the time
    is in UTC to the microsecond.
    """
    fields = [
        previous_hash,
        content.kind,
        content.key,
        content.number,
        content.at.astimezone(UTC).isoformat(timespec="microseconds"),
        content.by,
        content.action,
        None if content.before is None else dict(content.before),
        None if content.after is None else dict(content.after),
        content.reason,
    ]
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(links: Iterable[Link]) -> int | None:
    """The number of the first row at which the chain of one thing is broken, or None.

    It breaks where a number is missing or double, where a row's content no longer fits its
    hash, or where it doesn't name the hash of the row before it.
    """
    previous, expected = "", 1
    for link in links:
        if (
            link.content.number != expected
            or link.previous_hash != previous
            or link.hash != digest(link.content, previous)
        ):
            return expected
        previous, expected = link.hash, expected + 1
    return None
