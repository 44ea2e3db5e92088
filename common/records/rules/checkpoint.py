"""A checkpoint: the last row of every record, in a file that is kept outside the database."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from common.records.rules.chain import DIGESTS, SHA256


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
    """The last line: how many heads the file has, when it was made, the last history row of all
    (its sequence number and its seal), and the digest of the heads.

    `digest` (made with `algorithm`) covers every line before it. `signature`, made with the
    history's key of that id, covers the other fields.
    """

    records: int
    at: str
    sequence: int
    seal: str
    algorithm: str
    digest: str
    key: str
    signature: str = ""

    @property
    def signed(self) -> str:
        """What the signature is about."""
        return _line({name: value for name, value in asdict(self).items() if name != "signature"})


def seal_line(seal: Seal) -> str:
    return _line(asdict(seal))


def read_seal(line: str) -> Seal:
    """The seal that the last line says. Raises `NotACheckpoint`."""
    fields = _fields(line)
    match fields:
        case {
            "records": int(records),
            "at": str(at),
            "sequence": int(sequence),
            "seal": str(sealed),
            "algorithm": str(algorithm),
            "digest": str(digest),
            "key": str(key),
            "signature": str(signature),
        } if algorithm in DIGESTS:
            return Seal(records, at, sequence, sealed, algorithm, digest, key, signature)
    raise NotACheckpoint(line)


class Digest:
    """A digest over lines as they pass by, and their number."""

    def __init__(self, algorithm: str = SHA256) -> None:
        self._digest = hashlib.new(algorithm)
        self.lines = 0

    def over(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self._digest.update(line.encode() + b"\n")
            self.lines += 1
            yield line

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _line(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _fields(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        raise NotACheckpoint(line) from None
