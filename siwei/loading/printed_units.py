"""The unit that a plan prints beside a number: after it, above it, or in the column 单位."""

import re
from collections.abc import Iterable, Mapping

from indicators.plans.rules.units import UnitData, UnitTable, UnknownUnitError
from siwei.loading.clauses import ClauseText
from siwei.loading.heads import PrintedHead
from siwei.loading.quotes import cell_of

_UNIT_HEADS = frozenset({"单位", "计量单位"})
# No unit goes over a pause, and none is longer.
_UNIT_WORDS = re.compile(r"\s*([^\s，。；：、,;—–－~～]{1,20})")
_OPENING = ("(", "（", "[")
# At the end of a head, so that 各市（县）用水总量 is in no 县.
_IN_BRACKETS = re.compile(r"[（(]((?:[^（）()]|\([^()]*\))+)[）)]\s*$", re.MULTILINE)
_CAPTION = re.compile(r"单位[:：]\s*([^\s）)，。；]+)")


def unit_after(text: str, units: UnitTable) -> tuple[UnitData | None, str]:
    """The known unit that `text` begins with, and what follows it. The longest one wins: 万亩 is
    no 万, and 立方米/亩 no 立方米."""
    words = _UNIT_WORDS.match(text)
    if words is None:
        return None, text
    for end in range(words.end(), words.start(1), -1):
        read = text[words.start(1) : end]
        if not read.endswith(_OPENING) and (unit := _known(read, units)) is not None:
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
    """The unit of 单位：… directly above a table."""
    keys = list(clauses)
    above = keys.index(head.clauses[0].key) - 1
    if above < 0:
        return None
    clause = clauses[keys[above]]
    return _only(_CAPTION.findall(f"{clause.heading}\n{clause.text}"), units)


def are_alike(one: UnitData, other: UnitData) -> bool:
    """Whether a number means the same in both.

    A quotient may be printed without what its name says (亩均…210立方米); per cent and
    percentage points are told apart by the form of a target.
    """
    if one.dimension == other.dimension:
        return one.factor == other.factor
    quotient = one.dimension.startswith(f"{other.dimension}/") or other.dimension.startswith(
        f"{one.dimension}/"
    )
    return quotient or (one.in_points and other.in_points)


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
