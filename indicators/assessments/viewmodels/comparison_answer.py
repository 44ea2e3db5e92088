"""The first statement of a comparison, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from departments.rules.roles import RegionLevel
from indicators.assessments.rules.answers import Answer, AnswerCode, Candidate, answer
from indicators.assessments.rules.statuses import Status
from indicators.assessments.viewmodels.comparison import ComparisonRow, ComparisonTable
from indicators.assessments.wording.answers import answer_words


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """`words` are the heading; `lead` the row that it names, whose sentence says on what it rests.

    `marks`: what has to be said of the lead's value itself, invented or not final yet.
    """

    words: str
    status: Status | None
    lead: ComparisonRow | None
    marks: str


def answer_of(table: ComparisonTable, *, narrowed: bool = False) -> ShownAnswer:
    """What is said first of the table. `narrowed`: its promises are those that somebody chose."""
    rows = table.rows
    if narrowed and not rows:
        return ShownAnswer(_("所选城市都没有承诺这个指标"), None, None, "")
    comparable = {row.compared.row.pk for row in table.together if _ranks(row)}
    found = answer(
        [Candidate(row.compared.assessment, row.compared.row.pk in comparable) for row in rows]
    )
    lead = None if found.lead is None else rows[found.lead]
    words = answer_words(
        found,
        table.comparison.year,
        lead=None if lead is None else lead.compared.assessment,
        name="" if lead is None else lead.name,
        cities=_are_cities(rows),
    )
    return ShownAnswer(
        words, _status(rows, found, lead), lead, "" if lead is None else _marks(lead)
    )


def _ranks(row: ComparisonRow) -> bool:
    ground = row.compared.by_actual
    return ground is not None and ground.ranked_by is not None


def _are_cities(rows: list[ComparisonRow]) -> bool:
    """Whether each promise is another city's."""
    regions = {row.compared.region.code for row in rows}
    cities = all(row.compared.region.level == RegionLevel.CITY for row in rows)
    return cities and len(regions) == len(rows)


def _status(rows: list[ComparisonRow], found: Answer, lead: ComparisonRow | None) -> Status | None:
    """That of the row that is named; of all rows where they have one in common."""
    if found.code is AnswerCode.ONE and lead is not None:
        return lead.status
    said = {row.status for row in rows if row.status.is_judged} or {row.status for row in rows}
    return said.pop() if len(said) == 1 else None


def _marks(row: ComparisonRow) -> str:
    marks = [
        *([pgettext("value", "初步数")] if row.preliminary else []),
        *([_("演示数据")] if row.demo else []),
    ]
    return _("、").join(marks)
