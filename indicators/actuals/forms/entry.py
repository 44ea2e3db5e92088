"""What the grid's form says of each row, and what came of saving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User

from common.numbers import whole_number
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.selectors.entry import EntryRow
from indicators.actuals.services.entries import Entry, save
from indicators.actuals.services.errors import Fault, Invalid, Refused, Stale

FIELDS = ("value", "status", "source", "note", "explanation")


@dataclass(frozen=True, slots=True)
class Typed:
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

    def says_the_same(self, other: "Typed") -> bool:
        return all(getattr(self, name).strip() == getattr(other, name) for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one row: what to show in its cells, and what to say beside it."""

    typed: Typed
    saved_at: datetime | None = None
    faults: Sequence[Fault] = ()
    findings: Sequence[Finding] = ()
    refusal: str = ""
    theirs: Actual | None = None
    reset: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.faults or self.refusal)


@dataclass(slots=True)
class Outcomes:
    """The outcomes of one request, by key; a row that nobody touched has none."""

    by_key: dict[str, Outcome] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        return [key for key, outcome in self.by_key.items() if outcome.failed]


def stored(actual: Actual | None) -> Typed:
    """The row as it is stored, in the words in which it would be typed."""
    if actual is None:
        return Typed()
    value = actual.printed_value
    no_value = ObsStatus(actual.obs_status).needs_reason
    return Typed(
        value="" if value is None else format(value, "f"),
        status=actual.obs_status if no_value else ObsStatus.NORMAL.value,
        source=actual.source,
        note=actual.note,
        explanation=actual.explanation,
        seen=actual.version,
    )


def typed(data: Mapping[str, str], key: str, now_stored: Typed) -> Typed:
    """The row `key` of the posted form; a field that wasn't posted is as it is stored."""
    texts = {name: data.get(f"{name}:{key}", getattr(now_stored, name)) for name in FIELDS}
    if not texts["explanation"].strip():
        # The box beside the field: what explained an earlier value explains this one too.
        texts["explanation"] = data.get(f"kept:{key}", texts["explanation"])
    return Typed(
        **texts,
        seen=whole_number(data.get(f"seen:{key}", "")),
        stored=whole_number(data.get(f"stored:{key}", "")),
        choice=data.get(f"choice:{key}", ""),
    )


def save_row(row: EntryRow, data: Mapping[str, str], *, actor: User, now: datetime) -> Outcome:
    """Save what was typed in one row. Refusals are in the outcome, with what was typed."""
    here = stored(row.actual)
    wanted = typed(data, str(row.key), here)
    if wanted.choice == "theirs":
        return Outcome(here, reset=True)
    seen = wanted.stored if wanted.choice == "mine" else wanted.seen
    try:
        entry = _entry(wanted, here)
        saved = save(key=row.key, entry=entry, seen_version=seen, actor=actor, now=now)
    except Stale as refusal:
        current = refusal.current
        if current is not None and wanted.says_the_same(stored(current)):
            # A row that saved itself while its form was being sent: nobody disagrees.
            return Outcome(stored(current), saved_at=now)
        return Outcome(wanted, refusal=refusal.message, theirs=current)
    except Invalid as refusal:
        return Outcome(wanted, faults=refusal.faults)
    except Refused as refusal:
        return Outcome(wanted, refusal=refusal.message)
    return Outcome(stored(saved.actual), saved_at=now, findings=saved.findings)


def save_all(
    rows: Sequence[EntryRow], data: Mapping[str, str], *, actor: User, now: datetime
) -> Outcomes:
    """Save every row in which something was typed; each is one transaction of its own."""
    outcomes = Outcomes()
    for row in rows:
        key = str(row.key)
        if not row.editable or f"value:{key}" not in data:
            continue
        here = stored(row.actual)
        wanted = typed(data, key, here)
        shown = data.get(f"was:{key}")
        untouched = wanted.says_the_same(here) or shown == _fingerprint(wanted)
        if untouched and not wanted.choice:
            continue
        outcomes.by_key[key] = save_row(row, data, actor=actor, now=now)
    return outcomes


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


def _entry(wanted: Typed, here: Typed) -> Entry:
    """What to save. An explanation that merely still stands in its field brings nothing new."""
    status = ObsStatus(wanted.status) if wanted.status in _CHOOSABLE else ObsStatus.NORMAL
    value = wanted.value.strip()
    # Word by word: browsers send another end of line than programs.
    still_stands = wanted.explanation.split() == here.explanation.split()
    if status is ObsStatus.NORMAL and not value:
        status = ObsStatus.MISSING
    return Entry(
        value=value or None,
        obs_status=status,
        source=wanted.source,
        note=wanted.note,
        explanation=None if still_stands else wanted.explanation,
    )


_CHOOSABLE = {
    ObsStatus.NORMAL.value,
    ObsStatus.NOT_AVAILABLE.value,
    ObsStatus.NOT_APPLICABLE.value,
}


def fingerprint(actual: Actual | None) -> str:
    """What a row said when it was shown, to tell whether somebody typed in it since."""
    return _fingerprint(stored(actual))


def _fingerprint(row: Typed) -> str:
    return "\x1f".join(getattr(row, name).strip() for name in FIELDS)
