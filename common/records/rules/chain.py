"""The chain of history rows: each one's hash covers its own content and the hash before it.

Anybody who has the rows can follow it, without a key. What only the installation can write is the
seal over it (`rules.seals`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple, TypeAlias

Plain: TypeAlias = str | int | bool | None
# What a thing says, by field; a list has rows of its parts. Values are decimal strings as printed
# (`9.0`), never floats.
Content: TypeAlias = Mapping[str, Plain | Sequence[Mapping[str, Plain]]]

SHA256, SM3 = "sha256", "sm3"
DIGESTS = (SHA256, SM3)
# What a hash covers. Rows of the first scheme don't have who and through which door in theirs,
# only in their seals.
FIRST_SCHEME, SCHEME = 1, 2


class RowContent(NamedTuple):
    """Everything that the hash of a history row covers, beside the hash before it.

    `before` is None where the thing wasn't there, `after` where it is gone. `by` is the pk of a
    user, None for Siwei itself; `username` and `full_name` are theirs at that time. `door` and
    `door_name` are a `Door`.
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
    username: str = ""
    full_name: str = ""
    door: str = ""
    door_name: str = ""
    scheme: int = SCHEME


class Link(NamedTuple):
    """A stored history row: its content, the two hashes that stand in the database, and with
    which digest they were made."""

    content: RowContent
    previous_hash: str
    hash: str
    digest: str = SHA256


def digest(content: RowContent, previous_hash: str, algorithm: str = SHA256) -> str:
    """The digest, in hexadecimal, of the content as canonical JSON with the hash before it.

    Fields of a thing are sorted by name (a database keeps them in an order of its own), the time
    is in UTC to the microsecond. Raises `ValueError` where this Python lacks `algorithm`.
    """
    fields = [
        previous_hash,
        content.kind,
        content.key,
        content.number,
        content.at.astimezone(UTC).isoformat(timespec="microseconds"),
        content.by,
        content.action,
        content.before,
        content.after,
        content.reason,
    ]
    if content.scheme > FIRST_SCHEME:
        fields += [
            content.scheme,
            content.username,
            content.full_name,
            content.door,
            content.door_name,
        ]
    made = _begun(algorithm).copy()
    made.update(canonical(fields))
    return made.hexdigest()


@cache
def _begun(algorithm: str) -> "hashlib._Hash":
    """A digest of nothing yet, to be copied: to look an algorithm up takes longer than a row."""
    return hashlib.new(algorithm)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(value: object) -> bytes:
    """JSON in one spelling only. Half a character, which nobody can have written, has one too."""
    return _encode(value).encode(errors="surrogatepass")


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
            or link.digest not in DIGESTS
            or link.hash != digest(link.content, previous, link.digest)
        ):
            return expected
        previous, expected = link.hash, expected + 1
    return None
