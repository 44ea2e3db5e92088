"""What a file that comes back says: its numbers with a passport, and how many have none."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from common.notation import plain
from siwei.reports.rules.passports import passport_of
from siwei.reports.rules.verifying import Passported

# More than any report and any table of ours has.
MOST_NUMBERS = 50_000
# No number is longer; what is, is shown no further.
LONGEST_TEXT = 60
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}([, ])\d{3}(?:\1\d{3})*(?:\.\d*)?", re.ASCII)


class BackFault(StrEnum):
    """Why a file that was sent back can't be checked."""

    NOT_OURS = "not_ours"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"


class NotReadBack(Exception):
    """A file is not checked. `most`: how much would be."""

    def __init__(self, fault: BackFault, most: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.most = most


@dataclass(frozen=True, slots=True)
class Named:
    """A number as a file carries it: `named` is its passport in the file's words (`key@version`),
    the rest is as in `Passported`."""

    named: str
    text: str
    value: Decimal | None
    place: str
    printed: bool = True
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """`numbers` in the order of the file; `unchecked`: how many more numbers it has, years and
    serial numbers among them; `unreadable`: how many passports say nothing that can be read."""

    numbers: Sequence[Named]
    unchecked: int
    unreadable: int = 0


def passported(numbers: Sequence[Named], indicators: Collection[str]) -> list[Passported]:
    """Which value each number is, by its passport. `indicators`: the codes of the catalogue."""
    return [_passported(one, indicators) for one in numbers]


def _passported(one: Named, indicators: Collection[str]) -> Passported:
    known = passport_of(one.named, indicators)
    return Passported(
        named=one.named,
        key=known.key if known else None,
        version=known.version if known else 0,
        text=one.text,
        value=one.value,
        place=one.place,
        printed=one.printed,
        elsewhere=one.elsewhere,
    )


def number_in(text: str) -> Decimal | None:
    """The number that `text` says, in any way of writing it, with separators of thousands too;
    None where it says anything else, or anything more."""
    if len(text) > LONGEST_TEXT:
        return None
    written = plain(text)
    if _PLAIN.fullmatch(written):
        return Decimal(written)
    if _GROUPED.fullmatch(written):
        return Decimal(written.replace(",", "").replace(" ", ""))
    return None
