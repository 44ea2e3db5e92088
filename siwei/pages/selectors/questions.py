"""What a director asks the regions of a briefing, with what each question rests on: published
values and the words of plans; for who reads the working state also explanations and files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from common.moments import Moment
from departments.models import Region
from departments.people import ANYONE, ancestors_of, person_of
from departments.rules.permissions import READ, scope_of
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.history import versions
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.plans.models import Citation, Target
from indicators.plans.rules.breaks import crosses
from siwei.pages.rules.questions import (
    REPORTED_BEFORE,
    Explained,
    Question,
    QuestionCode,
    ValueFacts,
    value_questions,
)
from siwei.pages.selectors.briefing import Briefing, Verdict, Verdicts
from siwei.pages.selectors.promise_sources import citations_of, conflicts_of, heads_of
from siwei.pages.selectors.published_values import CitedValue, PublishedValues, published_values
from siwei.pages.selectors.work_questions import asked_of_work
from tasks.models import Milestone

# What stands beside a value that is asked about: that of the year before.
_AGAINST_LAST_YEAR = (
    QuestionCode.HALF,
    QuestionCode.CHANGED,
    QuestionCode.CUMULATIVE,
    QuestionCode.CROSSED,
)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question to one region. `name`: of the indicator, None of work. `values`: the published
    values that it rests on. `citation`: the words of a plan; of work its `milestone` has them.
    `departments`: who answers for it, as the plan names them."""

    region: Region
    question: Question
    departments: tuple[str, ...]
    name: IndicatorName | None = None
    values: tuple[CitedValue, ...] = ()
    citation: Citation | None = None
    milestone: Milestone | None = None
    is_constraint: bool = False

    @property
    def order(self) -> tuple[int, bool, Decimal]:
        """The most severe first; what is binding before the rest, the largest first."""
        return (self.question.rank, not self.is_constraint, -self.question.size)


@dataclass(frozen=True, slots=True)
class Questions:
    """`asked`: region by region, that of the briefing first, each's most severe first. `names`,
    `citations` and `heads`: of every promise (by its pk) what it is called, the words that state
    its limit, and the departments at its head. `reads`: the regions whose working state the reader
    knows."""

    asked: list[AskedQuestion]
    names: Mapping[int, IndicatorName]
    citations: Mapping[int, Citation]
    heads: Mapping[int, tuple[str, ...]]
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sources:
    """What the facts of every value are taken from."""

    verdicts: Verdicts
    published: PublishedValues
    around: Surroundings
    explained: Mapping[ActualKey, Explained]
    conflicts: Mapping[int, Target]
    today: date


def questions(
    found: Briefing, *, moment: Moment, user: AbstractBaseUser | AnonymousUser
) -> Questions:
    """Every question of a briefing whose verdicts have their series. A fixed number of queries."""
    verdicts, rows = found.verdicts, found.verdicts.rows
    promises = {one.row.pk for one in rows}
    reads = _readable(rows, moment, user)
    published = published_values(
        {one.row.region for one in rows},
        verdicts.year,
        before=REPORTED_BEFORE,
        bases={base for one in rows if (base := one.assessment.base_year) is not None},
        known=verdicts.lineage,
    )
    sources = _Sources(
        verdicts,
        published,
        Surroundings(published.of_year(verdicts.year), own=published.own()),
        _explained(rows, published, reads),
        conflicts_of(promises, verdicts.year),
        moment.today,
    )
    heads, citations = heads_of(promises), citations_of(rows)
    names = {one.row.pk: _name(one, sources.around) for one in rows}
    asked = [
        AskedQuestion(
            one.region,
            question,
            heads.get(one.row.pk, ()),
            names[one.row.pk],
            _values(one, question, published),
            _citation(question, sources.conflicts.get(one.row.pk), citations.get(one.row.pk)),
            is_constraint=one.is_constraint,
        )
        for one in rows
        for question in value_questions(_facts(one, sources))
    ]
    work = asked_of_work(found, names=names, heads=heads, today=moment.today)
    asked += [
        AskedQuestion(
            region, one.question, tuple(sorted(one.work.departments)), milestone=milestone
        )
        for region, one, milestone in work
    ]
    return Questions(_in_order(asked, verdicts.region.code), names, citations, heads, reads)


def _readable(
    rows: Sequence[Verdict], moment: Moment, user: AbstractBaseUser | AnonymousUser
) -> frozenset[str]:
    """The regions whose working state the reader knows; of the past everybody sees what was
    public."""
    scope = scope_of(ANYONE if moment.at else person_of(user), READ)
    places = {one.region.code: one.region for one in rows}
    return frozenset(code for code, one in places.items() if scope.reaches(ancestors_of(one)))


