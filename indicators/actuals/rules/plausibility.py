"""Is a value plausible: errors that block, warnings that ask for an explanation, remarks.

What differs by indicator (whole numbers, parts, how far it moves within a year, its typical slips)
stands in the catalogue and comes with the `Context`. A check whose neighbours are missing doesn't
run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from common.figures import rounded
from common.signs import is_blank
from indicators.actuals.rules.findings import (
    Amount,
    Difference,
    Fall,
    Finding,
    IndicatorName,
    Parts,
    Severity,
    Share,
    error,
    remark,
    warning,
)
from indicators.actuals.rules.slips import wrong_magnitude
from indicators.plans.rules.enums import Nature, PriceBasis
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.parts import Division
from indicators.plans.rules.prices import NO_PRICES, Prices
from indicators.plans.rules.rates import derived_reduction
from indicators.plans.rules.slips import Slip
from indicators.plans.rules.units import UnitData

YEARLY_CHANGE = Decimal("0.20")  # a share of last year's value
SUM_DIFFERS = Decimal("0.05")  # a share of the whole
REDUCTION_DIFFERS = Decimal(2)  # percentage points
FAR_SCORE, FEWEST_PEERS = Decimal("3.5"), 5


@dataclass(frozen=True, slots=True)
class Expected:
    """What the catalogue says of the values of an indicator.

    `yearly_change`: how far a value moves within a year before it is asked about, as a share
    of it. `smallest`, `largest`: the sensible range, None where nobody stated one. `slips`: the
    units in which values are typed by mistake. `is_intensity`: values are alike however large a
    city is.
    """

    may_be_negative: bool = False
    whole_numbers: bool = False
    cumulative: bool = False
    is_intensity: bool = False
    largest: Decimal | None = None
    yearly_change: Decimal | None = None
    smallest: Decimal | None = None
    slips: Sequence[Slip] = ()


@dataclass(frozen=True, slots=True)
class ReportedFall:
    """A reduction that is reported, and counts from the level that is looked at, or to it.

    `other`: the level at its other end. `counts_from`: the level looked at is its base year's.
    `prices`: those of the reduction and of the level.
    """

    indicator: str
    base_year: int
    year: int
    value: Decimal
    unit: UnitData
    other: Decimal
    counts_from: bool
    prices: Prices = NO_PRICES


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a value; whatever is missing is left empty.

    Everything is in the catalogue's unit, `unit`. `previous`, `following`: the values of the year
    before and the year after. `same_year`: other indicators of the same region and year, by code;
    `names`: what they are called; `divisions`: which are parts of which. `peers`: the same
    indicator and year in other cities. `derived`: the reduction computed from the levels
    (`rates.derived_reduction`); `falls`: the reductions that are reported beside this level.
    `broken_before`, `broken_after`: the year before, or after, is counted differently, so that
    nothing is asked across. `source`: where the value is from, None where nobody asks.
    `year_is_over`: when it is submitted.
    `prices`: at which prices the value counts and, of a reduction, its levels.
    """

    indicator: str
    unit: UnitData
    expected: Expected = Expected()
    is_reduction: bool = False
    previous: Decimal | None = None
    same_year: Mapping[str, Decimal] = field(default_factory=dict)
    names: Mapping[str, IndicatorName] = field(default_factory=dict)
    divisions: Sequence[Division] = ()
    peers: Sequence[Decimal] = ()
    derived: Decimal | None = None
    limit: Limit | None = None
    nature: Nature = Nature.UNSTATED
    following: Decimal | None = None
    falls: Sequence[ReportedFall] = ()
    broken_before: bool = False
    broken_after: bool = False
    source: str | None = None
    year_is_over: bool = True
    prices: Prices = NO_PRICES


def run_checks(value: Decimal, context: Context) -> list[Finding]:
    """Every finding on `value`: errors, or else warnings and, last, remarks.

    After an error no warning is looked for. Empty where all is well.
    """
    if errors := find_errors(value, context):
        return errors
    beside = [found for check in _BESIDE for found in check(value, context)]
    # After a unit error only that is reported: the others follow from it.
    if slip := wrong_magnitude(value, _reference(context), context.expected.slips, context.unit):
        return [slip, *beside]
    found = [found for check in _WARNINGS for found in check(value, context)] + beside
    return sorted(found, key=lambda one: not one.warns)


def find_errors(value: Decimal, context: Context) -> list[Finding]:
    """The errors alone, which need no neighbours: of the context nothing but what is measured."""
    if not value.is_finite():
        return [error("not_a_number", typed=str(value))]
    return [found for check in _ERRORS for found in check(value, context)]


