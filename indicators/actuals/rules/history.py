"""The chain of revisions: each one's hash covers its own content and the hash before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RevisionContent:
    """Everything that a revision's hash covers."""

    key: str
    number: int
    at: datetime
    by: int | None
    action: str
    from_state: str
    to_state: str
    from_value: Decimal | None
    to_value: Decimal | None
    from_obs_status: str
    to_obs_status: str
    source: str
    note: str
    explanation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stored revision: its content, and the two hashes that stand in the database."""

    content: RevisionContent
    previous_hash: str
    hash: str


def digest(content: RevisionContent, previous_hash: str) -> str:
    """SHA-256, in hexadecimal, of the content as canonical JSON with the hash before it.

    A value is hashed as printed (`9.0`), the time in UTC to the microsecond.
    """
    fields = [
        previous_hash,
        content.key,
        content.number,
        content.at.astimezone(UTC).isoformat(timespec="microseconds"),
        content.by,
        content.action,
        content.from_state,
        content.to_state,
        None if content.from_value is None else format(content.from_value, "f"),
        None if content.to_value is None else format(content.to_value, "f"),
        content.from_obs_status,
        content.to_obs_status,
        content.source,
        content.note,
        content.explanation,
        content.reason,
    ]
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(links: Iterable[Link]) -> int | None:
    """The number of the first revision at which the chain of one actual is broken, or None.

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
