"""A checkpoint: the last row of every record, in a file that is kept outside the database."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The number and the hash of a record's last row."""

    kind: str
    key: str
    number: int
    hash: str


class NotACheckpoint(ValueError):
    """A line that no checkpoint has."""


def head_line(head: RecordHead) -> str:
    """One head as a line of JSON, in one spelling only, so that its digest can be compared."""
    return _line({"kind": head.kind, "key": head.key, "number": head.number, "hash": head.hash})


def read_head(line: str) -> RecordHead:
    """The head that `line` says. Raises `NotACheckpoint`."""
    fields = _fields(line)
    match fields:
        case {"kind": str(kind), "key": str(key), "number": int(number), "hash": str(hashed)}:
            return RecordHead(kind, key, number, hashed)
    raise NotACheckpoint(line)


@dataclass(frozen=True, slots=True)
class Seal:
    """The last line: how many heads the file has, when it was made, and the digest of them.

    `digest` (SHA-256) covers every line before it. `signature` covers the other three fields.
    """

    records: int
    at: str
    digest: str
    signature: str = ""

    @property
    def signed(self) -> str:
        """What the signature is about."""
        return _line({"records": self.records, "at": self.at, "digest": self.digest})


def seal_line(seal: Seal) -> str:
    return _line(
        {
            "records": seal.records,
            "at": seal.at,
            "digest": seal.digest,
            "signature": seal.signature,
        }
    )


def read_seal(line: str) -> Seal:
    """The seal that the last line says. Raises `NotACheckpoint`."""
    fields = _fields(line)
    match fields:
        case {
            "records": int(records),
            "at": str(at),
            "digest": str(digest),
            "signature": str(signature),
        }:
            return Seal(records, at, digest, signature)
    raise NotACheckpoint(line)


class Digest:
    """SHA-256 over lines as they pass by, and their number."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()
        self.lines = 0

    def over(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self._sha.update(line.encode() + b"\n")
            self.lines += 1
            yield line

    def hexdigest(self) -> str:
        return self._sha.hexdigest()


def _line(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _fields(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        raise NotACheckpoint(line) from None
