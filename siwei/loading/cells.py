"""What a cell of a table says: a number, with the few words that a table puts beside it."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.plans.rules.enums import Comparator, TargetForm
from siwei.loading.numbers import NumberToken, number_tokens

_BEFORE = {"": None, "≤": Comparator.AT_MOST, "≥": Comparator.AT_LEAST}
_AFTER = {
    "": None,
    "以上": Comparator.AT_LEAST,
    "及以上": Comparator.AT_LEAST,
    "以下": Comparator.AT_MOST,
    "及以下": Comparator.AT_MOST,
    "以内": Comparator.AT_MOST,
    "左右": None,
}
_ABOUT = "左右"
# One sign in two widths. In a cell it belongs to what is counted in per cent, and to nothing else.
_PER_CENT = ("%", "％")


@dataclass(frozen=True, slots=True)
class CellNumber:
    """The number of a cell, and what the words beside it say of it.

    `text` is the number as printed; `wording` the whole cell, where it is more than the number.
    """

    value: Decimal
    text: str
    wording: str
    comparator: Comparator | None
    form: TargetForm | None


def cell_number(cell: str, unit: str) -> CellNumber | None:
    """What `cell` says, of an indicator that is printed in `unit`; None where that isn't clear."""
    tokens = number_tokens(cell)
    if len(tokens) != 1:
        return None
    before, after = _around(cell, tokens[0], unit)
    if before not in _BEFORE or after not in _AFTER:
        return None
    text = cell[tokens[0].start : tokens[0].end]
    return CellNumber(
        tokens[0].value,
        text,
        "" if text == cell.strip() else cell.strip(),
        _BEFORE[before] or _AFTER[after],
        TargetForm.ABOUT if after == _ABOUT else None,
    )


def _around(cell: str, token: NumberToken, unit: str) -> tuple[str, str]:
    """The words before and after the number, without the unit."""
    after = cell[token.end :].strip()
    signs = _PER_CENT if unit in _PER_CENT else (unit,)
    sign = next((one for one in signs if one and after.startswith(one)), "")
    return cell[: token.start].strip(), after.removeprefix(sign)
