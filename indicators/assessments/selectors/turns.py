"""What publications and amendments did to verdicts: each judged by what was public just before and
just after.

The promises are those of now, but for the amendments that were not yet announced; and so is the
last year that is over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from departments.rules.successions import NO_LINEAGE, Lineage
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.publications import PublishedValue, public_at
from indicators.assessments.rules.assessment import Observations, Observed
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.turns import StatusChange
from indicators.assessments.selectors.published_promises import (
    PublishedPromises,
    points_of,
    promises_on,
)
from indicators.plans.selectors.changes import announced_at
from indicators.plans.selectors.promise_rows import (
    Pair,
    PromiseColumns,
    PromiseRow,
    read_promises,
)

# The finest step of a time in the database.
_JUST = timedelta(microseconds=1)
Moment = tuple[Pair, datetime]
_Verdicts = Mapping[tuple[int, int], tuple[PromiseRow, Status]]  # by promise and year


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """What happened to the verdict on one promise in one year."""

    row: PromiseRow
    year: int
    statuses: StatusChange


def observations_at(
    known: Iterable[PublishedValue], moment: datetime
) -> Mapping[Pair, Observations]:
    """What was public at `moment` of the values of `known`, as verdicts read it."""
    found: dict[Pair, dict[tuple[int, int | None], Observed]] = defaultdict(dict)
    for one in public_at(known, moment):
        key = one.key
        found[key.region, key.indicator][key.year, key.base_year] = _observed(one, moment)
    return found


def verdict_changes(
    moments: Collection[Moment],
    known: Sequence[PublishedValue],
    *,
    now: datetime,
    today: date,
    lineage: Lineage = NO_LINEAGE,
) -> Mapping[Moment, list[VerdictChange]]:
    """For each pair and moment what was published or announced then did to the verdicts on its
    promises.

    `known` are all publications of the pairs. The years that have a value are judged; of those
    in which nothing was published then, only a verdict that changed is told. A fixed number of
    queries, none for no moments; one more where something amends. Moments and `known` name
    regions by their codes of today, plans by any of `lineage`.
    """
    pairs = {pair for pair, _at in moments}
    if not pairs:
        return {}
    promises = read_promises(promises_on(pairs, lineage)).by_pair()
    mine: dict[Pair, list[PublishedValue]] = defaultdict(list)
    for one in known:
        mine[one.key.region, one.key.indicator].append(one)
    judge = _Judge(promises, _announced(promises.values()), mine, today.year - 1)
    present = {pair: judge.verdicts(pair, now) for pair in pairs}
    return {
        (pair, at): _compared(
            judge.verdicts(pair, at - _JUST),
            judge.verdicts(pair, at),
            present[pair],
            {one.key.year for one in mine[pair] if at in (one.published_at, one.ended_at)},
        )
        for pair, at in moments
    }


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges one pair at a time by what was public of it at a moment. `announced`: when targets,
    by pk, came to amend others. `last_over`: the last year that is over."""

    promises: Mapping[Pair, PromiseColumns]
    announced: Mapping[int, datetime]
    known: Mapping[Pair, list[PublishedValue]]
    last_over: int

    def verdicts(self, pair: Pair, moment: datetime) -> _Verdicts:
        if pair not in self.promises:
            return {}
        observed = observations_at(self.known[pair], moment)
        rows = self._then(pair, moment).rows(points_of(observed))
        published = PublishedPromises(rows, observed)
        years = {one.key.year for one in self.known[pair]}
        return {
            (row.pk, year): (row, published.assess(row, year, last_over=self.last_over).status)
            for row in rows
            for year in years
        }

    def _then(self, pair: Pair, moment: datetime) -> PromiseColumns:
        """The promises of `pair` with the amendments that were known at `moment`."""
        read = self.promises[pair]
        to_come = {pk for pk, at in self.announced.items() if at > moment}
        return replace(read, later=read.later.without(to_come)) if to_come else read


def _announced(read: Iterable[PromiseColumns]) -> Mapping[int, datetime]:
    return announced_at(frozenset().union(*(one.later.amending for one in read)))


def _compared(
    before: _Verdicts, after: _Verdicts, present: _Verdicts, years: Collection[int]
) -> list[VerdictChange]:
    changes = [
        VerdictChange(row, key[1], StatusChange(before[key][1], status, present[key][1]))
        for key, (row, status) in after.items()
    ]
    return [one for one in changes if one.year in years or one.statuses.changed]


def _observed(one: PublishedValue, moment: datetime) -> Observed:
    if one.is_public(moment):
        return Observed(one.value, ObsStatus(one.obs_status), note=one.note)
    assert one.ended_at is not None
    # Who withdrew it and why is no part of the verdict.
    ended = Withdrawal(one.value, one.obs_status, one.ended_at, "", "", one.version)
    return Observed(None, ObsStatus.MISSING, withdrawn=ended)
