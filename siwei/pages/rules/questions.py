"""What a director asks a city: questions that follow from what is published, each with the numbers
it rests on. `siwei.pages.wording` says them.

What a plausibility check found in a published value is asked as it was found; the rest are rules
of this module. Nothing is asked that the data doesn't say.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from indicators.actuals.rules.findings import (
    Amount,
    Difference,
    Finding,
    IndicatorName,
    Share,
    Value,
)
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.units import UnitData
from siwei.pages.rules.briefing import Missing, MissingCode

HALF = Decimal("0.5")  # a share of the value of the year before
LONG_WITHDRAWN = 30  # days after which somebody asks for the value that takes its place
REPORTED_BEFORE = 3  # so many years in a row make a value that is usually reported


class QuestionCode(StrEnum):
    """What is asked, the most severe first."""

    UNEXPLAINED = "unexplained"  # a red line is crossed, and nobody said why
    HALF = "half"  # fell or rose by half or more
    MAGNITUDE = "magnitude"  # as if it were typed in another unit
    REDUCTION = "reduction"  # the levels don't bear it out
    PARTS = "parts"  # they don't add up to the whole, or one is above it
    CUMULATIVE = "cumulative"  # adds up year by year, and fell
    WITHDRAWN = "withdrawn"  # and nothing took its place
    REPEATED = "repeated"  # explained as last year, word for word
    LATE_WORK = "late_work"  # on which an endangered promise depends
    CROSSED = "crossed"  # a red line
    CHANGED = "changed"  # by more than the indicator moves within a year
    USUALLY_REPORTED = "usually_reported"  # every year before, and not in this one
    CONFLICT = "conflict"  # the plan states two values
    PRELIMINARY = "preliminary"  # still, after the day on which it was due
    RANGE = "range"  # outside of what is sensible
    PEERS = "peers"  # far from the other cities
    AT_LIMIT = "at_limit"  # kept to the last digit
    UNCHANGED = "unchanged"  # for three years, to the last digit


_RANK = {code: rank for rank, code in enumerate(QuestionCode)}
# They rest on explanations, which aren't public.
RESTRICTED = frozenset({QuestionCode.UNEXPLAINED, QuestionCode.REPEATED})
# What the plausibility checks find, and as what it is asked. What isn't here is no question: a
# limit that is crossed is a verdict, and of a reduction its own value is asked, not its levels.
_ASKED_AS = {
    "wrong_magnitude": QuestionCode.MAGNITUDE,
    "reduction_disagrees": QuestionCode.REDUCTION,
    "sum_differs": QuestionCode.PARTS,
    "sum_above_whole": QuestionCode.PARTS,
    "part_above_whole": QuestionCode.PARTS,
    "cumulative_falls": QuestionCode.CUMULATIVE,
    "cumulative_above_next": QuestionCode.CUMULATIVE,
    "year_on_year": QuestionCode.CHANGED,
    "far_from_peers": QuestionCode.PEERS,
    "rise_not_reduction": QuestionCode.RANGE,
    "above_largest": QuestionCode.RANGE,
    "below_smallest": QuestionCode.RANGE,
    "not_whole": QuestionCode.RANGE,
}

# What the sentence of a question names, by name.
Known: TypeAlias = Value | date | tuple[IndicatorName, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a code with its numbers. `finding`: what a check found, where it rests on
    that. `size`: by how much, to tell two of a code apart; the larger is asked first."""

    code: QuestionCode
    numbers: Mapping[str, Known] = field(default_factory=dict)
    finding: Finding | None = None
    size: Decimal = Decimal(0)

    @property
    def rank(self) -> int:
        """Its severity: the lower, the sooner it is asked."""
        return _RANK[self.code]

    @property
    def is_restricted(self) -> bool:
        """Whether it rests on what only those know who read the working state of the region."""
        return self.code in RESTRICTED


@dataclass(frozen=True, slots=True)
class Explained:
    """How a published value was explained, and that of the year before; empty where it wasn't."""

    now: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What is known of one promised value of one year: published values, whoever asks.

    `limit`: of the year, as it stands beside the value; not `limit_is_exact` where it is an
    estimate or 左右 softens it. `earlier`: the values of the years before that are counted as this
    one, by year; none of a reduction. `reported`: the years before of which anything was published.
    `findings`: of the plausibility checks, on the published value. `missing`: why there is no value
    though one is wanted. `due_on`: when the values of the year were due. `explained` is None for
    whoever may not know it. `readings`: how documents write the target of `conflict_year` (None: of
    every year), where they differ.
    """

    year: int
    unit: UnitData
    status: Status
    today: date
    value: Decimal | None = None
    limit: Decimal | None = None
    limit_is_exact: bool = True
    earlier: Mapping[int, Decimal] = field(default_factory=dict)
    reported: frozenset[int] = frozenset()
    findings: Sequence[Finding] = ()
    missing: Missing | None = None
    is_preliminary: bool = False
    due_on: date | None = None
    explained: Explained | None = None
    readings: Sequence[str] = ()
    conflict_year: int | None = None


Rule = Callable[[ValueFacts], Iterator[Question]]


def value_questions(facts: ValueFacts) -> list[Question]:
    """Everything that one value is asked, the most severe first."""
    found = [one for rule in _RULES for one in rule(facts)]
    return sorted(found, key=lambda one: one.rank)


def normalised(text: str) -> str:
    """A text without what makes no difference: spaces, punctuation, width, capitals."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _unexplained(facts: ValueFacts) -> Iterator[Question]:
    known = facts.explained
    if facts.status is not Status.BREACHED or known is None or facts.value is None:
        return
    if not normalised(known.now):
        yield Question(
            QuestionCode.UNEXPLAINED,
            {"year": facts.year, "value": Amount(facts.value, facts.unit)},
        )


