"""What the grid's form says of each row: what was typed, and the change that it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from common.numbers import whole_number
from common.signs import is_blank, tidy
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.entry import EntryRow

FIELDS = ("value", "status", "source", "note", "explanation")
# What can be chosen beside a value, in the order of the menu; an empty one is `missing`.
STATUSES = (
    ObsStatus.NORMAL,
    ObsStatus.PRELIMINARY,
    ObsStatus.NOT_AVAILABLE,
    ObsStatus.NOT_APPLICABLE,
)
CHOOSABLE = frozenset(status.value for status in STATUSES)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as typed. `seen` is the version that the page showed, `stored` one that a
    refused write named since; `choice` says whose value to keep after that."""

    value: str = ""
    status: str = ObsStatus.NORMAL.value
    source: str = ""
    note: str = ""
    explanation: str = ""
    seen: int | None = None
    stored: int | None = None
    choice: str = ""

    def says_the_same(self, other: "TypedRow") -> bool:
        return all(getattr(self, name).strip() == getattr(other, name) for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Posted:
    """One row of a posted form, and what it asks for: None where the person takes what is stored
    in place of what they typed."""

    key: ActualKey
    typed: TypedRow
    change: Change | None


def stored(actual: Actual | None) -> TypedRow:
    """The row as it is stored, in the words in which it would be typed."""
    if actual is None:
        return TypedRow()
    value = actual.printed_value
    status = ObsStatus(actual.obs_status)
    return TypedRow(
        value="" if value is None else format(value, "f"),
        status=status.value if status.value in CHOOSABLE else ObsStatus.NORMAL.value,
        source=actual.source,
        note=actual.note,
        explanation=actual.explanation,
        seen=actual.version,
    )


def wants_a_value(row: TypedRow) -> bool:
    """Whether the status that was chosen says something of a value, and none was typed."""
    status = row.status if row.status in CHOOSABLE else ObsStatus.NORMAL.value
    chosen = status != ObsStatus.NORMAL.value and ObsStatus(status).has_value
    return chosen and not tidy(row.value)


def typed(data: Mapping[str, str], key: str, now_stored: TypedRow) -> TypedRow:
    """The row `key` of the posted form; a field that wasn't posted is as it is stored."""
    texts = {name: data.get(f"{name}:{key}", getattr(now_stored, name)) for name in FIELDS}
    if is_blank(texts["explanation"]):
        # The box beside the field: what explained an earlier value explains this one too.
        texts["explanation"] = data.get(f"kept:{key}", texts["explanation"])
    return TypedRow(
        **texts,
        seen=whole_number(data.get(f"seen:{key}", "")),
        stored=whole_number(data.get(f"stored:{key}", "")),
        choice=data.get(f"choice:{key}", ""),
    )


def key_in(text: str, *, region: str, year: int) -> ActualKey | None:
    """The key that a form names, of this region and year and no reduction; else None."""
    try:
        key = parse_key(text)
    except ValueError:
        return None
    return key if key == ActualKey(region, key.indicator, year) else None


def posted_row(row: EntryRow, data: Mapping[str, str]) -> Posted:
    """What was typed in one row."""
    here = stored(row.actual)
    wanted = typed(data, str(row.key), here)
    if wanted.choice == "theirs":
        return Posted(row.key, here, None)
    seen = wanted.stored if wanted.choice == "mine" else wanted.seen
    return Posted(row.key, wanted, saving(row, wanted, seen))


def saving(row: EntryRow, wanted: TypedRow, seen: int | None) -> Change:
    """The change that makes a row say what is `wanted`, as the person saw it in version `seen`."""
    return Change(row.key, Action.SAVE, seen, _entry(wanted, stored(row.actual)))


def withdrawn_rows(rows: Sequence[EntryRow], data: QueryDict) -> list[Change]:
    """The submissions that are ticked to be withdrawn, in the version that the form shows."""
    chosen = set(data.getlist("withdraw"))
    return [
        Change(row.key, Action.WITHDRAW, whole_number(data.get(f"seen:{row.key}", "")))
        for row in rows
        if row.withdrawable and str(row.key) in chosen
    ]


def posted_rows(rows: Sequence[EntryRow], data: Mapping[str, str]) -> list[Posted]:
    """Every row in which something was typed."""
    return [posted_row(row, data) for row in rows if row.editable and _touched(row, data)]


def _touched(row: EntryRow, data: Mapping[str, str]) -> bool:
    key, here = str(row.key), stored(row.actual)
    if f"value:{key}" not in data:
        return False
    wanted = typed(data, key, here)
    untouched = wanted.says_the_same(here) or data.get(f"was:{key}") == _fingerprint(wanted)
    return bool(wanted.choice) or not untouched


def shown_version(row: EntryRow, data: Mapping[str, str]) -> int:
    """The version of `row` that the form shows: 0, which no value has, for an empty row.

    Where it says what is stored, that is the stored one, whichever it names: a row that saved
    itself while its form was being sent.
    """
    here, key = stored(row.actual), str(row.key)
    wanted = typed(data, key, here)
    if f"seen:{key}" not in data or wanted.says_the_same(here):
        return here.seen or 0
    return wanted.seen or 0


def _entry(wanted: TypedRow, here: TypedRow) -> Entry:
    """What to save. An explanation that merely still stands in its field brings nothing new."""
    status = ObsStatus(wanted.status) if wanted.status in CHOOSABLE else ObsStatus.NORMAL
    value = tidy(wanted.value)
    # Word by word: browsers send another end of line than programs.
    still_stands = wanted.explanation.split() == here.explanation.split()
    if status.has_value and not value:
        status = ObsStatus.MISSING
    return Entry(
        value=value or None,
        obs_status=status,
        source=wanted.source,
        note=wanted.note,
        explanation=None if still_stands else wanted.explanation,
    )


def fingerprint(actual: Actual | None) -> str:
    """What a row said when it was shown, to tell whether somebody typed in it since."""
    return _fingerprint(stored(actual))


def _fingerprint(row: TypedRow) -> str:
    return "\x1f".join(getattr(row, name).strip() for name in FIELDS)
