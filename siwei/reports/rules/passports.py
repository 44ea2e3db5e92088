"""The passport of a number in a Word file: the tag of the content control around it.

A tag is `140300.total_water_use.2025@7`: the key of the value, and the version that published it.
Word takes no tag of more than 64 characters. Where it would be longer, `~` and 16 hexadecimal
digits (of the SHA-256 of the indicator's code) stand for the code:
`140300.~0123456789abcdef.2025@7`.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.figures import MINUS, number, with_minus
from indicators.actuals.rules.keys import ActualKey, parse_key

# What Word calls a control that holds such a number; readers see it when they point at one.
ALIAS = "报送值"
LONGEST_TAG = 64
_DIGITS = 16
_TAG = re.compile(r"(?P<key>[^@]+)@(?P<version>[1-9][0-9]{0,9})")
_SHORT = re.compile(rf"(?P<region>[0-9]{{6}})\.~(?P<digest>[0-9a-f]{{{_DIGITS}}})\.(?P<period>.+)")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class TaggedValue:
    """Which published value a number is: its key and the version that published it."""

    key: ActualKey
    version: int


def tag_of(key: ActualKey, version: int) -> str:
    """The tag of that version of a value, of 64 characters at most."""
    tag = f"{key}@{version}"
    if len(tag) <= LONGEST_TAG:
        return tag
    period = str(key).rpartition(".")[2]
    return f"{key.region}.~{_digest(key.indicator)}.{period}@{version}"


def alias_of(tag: str) -> str:
    """What Word calls the control: with the tag, since LibreOffice before 7.5 keeps this alone."""
    alias = f"{ALIAS} {tag}"
    return alias if len(alias) <= LONGEST_TAG else tag


def passport_of(tag: str, indicators: Iterable[str] = ()) -> TaggedValue | None:
    """Which value a tag names; None for one that is none of ours.

    `indicators` are the codes of the catalogue: the code of a shortened tag is looked for there.
    """
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    text = match["key"]
    if short := _SHORT.fullmatch(text):
        code = next((one for one in indicators if _digest(one) == short["digest"]), None)
        if code is None:
            return None
        text = f"{short['region']}.{code}.{short['period']}"
    try:
        return TaggedValue(parse_key(text), int(match["version"]))
    except ValueError:
        return None


def text_of(value: Decimal) -> str:
    """A number as a report prints it: digit for digit, with the minus of numbers."""
    return with_minus(number(value))


def value_of(text: str) -> Decimal | None:
    """The number that a control holds; None where that is no number (any more)."""
    plain = text.strip().replace(MINUS, "-")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:_DIGITS]
