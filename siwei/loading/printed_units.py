"""The unit that a plan prints beside a number: after it, above it, or in the column 单位."""

import re
from collections.abc import Iterable, Mapping

from indicators.plans.rules.units import UnitData, UnitTable, UnknownUnitError
from siwei.loading.clauses import ClauseText
from siwei.loading.heads import PrintedHead
from siwei.loading.quotes import cell_of

_UNIT_HEADS = frozenset({"单位", "计量单位"})
# No unit goes over a pause, and none is longer. The bracket that a number stands in and what parts
# it from the next (25/30) are none.
_UNIT_WORDS = re.compile(r"\s*(?![）)\]］】/／])([^\s，。；：、,;—–－~～]{1,20})")
_OPENING = ("(", "（", "[")
# At the end of a head, so that 各市（县）用水总量 is in no 县.
_IN_BRACKETS = re.compile(r"[（(]((?:[^（）()]|\([^()]*\))+)[）)]\s*$", re.MULTILINE)
_CAPTION = re.compile(r"单位[:：]\s*([^\s）)，。；、,;]+)(.*)")
_ENDS_CAPTION = ("）", ")", "。")
_NO_UNIT = frozenset("-－—–")


def unit_after(text: str, units: UnitTable) -> tuple[UnitData | None, str]:
    """The known unit that `text` begins with, and what follows it. The longest one wins: 万亩 is
    no 万, and 立方米/亩 no 立方米. A pure number has nothing after it."""
    words = _UNIT_WORDS.match(text)
    if words is None:
        return None, text
    for end in range(words.end(), words.start(1), -1):
        read = text[words.start(1) : end]
        unit = None if read.endswith(_OPENING) else _known(read, units)
        if unit is not None and not unit.is_bare:
            return unit, text[end:]
    return None, text


def unit_of_column(
    clause: ClauseText, head: PrintedHead, column: int, units: UnitTable
) -> UnitData | None:
    """The unit that the head of the column prints, else the cell of the row in 单位."""
    printed = [
        words
        for place in head.head.covering[column]
        for words in _IN_BRACKETS.findall(head.clauses[place.row].cells[place.column])
    ]
    found = _only(printed, units)
    if found is not None:
        return found
    beside = [cell_of(clause, i) for i, name in enumerate(head.names) if name in _UNIT_HEADS]
    return _only((cell for cell in beside if cell.strip()), units)


def unit_of_caption(
    head: PrintedHead, clauses: Mapping[str, ClauseText], units: UnitTable
) -> UnitData | None:
    """The unit of 单位：… directly above a table; none where it goes on: it has several then."""
    keys = list(clauses)
    above = keys.index(head.clauses[0].key) - 1
    if above < 0:
        return None
    clause = clauses[keys[above]]
    captions = _CAPTION.findall(f"{clause.heading}\n{clause.text}")
    if any(rest.strip() and not rest.startswith(_ENDS_CAPTION) for _unit, rest in captions):
        return None
    return _only((unit for unit, _rest in captions), units)


def are_alike(one: UnitData, other: UnitData, units: UnitTable) -> bool:
    """Whether a number means the same in both.

    A quotient may be printed without what its name says (亩均…210立方米); per cent and
    percentage points are told apart by the form of a target.
    """
    if one.dimension == other.dimension:
        return one.factor == other.factor
    if one.in_points and other.in_points:
        return True
    return _is_above(one, other, units) or _is_above(other, one, units)


def unit_above_line(quotient: UnitData, units: UnitTable) -> UnitData | None:
    """The 立方米 of 立方米/万元; None of what is no quotient."""
    above, line, _below = quotient.symbol.partition("/")
    return _known(above, units) if line and above else None


def unit_meant(printed: str, units: UnitTable) -> UnitData | None:
    """The unit that somebody means who writes `printed` where a plan's unit is asked for."""
    return _known("" if printed.strip() in _NO_UNIT else printed, units)


def _is_above(one: UnitData, quotient: UnitData, units: UnitTable) -> bool:
    """Whether `one` is what `quotient` divides, as large as there."""
    above = unit_above_line(quotient, units)
    return above is not None and (above.dimension, above.factor) == (one.dimension, one.factor)


def _only(printed: Iterable[str], units: UnitTable) -> UnitData | None:
    """The unit that all of `printed` that are units say; None without one, or of several."""
    read = [_known(words.removeprefix("单位：").strip(), units) for words in printed]
    found = {one.symbol: one for one in read if one is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _known(words: str, units: UnitTable) -> UnitData | None:
    try:
        return units.parse_printed(words) if words in units.printed else units.parse_typed(words)
    except UnknownUnitError:
        return None
