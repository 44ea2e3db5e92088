"""Our words as the codes of SDMX.

`OBS_STATUS` takes those of SDMX's own code list (CL_OBS_STATUS); how far a value is reviewed is
something else, and stands in an attribute of ours. docs/api.md explains each.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from indicators.actuals.rules.enums import ObsStatus
from indicators.plans.rules.enums import Comparator, TargetForm


class SdmxStatus(StrEnum):
    """Those of CL_OBS_STATUS that can occur."""

    NORMAL = "A"
    PROVISIONAL = "P"
    MISSING = "O"
    NOT_COLLECTED = "L"
    CANNOT_EXIST = "M"


STATUSES: Mapping[ObsStatus, SdmxStatus] = {
    ObsStatus.NORMAL: SdmxStatus.NORMAL,
    ObsStatus.PRELIMINARY: SdmxStatus.PROVISIONAL,
    ObsStatus.MISSING: SdmxStatus.MISSING,
    ObsStatus.NOT_AVAILABLE: SdmxStatus.NOT_COLLECTED,
    ObsStatus.NOT_APPLICABLE: SdmxStatus.CANNOT_EXIST,
}
# A comparator is no id that SDMX would take.
COMPARATORS: Mapping[Comparator, str] = {
    Comparator.AT_MOST: "LE",
    Comparator.AT_LEAST: "GE",
    Comparator.EQUAL: "EQ",
}


class ChangeUnit(StrEnum):
    """In what a target counts that says a change, whatever the unit of its indicator."""

    PER_CENT_A_YEAR = "PERCENT_PER_YEAR"
    POINTS = "PERCENTAGE_POINTS"


CHANGES: Mapping[str, ChangeUnit] = {
    TargetForm.PER_YEAR: ChangeUnit.PER_CENT_A_YEAR,
    TargetForm.POINTS: ChangeUnit.POINTS,
}


def unit_codes(units: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A code for each unit, by its symbol, of (symbol, English name).

    The code is the English name in capitals: `100_MILLION_M3`, `PERCENT`. Of two units that would
    have the same one, the later has a number behind it.
    """
    found: dict[str, str] = {}
    for symbol, name_en in units:
        code = base = _code(name_en) or _code(symbol)
        number = 1
        while code in found.values():
            number += 1
            code = f"{base}_{number}"
        found[symbol] = code
    return found


def _code(name: str) -> str:
    plain = "".join(_sign(sign) for sign in unicodedata.normalize("NFKC", name))
    return re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")


def _sign(sign: str) -> str:
    """A sign that is more than punctuation by its name: % is PERCENT."""
    if sign.isascii() and (sign.isalnum() or sign in " ,.-/()"):
        return sign
    return f" {unicodedata.name(sign, '').removesuffix(' SIGN')} "