def moves_far(value: Decimal, context: Context) -> bool:
    """Whether `value` is farther from last year's than its indicator moves within a year."""
    if not context.previous or context.is_reduction or context.unit.is_count:
        return False  # small counts may jump
    if context.broken_before:
        return False
    return abs((value - context.previous) / context.previous) > _most(context)


def modified_z_score(value: Decimal, peers: Sequence[Decimal]) -> Decimal | None:
    """0.6745 · (x − median) / MAD (Iglewicz and Hoaglin 1993); None where MAD is 0.

    Unlike the plain z-score it isn't bounded by the number of values, and no single outlier
    can hide itself.
    """
    if not peers:
        return None
    middle = median(peers)
    spread = median([abs(peer - middle) for peer in peers])
    return None if spread == 0 else Decimal("0.6745") * (value - middle) / spread


Rule = Callable[[Decimal, Context], Iterator[Finding]]


def _negative(value: Decimal, context: Context) -> Iterator[Finding]:
    # A reduction below zero is a rise: bad news, but possible.
    if value < 0 and not context.is_reduction and not context.expected.may_be_negative:
        yield error("negative")


def _bounds(value: Decimal, context: Context) -> Iterator[Finding]:
    """Shares can't exceed the whole."""
    unit = context.unit
    if unit.highest is None or value <= unit.highest:
        return
    code = "over_100" if unit.in_points else "above_highest"
    if unit.is_share and unit.is_bare:
        code = "coefficient_over_1"
    yield error(code, highest=Amount(unit.highest, unit))


def _whole_numbers(value: Decimal, context: Context) -> Iterator[Finding]:
    counted = context.expected.whole_numbers or context.unit.is_count
    if counted and value != value.to_integral_value():
        yield warning("not_whole")


def _largest(value: Decimal, context: Context) -> Iterator[Finding]:
    largest = context.expected.largest
    if largest is not None and value > largest:
        yield warning("above_largest", largest=Amount(largest, context.unit))


def _smallest(value: Decimal, context: Context) -> Iterator[Finding]:
    smallest = context.expected.smallest
    if smallest is not None and value < smallest:
        yield warning("below_smallest", smallest=Amount(smallest, context.unit))


def _rise(value: Decimal, context: Context) -> Iterator[Finding]:
    if value < 0 and context.is_reduction and not context.expected.may_be_negative:
        yield warning("rise_not_reduction", rise=Fall(value, context.unit))


def _reference(context: Context) -> Decimal | None:
    """What the size of a value is held against: the nearest that is known of it."""
    alike = context.unit.is_share or context.expected.is_intensity
    for known in (context.previous, context.following, context.limit and context.limit.value):
        if known:
            return known
    return median(context.peers) if alike and context.peers else None


def _year_on_year(value: Decimal, context: Context) -> Iterator[Finding]:
    if context.previous is not None and moves_far(value, context):
        change = value - context.previous
        yield warning(
            "year_on_year",
            previous=Amount(context.previous, context.unit),
            change=Difference(change, context.unit, signed=True),
            share=Share(change / abs(context.previous), signed=True),
            most=Share(_most(context), places=0),
        )


def _most(context: Context) -> Decimal:
    """How far a value moves within a year before it is asked about, as a share of it."""
    most = context.expected.yearly_change
    return YEARLY_CHANGE if most is None else most


def _cumulative(value: Decimal, context: Context) -> Iterator[Finding]:
    if not context.expected.cumulative:
        return
    before = None if context.broken_before else context.previous
    after = None if context.broken_after else context.following
    if before is not None and value < before:
        yield warning("cumulative_falls", previous=Amount(before, context.unit))
    if after is not None and value > after:
        yield warning("cumulative_above_next", following=Amount(after, context.unit))


def _wholes(value: Decimal, context: Context) -> Iterator[Finding]:
    values = {**context.same_year, context.indicator: value}
    for division in context.divisions:
        members = (division.whole, *division.parts)
        if context.indicator not in members or division.whole not in values:
            continue
        whole = values[division.whole]
        known = [part for part in division.parts if part in values]
        above = [part for part in known if values[part] > whole]
        for part in above:
            if context.indicator in {part, division.whole}:
                yield warning(
                    "part_above_whole",
                    part=Amount(values[part], context.unit),
                    part_name=_name(part, context),
                    whole=Amount(whole, context.unit),
                    whole_name=_name(division.whole, context),
                )
        if division.complete and known and not above:
            yield from _sum(division, known, values, context)


