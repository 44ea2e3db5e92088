"""A briefing as its page shows it: its sentence, what is broken, missing, late and changed, and
what to ask; and how much of each goes on the one sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils import timezone

from common.figures import percent
from common.language import local_name
from siwei.pages.rules.briefing import MissingCode, excess
from siwei.pages.viewmodels.briefing_paper import printed_rows
from siwei.pages.viewmodels.changes import change_days, has_demo
from siwei.pages.wording import briefing_sentence, missing_words, question_words
from siwei.pages.wording.briefing import Counts
from tasks.viewmodels.thread import late_work

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from departments.models import Region
    from indicators.actuals.rules.findings import IndicatorName
    from indicators.actuals.rules.keys import ActualKey
    from indicators.plans.models import Citation, Clause
    from siwei.pages.selectors.briefing import Briefing, Verdict, Verdicts
    from siwei.pages.selectors.published_values import CitedValue
    from siwei.pages.selectors.questions import AskedQuestion, Questions
    from siwei.pages.viewmodels.changes import ChangeLine
    from tasks.models import Milestone
    from tasks.selectors.late import LateMilestone
    from tasks.viewmodels.thread import MilestoneRow

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One part of the page; its first `printed` rows go on paper."""

    rows: Sequence[Row]
    printed: int

    @property
    def left_out(self) -> int:
        """How many rows paper has no room for."""
        return len(self.rows) - self.printed


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A promise that isn't kept. `share`: by which share of its limit; empty where none can be
    told. `heads`: the departments at its head. `key`: of the published value."""

    verdict: Verdict
    name: IndicatorName
    share: str
    heads: tuple[str, ...]
    key: ActualKey
    citation: Citation | None

    @property
    def gap(self) -> Decimal | None:
        return self.verdict.assessment.shown_gap


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Values of one region that are missing for one reason, since one day."""

    region: Region
    why: str
    days: int
    promises: list[tuple[Verdict, IndicatorName]]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question. `words` say what it rests on and what is asked; `values` are the published
    values, `citation` or `milestone` the words of the plan."""

    region: Region
    name: IndicatorName | None
    words: str
    values: tuple[CitedValue, ...]
    citation: Citation | None
    milestone: Milestone | None
    departments: tuple[str, ...]
    is_restricted: bool
    is_printed: bool = True

    @property
    def plan(self) -> str | None:
        """The slug of the document that has the words."""
        if self.milestone is not None:
            return self.milestone.task.plan.slug
        return None if self.citation is None else self.citation.clause.plan.slug

    @property
    def place(self) -> Clause | None:
        """The clause in which they stand."""
        words = self.milestone or self.citation
        return None if words is None else words.clause

    @property
    def clause(self) -> str | None:
        return None if self.place is None else self.place.key

    @property
    def quote(self) -> str:
        words = self.milestone or self.citation
        return "" if words is None else words.quote


@dataclass(frozen=True, slots=True)
class CityQuestions:
    """What is asked of one region, the most severe first."""

    region: Region
    rows: list[QuestionRow]

    @property
    def printed(self) -> bool:
        return any(row.is_printed for row in self.rows)


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """The whole page. `several`: whether it is about more than one region. `older`: whether more
    changed than is shown. `judged`: whether any promise was held against a limit; where none was,
    nothing reassuring is said. `awaited`: how many values aren't there before anything is judged.
    `today`: as of which day work is late."""

    region: Region
    year: int
    since: date
    today: date
    sentence: str
    several: bool
    crossed: Part[BrokenRow]
    behind: Part[BrokenRow]
    missing: Part[MissingRow]
    late: Part[tuple[MilestoneRow, LateMilestone]]
    changes: Part[ChangeLine]
    questions: list[CityQuestions]
    promised: bool
    judged: bool
    older: bool
    awaited: int
    reads: bool
    demo: bool

    @property
    def asked(self) -> int:
        return sum(len(city.rows) for city in self.questions)

    @property
    def restricted(self) -> int:
        """How many questions only those see who read the working state."""
        return sum(row.is_restricted for city in self.questions for row in city.rows)

    @property
    def questions_left_out(self) -> int:
        return sum(not row.is_printed for city in self.questions for row in city.rows)

    @property
    def broken_left_out(self) -> int:
        return self.crossed.left_out + self.behind.left_out

    @property
    def missing_left_out(self) -> int:
        """How many values are missing that paper has no room for."""
        return sum(len(row.promises) for row in self.missing.rows[self.missing.printed :])


def briefing_page(found: Briefing, asked: Questions, *, today: date) -> BriefingPage:
    """The page of a briefing, with what fits one sheet of paper marked."""
    verdicts = found.verdicts
    crossed = [_broken(one, asked) for one in verdicts.crossed]
    behind = [_broken(one, asked) for one in (*verdicts.missed, *verdicts.behind)]
    missing = _missing(verdicts, asked.names, today)
    late = late_work(found.late, today=today)
    days = change_days(found.changed)
    lines = [line for day in days for line in day.lines]
    rows = [_question(one) for one in asked.asked]
    since = timezone.localdate(found.since)
    counts = _counts(found, crossed, since, today)
    sentence = briefing_sentence(local_name(verdicts.region), verdicts.year, counts)
    paper = printed_rows(
        sentence,
        crossed=crossed,
        behind=behind,
        questions=rows,
        missing=missing,
        late=late,
        changes=lines,
    )
    return BriefingPage(
        region=verdicts.region,
        year=verdicts.year,
        since=since,
        today=today,
        sentence=sentence,
        several=len({one.region.code for one in verdicts.rows}) > 1,
        crossed=Part(crossed, paper.crossed),
        behind=Part(behind, paper.behind),
        missing=Part(missing, paper.missing),
        late=Part(late, paper.late),
        changes=Part(lines, paper.changes),
        questions=_by_city(paper.marked),
        promised=verdicts.promised,
        judged=counts.judged > 0,
        older=found.changed.older is not None,
        awaited=len(verdicts.awaited),
        reads=bool(asked.reads),
        demo=has_demo(days) or any(one.assessment.demo for one in verdicts.rows),
    )


def _counts(found: Briefing, crossed: Iterable[BrokenRow], since: date, today: date) -> Counts:
    verdicts = found.verdicts
    due = sum(
        verdicts.why_missing(one, today=today).code is MissingCode.DUE for one in verdicts.missing
    )
    several = len({row.verdict.region.code for row in crossed} | {verdicts.region.code}) > 1
    return Counts(
        judged=sum(one.status.is_judged for one in verdicts.rows),
        crossed=[_named(row, several=several) for row in crossed],
        missed=len(verdicts.missed),
        behind=len(verdicts.behind),
        missing=len(verdicts.missing) - due,
        due=due,
        late=len(found.late),
        changed=None if found.changed.older else len(found.changed.news),
        since=since,
        today=today,
    )


def _named(row: BrokenRow, *, several: bool) -> str:
    name = local_name(row.name)
    return f"{local_name(row.verdict.region)} {name}" if several else name


def _broken(one: Verdict, asked: Questions) -> BrokenRow:
    share = excess(one.gap, one.limit)
    pk = one.row.pk
    return BrokenRow(
        verdict=one,
        name=asked.names[pk],
        share="" if share is None else percent(share),
        heads=asked.heads.get(pk, ()),
        key=one.value_key,
        citation=asked.citations.get(pk),
    )


def _missing(found: Verdicts, names: Mapping[int, IndicatorName], today: date) -> list[MissingRow]:
    """By region and reason, the longest missing first, then the most."""
    groups: dict[tuple[str, str], MissingRow] = {}
    for one in found.missing:
        why = found.why_missing(one, today=today)
        words = missing_words(why)
        days = 0 if why.code is MissingCode.UNDATED else why.days
        row = groups.setdefault((one.region.code, words), MissingRow(one.region, words, days, []))
        row.promises.append((one, names[one.row.pk]))
    return sorted(groups.values(), key=lambda row: (-row.days, -len(row.promises)))


def _question(one: AskedQuestion) -> QuestionRow:
    return QuestionRow(
        region=one.region,
        name=one.name,
        words=question_words(one.question),
        values=one.values,
        citation=one.citation,
        milestone=one.milestone,
        departments=one.departments,
        is_restricted=one.question.is_restricted,
    )


def _by_city(rows: Iterable[QuestionRow]) -> list[CityQuestions]:
    return [
        CityQuestions(those[0].region, those)
        for _code, some in groupby(rows, key=lambda row: row.region.code)
        for those in [list(some)]
    ]
