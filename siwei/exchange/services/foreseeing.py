"""Foresees what each row of a file would do to what is stored."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from django.contrib.auth.models import User

from common.chunks import chunks
from common.records.rules.doors import BY_IMPORT
from common.refusals import Refused, WrongState
from common.signs import shown
from common.spreadsheets.cells import address
from departments.people import person_of
from departments.rules.permissions import IMPORT, may
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.history import versions
from indicators.actuals.selectors.subjects import subjects
from indicators.actuals.services.work import Foreseen
from indicators.actuals.services.writing import foresee
from indicators.actuals.wording import finding_message
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.heads import HeadFault
from siwei.exchange.rules.notes import Note, NoteCode, note
from siwei.exchange.rules.rows import RowMessage, StagedRow
from siwei.exchange.rules.understanding import Pair, Reader, Understood
from siwei.exchange.rules.wishes import (
    Wish,
    change_of_wish,
    is_fulfilled,
    printed,
    says_nothing,
    wish_of,
)
from siwei.exchange.selectors.stored import StoredValue, stored_values
from siwei.exchange.services.progress import OnRows, quiet
from siwei.exchange.wording import note_message

# So many values are looked at together: more would fill the memory. Those of one region stay
# together, because the checks hold them against each other.
SOME = 2500
_NAMED = 5  # rows about one value that are named
_LONGEST_SHOWN = 300  # of a text that is never written


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row that would change something."""

    row: Understood
    wish: Wish
    stored: StoredValue | None


def foreseen_rows(
    rows: Sequence[Understood],
    *,
    reader: Reader,
    actor: User,
    now: datetime,
    on_rows: OnRows = quiet,
) -> list[StagedRow]:
    """What comes of each of `rows`, in their order.

    What says what is stored already takes a short way. Nobody learns what is stored of values
    that they may not enter. One query for each chunk, and those of `foresee` where it changes
    anything.
    """
    allowed = _allowed(rows, actor)
    repeated = _repeated(rows)
    found: dict[int, StagedRow] = {}
    for some in _chunked(rows):
        on_rows(len(found), len(rows))
        found |= _foreseen_chunk(
            {at: rows[at] for at in some}, repeated, allowed, reader=reader, actor=actor, now=now
        )
    on_rows(len(rows), len(rows))
    return [found[at] for at in range(len(rows))]


def _foreseen_chunk(
    rows: Mapping[int, Understood],
    repeated: Mapping[int, Note],
    allowed: Collection[Pair],
    *,
    reader: Reader,
    actor: User,
    now: datetime,
) -> dict[int, StagedRow]:
    """The same of some rows, by their places in the file."""
    stored = stored_values(
        row.key for row in rows.values() if row.key is not None and _pair(row.key) in allowed
    )
    found: dict[int, StagedRow] = {}
    asked: dict[int, _Asked] = {}
    for at, row in rows.items():
        outcome = _at_once(row, repeated.get(at), allowed, stored)
        if isinstance(outcome, _Asked):
            asked[at] = outcome
        else:
            found[at] = outcome
    for at in _changed_since(asked, reader):
        found[at] = _conflict(asked.pop(at))
    changes = [
        change_of_wish(one.row.key, one.wish, one.stored)
        for one in asked.values()
        if one.row.key is not None
    ]
    outcomes = foresee(changes=changes, actor=actor, now=now, door=BY_IMPORT) if changes else []
    for at, seen in zip(asked, outcomes, strict=True):
        found[at] = _foreseen(asked[at], seen)
    return found


def wrong_head(sheet: str, fault: HeadFault) -> StagedRow:
    """The line of heads of which something is wrong, as a row of the preview."""
    cell = fault.note.cell or address(fault.line, 0)
    message = RowMessage(fault.note.said_code, note_message(fault.note), cell, is_error=True)
    return StagedRow(RowKind.ERROR, sheet, fault.line + 1, cell, messages=[message])


def _allowed(rows: Sequence[Understood], actor: User) -> frozenset[Pair]:
    """The regions and indicators of `rows` that `actor` may enter."""
    person = person_of(actor)
    # One key for each pair will do.
    keys = {_pair(row.key): row.key for row in rows if row.key is not None}
    found = subjects(keys.values())
    return frozenset(pair for pair, one in found.items() if may(person, IMPORT, one))


def _pair(key: ActualKey) -> Pair:
    return key.region, key.indicator


def _at_once(
    row: Understood,
    twin: Note | None,
    allowed: Collection[Pair],
    stored: Mapping[ActualKey, StoredValue],
) -> StagedRow | _Asked:
    """What comes of a row where that is plain, else what it asks for."""
    if row.key is None or _pair(row.key) not in allowed:
        more = [] if row.key is None else [note(NoteCode.NOT_ALLOWED)]
        return _staged(row, RowKind.ERROR, notes=[*row.notes, *more])
    there = stored.get(row.key)
    if row.is_wrong:
        return _staged(row, RowKind.ERROR, there, notes=[*row.notes, *row.said.notes])
    if twin is not None:
        kind = RowKind.ERROR if twin.is_error else RowKind.UNCHANGED
        return _staged(row, kind, there, notes=[twin])
    wish = wish_of(row, there)
    if wish is None:
        return _staged(row, RowKind.UNCHANGED, notes=[note(NoteCode.NOT_FILLED)])
    if is_fulfilled(wish, there):
        return _staged(row, RowKind.UNCHANGED, there, wish=wish)
    return _Asked(row, wish, there)


