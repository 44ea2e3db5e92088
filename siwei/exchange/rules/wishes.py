"""Holds what a row wants against what is stored: is anything to be written, and what."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from siwei.exchange.rules.heads import Role
from siwei.exchange.rules.rows import StagedRow
from siwei.exchange.rules.understanding import Understood


class Stored(Protocol):
    """What is stored of a value."""

    @property
    def version(self) -> int: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def status(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def explanation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What a row wants a value to be; None where it says nothing, and what is stored stays.

    `value` is a printed number, empty where there is none. A number that is stored already is
    as it is stored: 9 where that is 9.0, since a spreadsheet knows no zeros at the end.
    """

    value: str
    status: ObsStatus
    source: str | None = None
    note: str | None = None
    explanation: str | None = None


def wish_of(row: Understood, stored: Stored | None) -> Wish | None:
    """What a row wants; None where it wants nothing: it has no value, and there is none."""
    said, texts = row.said, row.line.texts
    says_value = said.value is not None or (said.status is not None and said.status.needs_reason)
    if not says_value and stored is None:
        return None
    if not says_value:
        assert stored is not None
        value, status = _printed(stored.value), ObsStatus(stored.status)
    elif said.value is not None and stored is not None and stored.value == said.value:
        # A bare number says nothing against a preliminary one.
        keeps = said.status is None and Role.STATUS not in texts
        value = _printed(stored.value)
        status = ObsStatus(stored.status) if keeps else said.status or ObsStatus.NORMAL
    else:
        value, status = _printed(said.value), said.status or ObsStatus.NORMAL
    return Wish(
        value,
        status,
        texts.get(Role.SOURCE),
        texts.get(Role.NOTE),
        texts.get(Role.EXPLANATION),
    )


def is_fulfilled(wish: Wish, stored: Stored | None) -> bool:
    """Whether what is stored says all of it already."""
    if stored is None:
        return False
    return (
        wish.value == _printed(stored.value)
        and wish.status == stored.status
        and all(
            text is None or text == there
            for text, there in (
                (wish.source, stored.source),
                (wish.note, stored.note),
                (wish.explanation, stored.explanation),
            )
        )
    )


def change_of_wish(key: ActualKey, wish: Wish, stored: Stored | None) -> Change:
    """The change that fulfils a wish, of the version that is stored."""
    before = "" if stored is None else _printed(stored.value)
    seen = None if stored is None else stored.version
    return Change(key, Action.SAVE, seen, _entry(wish, before))


def change_of_row(row: StagedRow, explanation: str | None) -> Change:
    """The change that a staged row asks for. `explanation`: what was typed in the preview, instead
    of what the file says."""
    wish = Wish(row.value, ObsStatus(row.status), row.source, row.note, row.explanation)
    if explanation is not None:
        wish = replace(wish, explanation=explanation)
    entry = _entry(wish, row.before)
    return Change(parse_key(row.key), Action.SAVE, row.seen_version, entry)


def printed(stored: Stored | None) -> str:
    return "" if stored is None else _printed(stored.value)


def says_nothing(stored: Stored | None) -> bool:
    """Whether neither a number is stored nor why there is none."""
    return stored is None or (stored.value is None and stored.status == ObsStatus.MISSING)


def _entry(wish: Wish, before: str) -> Entry:
    # What stands there already keeps the places in which it is printed.
    keeps = bool(wish.value) and wish.value == before
    return Entry(
        value=None if keeps or not wish.value else Decimal(wish.value),
        obs_status=wish.status,
        source=wish.source,
        note=wish.note,
        explanation=wish.explanation,
        keeps_number=keeps,
    )


def _printed(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
