"""What is to say of a cell or a row of a file: codes with their values. `wording` says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from indicators.actuals.rules.findings import Finding


class NoteCode(StrEnum):
    """One for each sentence."""

    HEAD_TWICE = "head_twice"
    HEAD_MISSING = "head_missing"
    HEADS_CONFLICT = "heads_conflict"
    NO_HEADS = "no_heads"
    HIDDEN_SHEET = "hidden_sheet"
    NO_ROWS = "no_rows"
    BLANK_NAME = "blank_name"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_INDICATOR = "unknown_indicator"
    AMBIGUOUS_REGION = "ambiguous_region"
    AMBIGUOUS_INDICATOR = "ambiguous_indicator"
    NAMES_DISAGREE = "names_disagree"
    OTHER_REGION = "other_region"
    OTHER_YEAR = "other_year"
    NO_YEAR = "no_year"
    NO_KEY = "no_key"
    BASE_YEAR_MISSING = "base_year_missing"
    BASE_YEAR_UNWANTED = "base_year_unwanted"
    DATE = "date"
    BOOLEAN = "boolean"
    FORMULA_ERROR = "formula_error"
    UNCOMPUTED = "uncomputed"
    ELLIPSIS = "ellipsis"
    DASH = "dash"
    FOOTNOTE = "footnote"
    UNKNOWN_STATUS = "unknown_status"
    STATUS_AND_VALUE = "status_and_value"
    UNKNOWN_UNIT = "unknown_unit"
    TWO_UNITS = "two_units"
    UNIT_MISSING = "unit_missing"
    PERCENT_OF_NO_SHARE = "percent_of_no_share"
    NUMBER = "number"  # what `indicators.actuals.rules.typed` finds, in `values["finding"]`
    NOT_ALLOWED = "not_allowed"
    GIVEN_TWICE = "given_twice"
    CHANGED_SINCE = "changed_since"
    # What is only said.
    CONVERTED = "converted"
    ROUNDED = "rounded"
    NOISE = "noise"
    PERCENT = "percent"
    SAME_AS = "same_as"
    NOT_FILLED = "not_filled"
    HIDDEN_ROW = "hidden_row"


_ONLY_SAID = frozenset(
    {
        NoteCode.CONVERTED,
        NoteCode.ROUNDED,
        NoteCode.NOISE,
        NoteCode.PERCENT,
        NoteCode.SAME_AS,
        NoteCode.NOT_FILLED,
        NoteCode.HIDDEN_ROW,
    }
)


@dataclass(frozen=True, slots=True)
class Note:
    """`cell` is the address that it is about, empty for the whole row; `values` what its sentence
    names."""

    code: NoteCode
    cell: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def said_code(self) -> str:
        """What a program knows it by: of a number that is none, what `typed` calls that."""
        finding = self.values.get("finding")
        return finding.code if isinstance(finding, Finding) else self.code.value

    @property
    def is_error(self) -> bool:
        return self.code not in _ONLY_SAID


def note(code: NoteCode, cell: str = "", **values: object) -> Note:
    return Note(code, cell, values)
