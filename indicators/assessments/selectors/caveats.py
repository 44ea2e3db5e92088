"""Which values of the overview can't simply be held against the others of their row, and why."""

from collections.abc import Mapping
from typing import TypeAlias

from indicators.assessments.rules.comparability import Note, NoteCode
from indicators.assessments.selectors.assessments import Overview
from indicators.assessments.selectors.comparison import judge_actuals

# A value of the overview: its city and its indicator, by code.
ValueKey: TypeAlias = tuple[str, str]


def caveats(shown: Overview) -> Mapping[ValueKey, tuple[Note, ...]]:
    """What a reader must know before comparing a value with those beside it, by the rules of the
    comparison; only values of which there is something to know. No query.

    That a value is preliminary is left out: it has a mark of its own.
    """
    found: dict[ValueKey, tuple[Note, ...]] = {}
    for indicator in shown.indicators:
        cells = [
            (city.code, cell)
            for city in shown.cities
            if (cell := city.cells.get(indicator.code)) is not None and cell.actual is not None
        ]
        if len(cells) < 2:
            continue  # nothing stands beside it
        grounds = judge_actuals([c.row for _, c in cells], [c.judged for _, c in cells])
        for (city, _cell), ground in zip(cells, grounds, strict=True):
            notes = () if ground is None else ground.notes
            if told := tuple(one for one in notes if one.code is not NoteCode.PRELIMINARY):
                found[city, indicator.code] = told
    return found
