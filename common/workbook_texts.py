"""What a workbook can hold of a text, and what it can call a tab."""

import re
from collections.abc import Collection, Iterable

# What XML has no place for: control characters, halves of a pair, two that are no characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# How a workbook spells a character by its number; a text that looks like it has to be spelled too.
_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST, _CUT = 32_767, "…"
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s]+")


def written(text: str) -> str:
    """The text as a cell holds it: what can't be written is marked, and so is what is cut off."""
    text = _NO_XML.sub(_UNKNOWN, text).replace("\r\n", "\n").replace("\r", "\n")
    text = _SPELLED.sub("_x005F_", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def tab_names(names: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """The names as tabs can have them: no two alike, whatever their case, and none of `taken`."""
    found: list[str] = []
    used = {name.casefold() for name in taken} | {"history"}  # Excel keeps that one for itself
    for name in names:
        plain = _NOT_IN_A_NAME.sub(" ", _NO_XML.sub(_UNKNOWN, name)).strip(" '") or "1"
        number, chosen = 1, plain[:_LONGEST_NAME].strip(" '")
        while chosen.casefold() in used:
            number += 1
            ending = f" {number}"
            chosen = plain[: _LONGEST_NAME - len(ending)] + ending
        used.add(chosen.casefold())
        found.append(chosen)
    return found
