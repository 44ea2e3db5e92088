"""How much of a briefing goes on its one sheet of A4: counted from the widths of its texts, so that
paper holds whole rows and no text is cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from common.language import is_english, local_name
from common.widths import width_of
from siwei.pages.rules.paper import PaperPart, lines_of, rows_on_paper

if TYPE_CHECKING:
    from departments.models import Region
    from siwei.pages.viewmodels.briefing import BrokenRow, MissingRow, QuestionRow
    from siwei.pages.viewmodels.changes import ChangeLine
    from tasks.selectors.late import LateMilestone
    from tasks.viewmodels.thread import MilestoneRow

# Of each region no more questions than that are printed.
MOST_QUESTIONS = 3
# In tenths of a line of text: the sheet without its heads, what a row has beside its text, a line
# of small print, a line of the sentence on top.
SHEET, _EDGE, _SMALL, _LEAD = 480, 4, 9, 14
# What each part has in any case; they get what others don't need in this order.
_CROSSED, _QUESTIONS, _BEHIND, _MISSING, _LATE, _CHANGES = 84, 150, 70, 56, 56, 42
# How wide is what may take several lines, in millimetres (common with `briefing.css`).
_ALL, _PLACE, _INDENT = 184, 16, 7
_NAME, _HEADS, _NAMES, _WHY, _MILESTONE, _SAID = 41, 26, 102, 50, 54, 38
# A tag after a value, in half-width characters.
_TAG = 8
# How wide a half-width character is, in Chinese and in English, and how much less in small print.
_CHINESE, _ENGLISH, _SMALLER = 1.45, 1.6, 0.875


@dataclass(frozen=True, slots=True)
class OnPaper:
    """How many rows of each part are printed; of the questions, which: `marked` are all of them."""

    crossed: int
    behind: int
    missing: int
    late: int
    changes: int
    marked: list[QuestionRow]


def printed_rows(
    sentence: str,
    *,
    crossed: Sequence[BrokenRow],
    behind: Sequence[BrokenRow],
    questions: Sequence[QuestionRow],
    missing: Sequence[MissingRow],
    late: Sequence[tuple[MilestoneRow, LateMilestone]],
    changes: Sequence[ChangeLine],
) -> OnPaper:
    """What of each part is printed. Of the questions every region's most severe comes first, then
    every region's second, so that none has the sheet for itself."""
    candidates = _candidates(questions)
    counts = rows_on_paper(
        [
            PaperPart([_broken(row) for row in crossed], _CROSSED),
            PaperPart([_question(questions[at]) for at in candidates], _QUESTIONS),
            PaperPart([_broken(row) for row in behind], _BEHIND),
            PaperPart([_missing(row) for row in missing], _MISSING),
            PaperPart([_late(row, one) for row, one in late], _LATE),
            PaperPart([_change(row) for row in changes], _CHANGES),
        ],
        SHEET - _LEAD * lines_of(width_of(sentence), _room(_ALL / 1.2)),
    )
    shown = set(candidates[: counts[1]])
    marked = [replace(row, is_printed=at in shown) for at, row in enumerate(questions)]
    return OnPaper(counts[0], counts[2], counts[3], counts[4], counts[5], marked)


def _candidates(questions: Sequence[QuestionRow]) -> list[int]:
    """Where the questions stand that may be printed, in the order in which they are."""
    of_region: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(questions):
        of_region[row.region.code].append(at)
    return [
        those[turn]
        for turn in range(MOST_QUESTIONS)
        for those in of_region.values()
        if turn < len(those)
    ]


def _room(millimetres: float) -> int:
    """How many half-width characters stand beside one another."""
    return int(millimetres / (_ENGLISH if is_english() else _CHINESE))


def _lines(*cells: tuple[str, float]) -> int:
    """The height of a row of such texts, each in so many millimetres."""
    return 10 * max(lines_of(width_of(text), _room(width)) for text, width in cells) + _EDGE


def _broken(row: BrokenRow) -> int:
    name = f"{local_name(row.name)} {local_name(row.verdict.row.unit)}"
    return _lines(
        (_place(row.verdict.region), _PLACE), (name, _NAME), (_joined(row.heads), _HEADS / _SMALLER)
    )


def _missing(row: MissingRow) -> int:
    names = _joined(local_name(name) for _verdict, name in row.promises)
    return _lines((_place(row.region), _PLACE), (names, _NAMES), (row.why, _WHY))


def _late(row: MilestoneRow, one: LateMilestone) -> int:
    heads = _joined(each.department.name for each in one.answering)
    said = "" if one.said is None else " " * 12 + one.said.text
    region = row.milestone.task.plan.region
    return _lines(
        (_place(region), _PLACE),
        (row.milestone.text, _MILESTONE),
        (heads, _HEADS / _SMALLER),
        (said, _SAID / _SMALLER),
    )


def _change(line: ChangeLine) -> int:
    name = "" if line.name is None else local_name(line.name)
    plan = "" if line.plan is None else line.plan.title
    turns = " " * 24 * len(line.turns)
    text = f"2026-01-01 {local_name(line.region)} {name or plan} 2026 {line.what} "
    return _lines((f"{text}{line.before} → {line.after}{turns}", _ALL))


def _question(row: QuestionRow) -> int:
    name = "" if row.name is None else f"{local_name(row.name)}："
    invented = sum(cited.demo for cited in row.values)
    values = " " * ((28 if is_english() else 20) * len(row.values) + _TAG * invented)
    heading = "" if row.place is None else row.place.heading
    sources = f"{values}{row.quote}{heading} {' ' * 12}{_joined(row.departments)}"
    width = _ALL - _PLACE - _INDENT
    text = 10 * lines_of(width_of(name + row.words), _room(width))
    return text + _SMALL * lines_of(width_of(sources), _room(width / _SMALLER)) + _EDGE


def _place(region: Region) -> str:
    """A region's name, which ends before its column does."""
    return f"{local_name(region)} "


def _joined(texts: Iterable[str]) -> str:
    return "、".join(texts)
