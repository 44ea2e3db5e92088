"""One row of an uploaded table as it was understood, with what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    `status`: an `ObsStatus`. A text that is None stays as it is.
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
    source: str | None = None
    note: str | None = None
    explanation: str | None = None
    messages: Sequence[RowMessage] = ()