def _explained(
    rows: Sequence[Verdict], published: PublishedValues, reads: Collection[str]
) -> Mapping[ActualKey, Explained]:
    """How the values of the year and of the year before were explained when they were approved,
    in the regions that the reader reads. One query, none where there are none."""
    keys = {
        key: _last_year(key, published)
        for one in rows
        if one.row.region in reads and (key := one.value_key) in published.values
    }
    wanted = [one for pair in keys.items() for one in pair if one is not None]
    known = versions(dict(published.versions[key] for key in wanted)) if wanted else {}

    def words(key: ActualKey | None) -> str:
        one = None if key is None else known.get(published.versions[key][0])
        return "" if one is None else one.after.explanation

    return {key: Explained(words(key), words(before)) for key, before in keys.items()}


def _last_year(key: ActualKey, published: PublishedValues) -> ActualKey | None:
    """The value of the year before; of a reduction from the same base, where there is one."""
    before = ActualKey(key.region, key.indicator, key.year - 1, key.base_year)
    return before if before in published.values else None


def _name(one: Verdict, around: Surroundings) -> IndicatorName:
    """As its plan prints it; in English as the catalogue has it."""
    return IndicatorName(one.row.printed_name, around.name_of(one.value_key).name_en)


def _facts(one: Verdict, sources: _Sources) -> ValueFacts:
    a, key = one.assessment, one.value_key
    value = sources.published.values.get(key)
    conflict = sources.conflicts.get(one.row.pk)
    missing = sources.verdicts.why_missing(one, today=sources.today) if one.is_missing else None
    exact = a.limit is not None and not a.limit.is_estimate and not a.limit.tolerance
    return ValueFacts(
        year=a.year,
        unit=one.row.unit,
        status=one.status,
        today=sources.today,
        value=value,
        limit=a.shown_limit,
        limit_is_exact=exact,
        earlier=dict(_earlier(key, sources)),
        reported=sources.published.years_of(one.row.pair),
        findings=sources.around.findings(key, value),
        missing=missing,
        is_preliminary=a.preliminary,
        due_on=sources.verdicts.due_on,
        explained=sources.explained.get(key),
        readings=() if conflict is None else tuple(_readings(conflict)),
        conflict_year=None if conflict is None else conflict.year,
    )


def _earlier(key: ActualKey, sources: _Sources) -> Iterator[tuple[int, Decimal]]:
    """The values of the years before that are counted as that of `key`; none of a reduction."""
    breaks = sources.around.breaks_of(key)
    for year in range(key.year - REPORTED_BEFORE, key.year) if key.base_year is None else ():
        value = sources.published.values.get(ActualKey(key.region, key.indicator, year))
        if value is not None and not crosses(breaks, year, key.year):
            yield year, value


def _readings(target: Target) -> Iterator[str]:
    """How each place writes it: 《title》“words”."""
    for one in target.all_readings:
        yield f"《{one.target.plan_indicator.plan.title}》“{one.citation.quote}”"


def _values(one: Verdict, question: Question, published: PublishedValues) -> tuple[CitedValue, ...]:
    """The value that is asked about, and those beside which it is strange."""
    key, level = one.value_key, one.row.level_of
    if (
        question.code is QuestionCode.CONFLICT
        and question.numbers.get("year", key.year) != key.year
    ):
        return ()  # the target of another year says nothing of this year's value
    keys = [key]
    if question.code in _AGAINST_LAST_YEAR and key.base_year is None:
        keys.append(ActualKey(key.region, key.indicator, key.year - 1))
    elif question.code is QuestionCode.REDUCTION and level and key.base_year:
        keys += [ActualKey(key.region, level, year) for year in (key.base_year, key.year)]
    return published.cited(keys)


def _citation(
    question: Question, conflict: Target | None, stated: Citation | None
) -> Citation | None:
    """The words that a question rests on: those of the reading that counts, where it is about
    several, else those that state the limit."""
    if question.code is QuestionCode.CONFLICT and conflict is not None:
        return conflict.all_readings[0].citation
    return stated


def _in_order(asked: Sequence[AskedQuestion], own: str) -> list[AskedQuestion]:
    """Region by region. Each finding once: what is wrong with a whole is found in each of its
    parts, too."""
    found: list[AskedQuestion] = []
    for one in sorted(asked, key=lambda one: (one.region.code != own, one.region.code, one.order)):
        if not any(_same(one, other) for other in found):
            found.append(one)
    return found


def _same(one: AskedQuestion, other: AskedQuestion) -> bool:
    if one.region.code != other.region.code or one.question.code is not other.question.code:
        return False
    if one.question.code is QuestionCode.PARTS:
        return one.question.finding == other.question.finding
    return one.name == other.name and one.question == other.question