def _repeated(rows: Sequence[Understood]) -> dict[int, Note]:
    """What is to say of the rows that are about one value: all are wrong, unless they say the
    same; then the first counts."""
    first_at: dict[ActualKey, int] = {}
    places: dict[ActualKey, list[int]] = {}
    for at, row in enumerate(rows):
        if row.key is not None and (before := first_at.setdefault(row.key, at)) != at:
            places.setdefault(row.key, [before]).append(at)
    found: dict[int, Note] = {}
    for several in places.values():
        first = rows[several[0]]
        says = {
            (one.said.value, one.said.status, *one.line.texts.items())
            for one in (rows[at] for at in several)
        }
        cells = [_place(rows[at]) for at in several[:_NAMED]]
        cells += ["…"] if len(several) > _NAMED else []
        if len(says) == 1:
            same = note(NoteCode.SAME_AS, place=_place(first))
            found |= dict.fromkeys(several[1:], same)
        else:
            found |= dict.fromkeys(several, note(NoteCode.GIVEN_TWICE, cells=cells))
    return found


def _place(row: Understood) -> str:
    return f"{row.line.sheet}!{row.line.cell}"


def _changed_since(asked: Mapping[int, _Asked], reader: Reader) -> list[int]:
    """The rows of a template whose value says something else by now than when it was made.

    One query at most: a value that was only submitted, or got a file, is the same.
    """
    if reader.facts is None:
        return []
    seen = reader.facts.versions
    other = {
        at: seen.get(str(one.row.key))
        for at, one in asked.items()
        if seen.get(str(one.row.key)) != (one.stored.version if one.stored else None)
    }
    known = {
        one.stored.pk: version
        for at, version in other.items()
        if version is not None and (one := asked[at]).stored is not None
    }
    then = versions(known) if known else {}
    return [at for at in other if not _says_what_it_said(asked[at].stored, then)]


def _says_what_it_said(stored: StoredValue | None, then: Mapping[int, object]) -> bool:
    if stored is None:
        return False
    version = then.get(stored.pk)
    if version is None:  # it wasn't there, nor is it now that an import was taken back
        return (stored.value, stored.status) == (None, ObsStatus.MISSING) and not (
            stored.source or stored.note
        )
    after = version.after  # type: ignore[attr-defined]
    return (stored.value, stored.status, stored.source, stored.note) == (
        after.value,
        after.obs_status,
        after.source,
        after.note,
    )


def _conflict(one: _Asked) -> StagedRow:
    now = printed(one.stored) or (ObsStatus(one.stored.status) if one.stored else ObsStatus.MISSING)
    said = note(NoteCode.CHANGED_SINCE, one.row.line.cell, now=now)
    return _staged(one.row, RowKind.ERROR, one.stored, wish=one.wish, notes=[said])


def _chunked(rows: Sequence[Understood]) -> Iterator[Sequence[int]]:
    """The places of the rows in chunks, those of a region together."""
    regions = [row.key.region if row.key is not None else "" for row in rows]
    yield from chunks(sorted(range(len(rows)), key=regions.__getitem__), SOME)


def _foreseen(one: _Asked, seen: Foreseen) -> StagedRow:
    row, cell = one.row, one.row.line.cell
    if seen.refusal is not None:
        kind = RowKind.LOCKED if isinstance(seen.refusal, WrongState) else RowKind.ERROR
        refused = RowMessage(_code(seen.refusal), seen.refusal.message, cell, is_error=True)
        return _staged(row, kind, one.stored, wish=one.wish, messages=[refused])
    if not seen.changed:
        return _staged(row, RowKind.UNCHANGED, one.stored, wish=one.wish)
    messages = [
        RowMessage(found.code, finding_message(found), cell, asks_explanation=found.asks)
        for found in seen.findings
    ]
    asks = any(one.asks_explanation for one in messages)
    explained = seen.columns.get(
        "explanation", one.stored.explanation if one.stored is not None else ""
    )
    kind = RowKind.NEW if says_nothing(one.stored) else RowKind.CHANGED
    if asks and not explained:
        kind = RowKind.WARNING
    return _staged(row, kind, one.stored, wish=one.wish, notes=row_notes(row), messages=messages)


def row_notes(row: Understood) -> Sequence[Note]:
    """What is only said of a row: how its cell was read."""
    return (*row.notes, *row.said.notes)


def _code(refusal: Refused) -> str:
    return refusal.faults[0].code if refusal.faults else refusal.code


def _staged(
    row: Understood,
    kind: RowKind,
    stored: StoredValue | None = None,
    *,
    wish: Wish | None = None,
    notes: Sequence[Note] = (),
    messages: Sequence[RowMessage] = (),
) -> StagedRow:
    line, key = row.line, row.key
    # What isn't written is kept as far as it can be shown: a file may say anything.
    text = _shown if kind is RowKind.ERROR else _as_it_is
    said = [
        RowMessage(one.said_code, note_message(one), one.cell, is_error=one.is_error)
        for one in notes
    ]
    return StagedRow(
        kind=kind,
        sheet=_shown(line.sheet),
        line=line.row + 1,
        cell=line.cell,
        key="" if key is None else str(key),
        region=_shown(" ".join(line.regions)),
        indicator=_shown(" ".join(line.indicators)),
        year=None if key is None else key.year,
        seen_version=None if stored is None else stored.version,
        before=printed(stored),
        before_status=(stored.status if stored else ObsStatus.MISSING.value),
        value="" if wish is None else wish.value,
        given=row.said.given,
        status=(wish.status if wish else ObsStatus.NORMAL).value,
        source=None if wish is None else text(wish.source),
        note=None if wish is None else text(wish.note),
        explanation=None if wish is None else text(wish.explanation),
        messages=[*said, *messages],
    )


@overload
def _shown(text: str) -> str: ...
@overload
def _shown(text: str | None) -> str | None: ...
def _shown(text: str | None) -> str | None:
    return None if text is None else shown(text)[:_LONGEST_SHOWN]


def _as_it_is(text: str | None) -> str | None:
    return text
