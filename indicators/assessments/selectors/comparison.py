"""Who promises what of one indicator, and who is ahead: only what may be compared is ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from departments.models import Region
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.comparability import Comparability, Comparand, judge
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.selectors.series import Series, series
from indicators.plans.models import Indicator, Plan, PlanIndicator, Target
from indicators.plans.rules.breaks import Break, between, counted_apart
from indicators.plans.rules.enums import Direction, TargetForm
from indicators.plans.rules.goals import Goal, goal_of
from indicators.plans.rules.in_force import targets_in_force
from indicators.plans.rules.promises import TargetData
from indicators.plans.rules.rates import annual_rate
from indicators.plans.selectors.plans import plans
from indicators.plans.selectors.plans import targets as target_rows
from indicators.plans.selectors.promise_rows import PromiseRow


@dataclass(frozen=True, slots=True)
class Compared:
    """One promise in the comparison of a year.

    `target` is the plan's word that is compared: that of the year, else the standing one, else
    the next, else the last; a goal without a year only where there is no other; None without
    targets. `annual_rate`: of a reduction, what the target asks per year, in per cent.
    `by_target` says whether the targets may be compared, `by_actual` whether the values of the
    year may; None where there is no value, not even one derived from levels (`derived`).
    `series` draws the trajectory.
    """

    region: Region
    series: Series
    assessment: Assessment
    target: TargetData | None
    annual_rate: Decimal | None
    by_target: Comparability
    by_actual: Comparability | None

    @property
    def row(self) -> PromiseRow:
        return self.series.row

    @property
    def actual(self) -> Decimal | None:
        return self.assessment.actual

    @property
    def derived(self) -> Decimal | None:
        """The reduction computed from levels, where none was reported."""
        return self.assessment.derived


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator in one year, across regions, in the order of their codes."""

    indicator: Indicator
    year: int
    rows: list[Compared]

    def ranked_targets(self) -> list[Compared]:
        """What may be compared of the targets, the most demanding first."""
        found = [one for one in self.rows if one.by_target.ranked_by is not None]
        return sorted(found, key=lambda one: one.by_target.ranked_by or 0, reverse=self._more)

    def ranked_actuals(self) -> list[Compared]:
        """What may be compared of the values, the best first; what is derived comes last."""
        found = [one for one in self.rows if _rank(one) is not None]
        found.sort(key=lambda one: _rank(one) or 0, reverse=self._more)
        return sorted(found, key=_is_derived)

    def apart_targets(self) -> list[Compared]:
        """The targets that may not be compared; `by_target.note` says why."""
        return [one for one in self.rows if one.by_target.ranked_by is None]

    def apart_actuals(self) -> list[Compared]:
        """The regions whose value may not be compared, or that have none."""
        return [one for one in self.rows if _rank(one) is None]

    @property
    def _more(self) -> bool:
        return self.indicator.direction != Direction.AT_MOST


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the promises of a comparison are written: their plans by slug, and their targets with
    citations by pk, those of the documents that amend them too."""

    plans: Mapping[str, Plan]
    targets: Mapping[int, Target]

    def of(self, one: Compared) -> Target | None:
        """The target that is compared, with its citations."""
        target = one.target
        return None if target is None or target.pk is None else self.targets.get(target.pk)


def comparison(
    *, indicator: Indicator, year: int, scope: QuerySet[PlanIndicator], today: date
) -> Comparison:
    """What the promises of `scope` say of `indicator`, compared in `year`. Eleven queries.

    What another plan took the place of by the end of `year` takes no part.
    """
    return compare_series(indicator, year, series(scope.filter(indicator=indicator), today=today))


def compare_series(indicator: Indicator, year: int, every: Sequence[Series]) -> Comparison:
    """The same of series that are known. One query."""
    found = [one for one in every if one.row.counts_in(year)]
    regions = Region.objects.select_related("parent").in_bulk({one.row.region for one in found})
    verdicts = [one.at(year) for one in found]
    targets = [compared_target(one.row, year) for one in found]
    by_target = judge(
        [_promised(one.row, target, year) for one, target in zip(found, targets, strict=True)],
        year=year,
    )
    by_actual = judge_actuals([one.row for one in found], verdicts)
    rows = [
        Compared(
            regions[one.row.region], one, verdict, target, _rate(one.row, target), ground, actual
        )
        for one, verdict, target, ground, actual in zip(
            found, verdicts, targets, by_target, by_actual, strict=True
        )
    ]
    rows.sort(key=lambda one: (one.region.code, one.row.plan))
    return Comparison(indicator, year, rows)


NO_SOURCES = Sources({}, {})


def sources(rows: Sequence[Compared], read: Sequence[PlanIndicator] = ()) -> Sources:
    """What a table of these rows quotes. Four queries.

    `read`: promises of `plan_indicators()` with what supersedes their plans; what they have is
    not read again.
    """
    known = {one.plan.slug: one.plan for one in read}
    targets = {target.pk: target for one in read for target in one.targets.all()}
    if slugs := {one.row.plan for one in rows} - known.keys():
        known |= {plan.slug: plan for plan in plans().filter(slug__in=slugs)}
    wanted = {one.target.pk for one in rows if one.target is not None} - {None}
    if others := [pk for pk in wanted if pk is not None and pk not in targets]:
        targets |= {one.pk: one for one in target_rows().filter(pk__in=others)}
    return Sources(known, targets)


def compared_target(row: PromiseRow, year: int) -> TargetData | None:
    """The target that stands for a promise in `year`; see `Compared.target`."""
    targets = targets_in_force(row.promise, year)
    valued = [one for one in targets if one.value is not None and not one.is_undated]
    stated = [target for target in valued if target.year == year]
    if stated:
        return max(stated, key=lambda target: target.base_year or 0)
    elsewhere = [t for t in targets if t.form is TargetForm.SET_ELSEWHERE and t.year == year]
    if elsewhere or not valued:
        return next(iter([*elsewhere, *_undated(row), *targets]), None)
    standing = [target for target in valued if target.year is None]
    if standing:
        return standing[0]
    later = [target for target in valued if (target.year or 0) > year]
    if later:
        return min(later, key=lambda target: (target.year or 0, -(target.base_year or 0)))
    return max(valued, key=lambda target: (target.year or 0, target.base_year or 0))


def _undated(row: PromiseRow) -> list[TargetData]:
    return [] if row.promise.undated is None else [row.promise.undated]


def _promised(row: PromiseRow, target: TargetData | None, year: int) -> Comparand:
    if target is None:
        return _comparand(row, None, None, None)
    # A standing limit binds from the year of its plan on: this year, unless that is to come.
    binds = None if target.is_undated else target.year or max(year, row.promise.since or year)
    definition = target.definition_note or row.definition_note
    said = row.promise.stated_in(target)
    stated = None if binds is None else min(target.base_year or binds, said or binds)
    goal = goal_of(row.promise, target)
    reduction, per_year = row.promise.is_reduction, target.form is TargetForm.PER_YEAR
    return replace(
        _comparand(
            row,
            binds,
            # A reduction's yearly rate is a reduction over its years; a level's change stays one.
            goal.value if isinstance(goal, Goal) and reduction else target.value,
            target.base_year,
            definition=definition,
            breaks=() if binds is None else between(row.promise.breaks, stated, binds),
        ),
        undated=target.is_undated,
        is_increment=target.form is TargetForm.INCREMENT,
        counts_from=target.counts_from,
        change=target.form if target.is_change and not reduction else None,
        yearly=target.value if per_year and reduction else None,
        range_to=target.value_to,
        about=target.form is TargetForm.ABOUT,
    )


def judge_actuals(
    rows: Sequence[PromiseRow], verdicts: Sequence[Assessment]
) -> list[Comparability | None]:
    """The ground of each value among those of the other `rows`, which promise the same indicator;
    whoever has no value takes no part."""
    comparands = [_happened(row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]
    grounds = iter(judge([one for one in comparands if one is not None]))
    return [None if one is None else next(grounds) for one in comparands]


def _happened(row: PromiseRow, verdict: Assessment) -> Comparand | None:
    value = verdict.actual if verdict.actual is not None else verdict.derived
    if value is None:
        return None
    base = verdict.base_year
    derived = verdict.actual is None
    definition, known = row.definition_note, row.promise.breaks
    apart = counted_apart(known, verdict.year) if base is None else ()
    found = _comparand(
        row,
        verdict.year,
        value,
        base,
        definition=definition,
        derived=derived,
        preliminary=verdict.preliminary,
        breaks=apart or between(known, base, verdict.year),
    )
    increments = [t for t in row.promise.targets if t.form is TargetForm.INCREMENT]
    if not increments:
        return found
    # A value counts from the year from which its own plan counts.
    starts = {target.counts_from for target in increments}
    return replace(found, is_increment=True, counts_from=starts.pop() if len(starts) == 1 else None)


def _comparand(
    row: PromiseRow,
    year: int | None,
    value: Decimal | None,
    base_year: int | None,
    *,
    definition: str = "",
    derived: bool = False,
    preliminary: bool = False,
    breaks: tuple[Break, ...] = (),
) -> Comparand:
    return Comparand(
        indicator=row.indicator,
        unit=row.unit,
        year=year,
        value=value,
        base_year=base_year,
        is_reduction=row.promise.is_reduction,
        definition_note=definition,
        derived=derived,
        prices=row.promise.prices,
        preliminary=preliminary,
        breaks=breaks,
    )


def _rate(row: PromiseRow, target: TargetData | None) -> Decimal | None:
    """What a reduction asks per year: as its plan prints it, or computed."""
    goal = None if target is None else goal_of(row.promise, target)
    if not isinstance(goal, Goal) or goal.year is None or goal.base_year is None:
        return None
    if goal.target.form is TargetForm.PER_YEAR:
        return goal.target.value
    return annual_rate(goal.value, goal.year - goal.base_year)


def _rank(one: Compared) -> Decimal | None:
    return None if one.by_actual is None else one.by_actual.ranked_by


def _is_derived(one: Compared) -> bool:
    return one.by_actual is not None and one.by_actual.level is ComparabilityLevel.DERIVED