def _crossed(facts: ValueFacts) -> Iterator[Question]:
    if facts.status is not Status.BREACHED or facts.value is None or facts.limit is None:
        return
    if any(_unexplained(facts)):
        return
    numbers: dict[str, Known] = {
        "year": facts.year,
        "value": Amount(facts.value, facts.unit),
        "limit": Amount(facts.limit, facts.unit),
        "side": "above" if facts.value > facts.limit else "below",
    }
    previous = facts.earlier.get(facts.year - 1)
    if previous is not None:
        numbers |= {"before": facts.year - 1, "previous": Amount(previous, facts.unit)}
    yield Question(QuestionCode.CROSSED, numbers)


def _repeated(facts: ValueFacts) -> Iterator[Question]:
    known = facts.explained
    if known is None or not normalised(known.now):
        return
    if normalised(known.now) == normalised(known.before):
        yield Question(
            QuestionCode.REPEATED,
            {"year": facts.year, "before": facts.year - 1, "words": known.now.strip()},
        )


def _half(facts: ValueFacts) -> Iterator[Question]:
    share = _change(facts)
    if share is None or abs(share) < HALF:
        return
    assert facts.value is not None
    previous = facts.earlier[facts.year - 1]
    yield Question(
        QuestionCode.HALF,
        {
            "year": facts.year,
            "value": Amount(facts.value, facts.unit),
            "before": facts.year - 1,
            "previous": Amount(previous, facts.unit),
            "share": Share(share, signed=True),
        },
        size=abs(share),
    )


def _change(facts: ValueFacts) -> Decimal | None:
    """By which share of last year's a value changed; None where that says nothing: of a count,
    which may jump, and of what looks as if it were typed in another unit."""
    previous = facts.earlier.get(facts.year - 1)
    if facts.value is None or not previous or facts.unit.is_count:
        return None
    if any(one.code == "wrong_magnitude" for one in facts.findings):
        return None
    return (facts.value - previous) / abs(previous)


def _found(facts: ValueFacts) -> Iterator[Question]:
    """What the checks found, as a question."""
    if facts.value is None:
        return
    share = _change(facts)
    halved = share is not None and abs(share) >= HALF
    for finding in facts.findings:
        code = _ASKED_AS.get(finding.code)
        if code is None or (code is QuestionCode.CHANGED and halved):
            continue
        value = Amount(facts.value, facts.unit)
        yield Question(code, {"year": facts.year, "value": value}, finding, _size(finding))


def _size(finding: Finding) -> Decimal:
    known = finding.values.get("share") or finding.values.get("difference")
    return abs(known.value) if isinstance(known, Share | Difference) else Decimal(0)


def _withdrawn(facts: ValueFacts) -> Iterator[Question]:
    gone = facts.missing
    if gone is None or gone.code is not MissingCode.WITHDRAWN or gone.days < LONG_WITHDRAWN:
        return
    assert gone.since is not None
    numbers: dict[str, Known] = {"year": facts.year, "day": gone.since, "days": gone.days}
    yield Question(QuestionCode.WITHDRAWN, numbers, size=Decimal(gone.days))


def _usually_reported(facts: ValueFacts) -> Iterator[Question]:
    """Not where the day by which it is due isn't over, or somebody said why there is none."""
    gone = facts.missing
    if gone is None or gone.code not in (MissingCode.OVERDUE, MissingCode.UNDATED):
        return
    before = range(facts.year - REPORTED_BEFORE, facts.year)
    if facts.reported.issuperset(before):
        numbers = {"year": facts.year, "first": before[0], "last": before[-1]}
        yield Question(QuestionCode.USUALLY_REPORTED, numbers)


def _preliminary(facts: ValueFacts) -> Iterator[Question]:
    due = facts.due_on
    if facts.value is None or not facts.is_preliminary or due is None or due >= facts.today:
        return
    yield Question(
        QuestionCode.PRELIMINARY,
        {
            "year": facts.year,
            "value": Amount(facts.value, facts.unit),
            "day": due,
            "days": (facts.today - due).days,
        },
    )


def _at_limit(facts: ValueFacts) -> Iterator[Question]:
    """A measured value that meets its limit to the digit; what was the same last year isn't one
    that moved there, and things are counted exactly."""
    previous = facts.earlier.get(facts.year - 1)
    if facts.value is None or previous is None or facts.unit.is_count:
        return
    if facts.limit_is_exact and facts.value == facts.limit and facts.value != previous:
        value = Amount(facts.value, facts.unit)
        yield Question(QuestionCode.AT_LIMIT, {"year": facts.year, "value": value})


def _unchanged(facts: ValueFacts) -> Iterator[Question]:
    """Not of things that are counted, of nothing, of all there is, and of what is fixed by its
    limit."""
    value = facts.value
    if not value or facts.unit.is_count or value in (facts.unit.highest, facts.limit):
        return
    years = range(facts.year - 2, facts.year)
    if all(_printed(facts.earlier.get(year)) == _printed(value) for year in years):
        yield Question(
            QuestionCode.UNCHANGED,
            {"first": years[0], "year": facts.year, "value": Amount(value, facts.unit)},
        )


def _printed(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _conflict(facts: ValueFacts) -> Iterator[Question]:
    if len(facts.readings) > 1:
        numbers: dict[str, Known] = {"readings": tuple(facts.readings)}
        if facts.conflict_year is not None:
            numbers["year"] = facts.conflict_year
        yield Question(QuestionCode.CONFLICT, numbers)


_RULES: tuple[Rule, ...] = (
    _unexplained,
    _crossed,
    _half,
    _found,
    _withdrawn,
    _repeated,
    _usually_reported,
    _conflict,
    _preliminary,
    _at_limit,
    _unchanged,
)
