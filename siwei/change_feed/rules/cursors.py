"""Cursors: places in the change feed that a caller keeps, and that say nothing to anybody else.

How many rows the history has between two publications tells how much was drafted, so a cursor
hides its number. It names the row by its seal as well: in a database that was restored or built
anew another row has that number, or none, and a cursor of before isn't taken for one of it.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass

from common.records.rules.seals import Key

_PLACE = struct.Struct(">QI")
_PROOF = 8  # bytes
_LENGTH = 27  # letters that they all make
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """After the history row of that `sequence`; with `told`, after so many of its changes only."""

    sequence: int
    told: int = 0


BEGINNING = Place(0)


@dataclass(frozen=True, slots=True)
class ReadCursor:
    """A cursor as a key reads it: a place, and the proof that it must have there."""

    place: Place
    proof: bytes
    key: Key

    def is_of(self, seal: str) -> bool:
        """Whether the history row of the place has that seal; of the beginning it is empty."""
        return hmac.compare_digest(self.proof, _proof(self.place, seal, self.key))


def cursor(place: Place, seal: str, *, key: Key) -> str:
    """The cursor of a place after the row of that seal; the same whenever it is made."""
    proof = _proof(place, seal, key)
    hidden = _hidden(_PLACE.pack(place.sequence, place.told), proof, key)
    return base64.urlsafe_b64encode(proof + hidden).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """What a cursor is made of. Raises `ValueError` for what is none."""
    if len(text) != _LENGTH or not text.isascii():
        raise ValueError("another length")
    try:
        return base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("other letters") from error


def read(made: bytes, *, key: Key) -> ReadCursor | None:
    """A cursor as `key` reads it; None where it can't be one that was made with it."""
    proof, hidden = made[:_PROOF], made[_PROOF:]
    sequence, told = _PLACE.unpack(_hidden(hidden, proof, key))
    return ReadCursor(Place(sequence, told), proof, key) if sequence <= _LARGEST else None


def _proof(place: Place, seal: str, key: Key) -> bytes:
    said = f"cursor {place.sequence} {place.told} {seal}"
    return hmac.digest(key.secret, said.encode(), hashlib.sha256)[:_PROOF]


def _hidden(packed: bytes, proof: bytes, key: Key) -> bytes:
    """Hides, and shows again what was hidden."""
    pad = hmac.digest(key.secret, b"place" + proof, hashlib.sha256)
    return bytes(one ^ other for one, other in zip(packed, pad, strict=False))
