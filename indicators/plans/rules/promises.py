"""What a plan promises of one indicator, as the rules see it.

Values are in the catalogue's unit (`plans.rules.units.convert`); a reduction is in per cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import Comparator, Direction, GoalKind, Nature, TargetForm
from indicators.plans.rules.in_force import Document, Ending
from indicators.plans.rules.prices import NO_PRICES, Prices
from indicators.plans.rules.units import UnitData

CHANGES = frozenset({TargetForm.PER_YEAR, TargetForm.POINTS})


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class TargetData:
    """目标值. Without a year it limits every year, unless it is undated; without a value it
    promises in words.

    `form` says what `value` is: see `TargetForm`. `value_to` is the far end of a range, `aim` what
    the plan strives for beyond `value` (力争); neither is judged. `counts_from` is the year from
    which an increment counts. `definition_note`: where this target alone means something else
    than its indicator.
    `since`, `ended`: the days from which it is in force and is no longer, where other documents
    amend (`in_force`). `document`: where another document than the promise's own states it, which
    `replaces` that target since `changed_on`. `pk`: the row whose sentence can be shown.
    """

    value: Decimal | None
    comparator: Comparator
    year: int | None = None
    base_year: int | None = None
    wording: str = ""
    definition_note: str = ""
    goal_kind: GoalKind = GoalKind.BY_YEAR
    form: TargetForm = TargetForm.VALUE
    value_to: Decimal | None = None
    aim: Decimal | None = None
    counts_from: int | None = None
    since: date | None = None
    ended: Ending | None = None
    document: Document | None = None
    changed_on: date | None = None
    replaces: "TargetData | None" = None
    pk: int | None = field(default=None, compare=False)

    @property
    def sets(self) -> bool:
        """Whether it sets what the promise's own plan left to another document."""
        return self.replaces is not None and self.replaces.form is TargetForm.SET_ELSEWHERE

    @property
    def is_undated(self) -> bool:
        """A goal for which the plan names no year: shown, and never late."""
        return self.goal_kind is GoalKind.UNDATED

    @property
    def is_change(self) -> bool:
        """Its number says how much changes from the base year on, not which value is reached."""
        return self.form in CHANGES

    @property
    def starts_itself(self) -> bool:
        """Its road has a beginning of its own: a base year, or the year from which it counts."""
        return self.is_change or self.form is TargetForm.INCREMENT


@dataclass(frozen=True, slots=True)
class Promise:
    """What one plan says of one indicator for one region, as far as it is judged.

    `baseline` is the value from which a floor's road starts (see `choose_baseline`), to a target
    that has no start of its own.
    `since` is the first year in which a standing limit binds: the year of the plan.
    `tolerance` is what 左右 allows, as a share. `bases` are the values of the base years from
    which a level's change counts, where they are known. An increment starts at 0. `prices`: at
    which prices the values count. `breaks` are those of the indicator in its region and, of a
    reduction, of the level behind it. `ended`: where another plan takes the place of its own.
    `baseline_is_reported`, `reported_bases`: by the plan itself.
    """

    direction: Direction
    nature: Nature
    unit: UnitData
    targets: tuple[TargetData, ...]
    is_reduction: bool = False
    baseline: Point | None = None
    since: int | None = None
    tolerance: Decimal | None = None
    bases: Mapping[int, Decimal] = field(default_factory=dict)
    prices: Prices = NO_PRICES
    breaks: tuple[Break, ...] = ()
    ended: Ending | None = None
    baseline_is_reported: bool = False
    reported_bases: frozenset[int] = frozenset()
    may_be_negative: bool = False

    @property
    def undated(self) -> TargetData | None:
        """The goal without a year, if the plan has one with a value."""
        return next((t for t in self.targets if t.is_undated and t.value is not None), None)

    def stated_in(self, target: TargetData) -> int | None:
        """The year of the document that states `target`: its own plan, or what amends that."""
        return self.since if target.changed_on is None else target.changed_on.year


def choose_baseline(
    reported: Sequence[Point], actuals: Sequence[Point], *, before: int
) -> Point | None:
    """The value from which the road to the first target starts, or None.

    The latest value that the plan itself reports for a year before `before` (the plan's own),
    else the latest actual. Later actuals don't move it: a road that starts again every year
    would excuse every delay.
    """
    for points in (reported, actuals):
        early = [point for point in points if point.year < before]
        if early:
            return max(early, key=lambda point: point.year)
    return None


def base_values(
    years: set[int], reported: Sequence[Point], actuals: Sequence[Point]
) -> dict[int, Decimal]:
    """The values of `years`: what the plan itself reports of each, else the actual."""
    known = {point.year: point.value for point in (*actuals, *reported)}
    return {year: known[year] for year in years if year in known}
