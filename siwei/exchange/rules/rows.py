"""One row of an uploaded table as it was understood, with what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siwei.exchange.rules.enums import RowKind


@dataclass(frozen=True, slots=True)
class RowMessage:
    """What is to say of a row. `cell`: the address of the cell that it is about (C12), empty for
    the whole row. `code` and the parameters of its sentence are in `wording`, `text` is the
    sentence in the language of whoever uploaded."""

    code: str
    text: str
    cell: str = ""
    is_error: bool = False
    asks_explanation: bool = False


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row of a sheet, and the change that it asks for.

    `line`: the row's number as the spreadsheet shows it, from 1; `cell`: the address of its value.
    `key`: the value that it is about (`ActualKey` as text), empty where that can't be told;
    `region`, `indicator`: as the file names them, for whoever looks for the row. `seen_version`:
    of the stored value when the file was read, None where there was none. `before`: the stored
    value as it is printed, `value`: the new one in the indicator's own unit, both empty where
    there is none. `given`: what the cell said where it was converted (5000 万立方米).
    `status`: an `ObsStatus`, `before_status` that of the stored value. A text that is None stays as
    it is.
    """

    kind: RowKind
    sheet: str
    line: int
    cell: str
    key: str = ""
    region: str = ""
    indicator: str = ""
    year: int | None = None
    seen_version: int | None = None
    before: str = ""
    value: str = ""
    given: str = ""
    status: str = "normal"
    before_status: str = "missing"
    source: str | None = None
    note: str | None = None
    explanation: str | None = None
    messages: Sequence[RowMessage] = ()


@dataclass(frozen=True, slots=True)
class UnreadSheet:
    """A sheet of which nothing is taken over, and the sentence that says why."""

    name: str
    why: str


# The fields of a row in the order in which they are kept, but for its sheet and its messages.
_FIELDS = (
    *("line", "cell", "key", "region", "indicator", "year", "seen_version", "before", "value"),
    *("given", "status", "source", "note", "explanation", "before_status"),
)

_ALIKE = frozenset(("region", "indicator", "status", "source", "note"))


def as_json(rows: Sequence[StagedRow], unread: Sequence[UnreadSheet] = ()) -> dict[str, Any]:
    """What an `ImportBatch` keeps in `rows`; lists, because there may be a hundred thousand."""
    sheets = {name: at for at, name in enumerate(dict.fromkeys(row.sheet for row in rows))}
    return {
        "sheets": list(sheets),
        "rows": [_row_as_json(row, sheets) for row in rows],
        "unread": [[sheet.name, sheet.why] for sheet in unread],
    }


def from_json(kept: Any) -> list[StagedRow]:
    """The rows that `as_json` kept, in their order."""
    if not kept:
        return []
    # A text that many rows say is kept once.
    once: dict[Any, Any] = {}
    return [_row(one, kept["sheets"], once) for one in kept["rows"]]


def unread_sheets(kept: Any) -> list[UnreadSheet]:
    """The sheets of which nothing was taken over."""
    return [UnreadSheet(name, why) for name, why in kept["unread"]] if kept else []


def _row_as_json(row: StagedRow, sheets: Mapping[str, int]) -> list[Any]:
    messages = [
        [one.code, one.text, one.cell, one.is_error, one.asks_explanation] for one in row.messages
    ]
    texts = [getattr(row, name) for name in _FIELDS]
    return [row.kind.value, sheets[row.sheet], *texts, *([messages] if messages else [])]


def _row(kept: Sequence[Any], sheets: Sequence[str], once: dict[Any, Any]) -> StagedRow:
    kind, sheet, *rest = kept
    messages = rest.pop() if isinstance(rest[-1], list) else ()
    said = {
        name: once.setdefault(one, one) if name in _ALIKE else one
        for name, one in zip(_FIELDS, rest, strict=False)
    }
    return StagedRow(
        kind=RowKind(kind),
        sheet=sheets[sheet],
        messages=[RowMessage(*one) for one in messages],
        **said,
    )
