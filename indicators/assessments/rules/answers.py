"""What a comparison says first: the one statement that matters most, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.attainment import relative_gap
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import LimitBasis

# What is said first. Behind an estimate says less than a limit that is nearly used up.
_ORDER = (Status.BREACHED, Status.MISSED, Status.NEAR_LIMIT, Status.BEHIND)
_KEPT = (Status.MET, Status.ON_TRACK)


class AnswerCode(StrEnum):
    """`ONE`: how the leading promise stands. `ALL_…`: every promise with a value is kept; its
    ceilings, its floors, or some of both. The others: nothing is known, and why."""

    ONE = "one"
    ALL_WITHIN = "all_within"
    ALL_REACHED = "all_reached"
    ALL_KEPT = "all_kept"
    NO_VALUE = "no_value"
    NOT_DUE = "not_due"
    NOT_JUDGED = "not_judged"
    NO_PROMISE = "no_promise"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One verdict. `comparable`: whether its room may be held against that of the others."""

    assessment: Assessment
    comparable: bool

    @property
    def status(self) -> Status:
        return self.assessment.status


@dataclass(frozen=True, slots=True)
class Answer:
    """The first statement about several verdicts.

    `lead` is the place of the one that is named, None where none is. `alike`: how many others
    have its status. `judged` of `total` were held against a limit; `ranked` of them compare, and
    only of these it is said that one comes first. `estimated`: an estimate is among the limits;
    `carried`: every such estimate is a target of a year before, carried on.
    """

    code: AnswerCode
    lead: int | None
    alike: int
    judged: int
    total: int
    ranked: int
    estimated: bool
    carried: bool

    @property
    def is_whole(self) -> bool:
        """Whether every promise has a verdict."""
        return self.judged == self.total


def answer(candidates: Sequence[Candidate]) -> Answer:
    """What is said first: breached before missed, then nearly used up, then behind an estimate,
    then that all are kept; else why nothing is known.

    Of several that stand alike, the one with the least room in shares of its limit leads; one
    that compares before one that doesn't, then the first.
    """
    judged = [at for at, one in enumerate(candidates) if one.status.is_judged]
    if not judged:
        return _found(candidates, _unknown(candidates), None, ())
    for status in _ORDER:
        alike = [at for at in judged if candidates[at].status is status]
        if alike:
            return _found(candidates, AnswerCode.ONE, _least_room(candidates, alike), alike)
    kept = [at for at in judged if candidates[at].status in _KEPT]
    lead = _least_room(candidates, kept)
    if len(kept) == 1:
        return _found(candidates, AnswerCode.ONE, lead, kept)
    comparable = sum(candidates[at].comparable for at in kept)
    named = lead if comparable > 1 and _room(candidates[lead]) is not None else None
    return _found(candidates, _all(candidates, kept), named, kept)


def _found(
    candidates: Sequence[Candidate], code: AnswerCode, lead: int | None, alike: Sequence[int]
) -> Answer:
    judged = [one for one in candidates if one.status.is_judged]
    bases = {
        limit.basis
        for at in alike
        if (limit := candidates[at].assessment.limit) is not None and limit.is_estimate
    }
    return Answer(
        code=code,
        lead=lead,
        alike=max(0, len(alike) - 1),
        judged=len(judged),
        total=len(candidates),
        ranked=sum(_room(one) is not None for one in judged if one.comparable),
        estimated=bool(bases),
        carried=bases == {LimitBasis.CARRIED},
    )


def _unknown(candidates: Sequence[Candidate]) -> AnswerCode:
    statuses = {one.status for one in candidates}
    if not statuses:
        return AnswerCode.NO_PROMISE
    if Status.NO_DATA in statuses:
        return AnswerCode.NO_VALUE
    return AnswerCode.NOT_DUE if Status.NOT_DUE in statuses else AnswerCode.NOT_JUDGED


def _all(candidates: Sequence[Candidate], kept: Sequence[int]) -> AnswerCode:
    limits = [candidates[at].assessment.limit for at in kept]
    ceilings = {limit.is_ceiling for limit in limits if limit is not None}
    if len(ceilings) > 1:
        return AnswerCode.ALL_KEPT
    return AnswerCode.ALL_WITHIN if ceilings == {True} else AnswerCode.ALL_REACHED


def _least_room(candidates: Sequence[Candidate], places: Sequence[int]) -> int:
    def order(at: int) -> tuple[bool, bool, Decimal]:
        room = _room(candidates[at])
        return not candidates[at].comparable, room is None, room or Decimal(0)

    return min(places, key=order)


def _room(one: Candidate) -> Decimal | None:
    return relative_gap(one.assessment)
