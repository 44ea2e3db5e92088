"""Reads out of the cell of a value why there is none, or that it is preliminary."""

import re
from collections.abc import Mapping

from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.row_names import plain_name

# 2.27（初步数）, 2.27 (p): how tables mark what isn't final.
_PRELIMINARY = re.compile(
    r"(?P<value>.*\d.*?)\s*(?:[（(]\s*(?:初步(?:数|值)?|preliminary|p)\s*[)）]|初步(?:数|值)?)",
    re.I,
)


def status_in(text: str, reasons: Mapping[str, ObsStatus]) -> tuple[ObsStatus, str]:
    """The status that the cell of a value says, and the value without it, empty where there is
    none. `reasons`: what the reasons why there is no value are called, as `plain_name`."""
    if (reason := reasons.get(plain_name(text))) is not None:
        return reason, ""
    if found := _PRELIMINARY.fullmatch(text.strip()):
        return ObsStatus.PRELIMINARY, found["value"]
    return ObsStatus.NORMAL, text
