"""Reads which saved versions are to be taken back."""

from collections.abc import Iterable

from common.numbers import whole_number
from indicators.actuals.rules.keys import ActualKey, parse_key

UNDO_SIGN = "@"  # between the key of a value and the version


def saved_versions(names: Iterable[str]) -> dict[ActualKey, int]:
    """The versions that `names` say, by key; what names none is left out."""
    found: dict[ActualKey, int] = {}
    for name in names:
        key, _sign, number = name.partition(UNDO_SIGN)
        version = whole_number(number)
        try:
            if version is not None:
                found[parse_key(key)] = version
        except ValueError:
            continue
    return found