def _sum(
    division: Division, known: Sequence[str], values: Mapping[str, Decimal], context: Context
) -> Iterator[Finding]:
    """The parts add up to the whole; as long as some are missing, to no more than it."""
    whole = values[division.whole]
    total = sum((values[part] for part in known), Decimal(0))
    partial = len(known) < len(division.parts)
    if abs(total - whole) <= SUM_DIFFERS * abs(whole) or (partial and total < whole):
        return
    unit = context.unit
    parts = ((_name(part, context), Amount(values[part], unit)) for part in known)
    yield warning(
        "sum_above_whole" if partial else "sum_differs",
        sum=Amount(total, unit),
        whole=Amount(whole, unit),
        whole_name=_name(division.whole, context),
        difference=Difference(abs(total - whole), unit),
        parts=Parts(tuple(parts)),
    )


def _derived(value: Decimal, context: Context) -> Iterator[Finding]:
    if context.derived is None or not context.is_reduction:
        return
    gap = abs(value - context.derived)
    if gap > REDUCTION_DIFFERS:
        yield warning(
            "reduction_disagrees",
            derived=Fall(rounded(context.derived, 2), context.unit),
            difference=Difference(rounded(gap, 2), context.unit),
            **_prices(context.prices),
        )


def _prices(prices: Prices) -> dict[str, PriceBasis]:
    """What explains that a reduction isn't what its levels say: they count at other prices."""
    if prices.own is None or prices.level is None or not prices.differ:
        return {}
    return {"prices": prices.own, "level_prices": prices.level}


def _falls(value: Decimal, context: Context) -> Iterator[Finding]:
    """The other way round: the reductions that no longer agree with this level."""
    for fall in context.falls:
        base, now = (value, fall.other) if fall.counts_from else (fall.other, value)
        derived = derived_reduction(base, now)
        if derived is None or abs(fall.value - derived) <= REDUCTION_DIFFERS:
            continue
        yield warning(
            "level_disagrees",
            name=_name(fall.indicator, context),
            base_year=fall.base_year,
            year=fall.year,
            reported=Fall(fall.value, fall.unit),
            derived=Fall(rounded(derived, 2), fall.unit),
            difference=Difference(rounded(abs(fall.value - derived), 2), fall.unit),
            **_prices(fall.prices),
        )


def _peers(value: Decimal, context: Context) -> Iterator[Finding]:
    # Only shares and intensities are alike from city to city; totals follow its size.
    alike = context.unit.is_share or context.expected.is_intensity
    if not alike or len(context.peers) < FEWEST_PEERS:
        return
    score = modified_z_score(value, context.peers)
    if score is not None and abs(score) > FAR_SCORE:
        middle = Amount(median(context.peers), context.unit)
        yield warning("far_from_peers", count=len(context.peers), median=middle)


def _limit(value: Decimal, context: Context) -> Iterator[Finding]:
    """A red line crossed is a warning; a limit that doesn't bind, or an estimate, is a remark."""
    limit = context.limit
    if limit is None or limit.gap(value) >= 0:
        return
    side = "above" if limit.is_ceiling else "below"
    # What is computed has more decimals than it means; 左右 has its tolerance.
    crossed = limit.edge.normalize() + 0 if limit.tolerance else limit.beside(value)
    amount = Amount(crossed, context.unit)
    if limit.is_estimate:
        yield remark("limit_crossed", kind="estimate", side=side, limit=amount)
    elif context.nature is Nature.CONSTRAINT:
        yield warning("red_line_crossed", side=side, limit=amount)
    else:
        yield remark("limit_crossed", kind="target", side=side, limit=amount)


def _source(_value: Decimal, context: Context) -> Iterator[Finding]:
    if context.source is not None and is_blank(context.source):
        # What is missing is a source, not an explanation.
        yield Finding("no_source", Severity.WARNING, explicable=False)


def _year(_value: Decimal, context: Context) -> Iterator[Finding]:
    if not context.year_is_over:
        yield warning("year_not_over")


_ERRORS: tuple[Rule, ...] = (_negative, _bounds)
_WARNINGS: tuple[Rule, ...] = (
    _whole_numbers,
    _largest,
    _smallest,
    _rise,
    _year_on_year,
    _cumulative,
    _wholes,
    _derived,
    _falls,
    _peers,
    _limit,
)
# What is asked of any value, whatever its number.
_BESIDE: tuple[Rule, ...] = (_source, _year)


def _name(code: str, context: Context) -> IndicatorName:
    return context.names.get(code) or IndicatorName(code, code)
