"""Seals: what only the installation can write, since its key isn't in the database.

Every history row has a sequence number over all things, in the order in which their transactions
ended, and a seal: an HMAC over the row and the seal of the row before it. The head has one over
how many rows and things there are. Whoever changes, inserts or removes a row needs the key.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from common.records.rules.chain import RowContent, canonical

_SALT, _INFO = b"siwei.records.history", b"seal"
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the history; `id` names it, and says nothing about it."""

    id: str
    secret: bytes = field(repr=False)


def key_from(text: str) -> Key:
    """The key that an operator's setting stands for (HKDF-SHA256, RFC 5869, one block)."""
    extracted = hmac.digest(_SALT, text.encode(), hashlib.sha256)
    secret = hmac.digest(extracted, _INFO + b"\x01", hashlib.sha256)
    name = hmac.digest(secret, b"id", hashlib.sha256)
    return Key(name.hex()[:_ID_LENGTH], secret)


class SealedRow(NamedTuple):
    """What the seal of a row covers, beside the seal before it. The hash covers the content; who
    and the door are here too for the rows whose hash doesn't have them."""

    sequence: int
    hash: str
    content: RowContent


def seal(row: SealedRow, before: str, *, key: Key, digest: str) -> str:
    """The seal of a row; `before` is that of the row with the sequence number before it."""
    content = row.content
    fields = [
        "row",
        before,
        row.sequence,
        digest,
        row.hash,
        content.scheme,
        content.username,
        content.full_name,
        content.door,
        content.door_name,
    ]
    return _hmac(key, fields, digest)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the history: the last sequence number and its seal, and how many things of each
    kind have a history."""

    sequence: int
    seal: str
    records: Mapping[str, int]


def head_seal(head: Head, *, key: Key, digest: str) -> str:
    """The seal over the head itself. An earlier row's seal can be read in the table, an earlier
    head's can't: who cuts off the last row can't set the head back."""
    return _hmac(key, ["head", head.sequence, head.seal, dict(head.records)], digest)


def signature(text: str, *, key: Key, digest: str) -> str:
    """The signature of a checkpoint."""
    return _hmac(key, ["checkpoint", text], digest)


def same(one: str, other: str) -> bool:
    """Compares without telling by its time how much is alike."""
    return hmac.compare_digest(one.encode(), other.encode())


def _hmac(key: Key, fields: list[object], digest: str) -> str:
    made = _begun(key, digest).copy()
    made.update(canonical(fields))
    return made.hexdigest()


@cache
def _begun(key: Key, digest: str) -> hmac.HMAC:
    """An HMAC of nothing yet, to be copied: to begin with the key takes longer than a row."""
    return hmac.new(key.secret, digestmod=digest)
