"""May these be compared: on what ground, with what caveat, and by which number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import PriceBasis, TargetForm
from indicators.plans.rules.prices import NO_PRICES, Prices
from indicators.plans.rules.rates import annual_rate
from indicators.plans.rules.units import UnitData, convert

T = TypeVar("T")

# From the safest ground to none; several reasons together give the weakest.
_ORDER = (
    ComparabilityLevel.DIRECT,
    ComparabilityLevel.REBASED,
    ComparabilityLevel.CAVEAT,
    ComparabilityLevel.DERIVED,
    ComparabilityLevel.NONE,
)

# What two values must share to be compared directly: year, base year, the year from which an
# increment counts, and whether it is a value or a change.
Ground = tuple[int | None, int | None, int | None, TargetForm | None]


@dataclass(frozen=True, slots=True)
class Comparand:
    """One promise or one actual of a region, as it goes into a comparison.

    `value` is in `unit`; None for a promise in words. `definition_note` says how its plan
    defines the indicator differently from the catalogue. `derived`: computed from two levels.
    `undated`: the goal names no year. `is_increment`: it counts from the year `counts_from`.
    `change`: `value` says how much a level changes, in this form. `yearly`: of a reduction, the
    rate per year that the plan itself prints. `range_to`, `about`: what is printed beside `value`.
    `prices`: at which prices it counts, and the level that a reduction is of. `preliminary`: the
    value may still change.
    `breaks`: why it may be counted otherwise than the others.
    """

    indicator: str
    unit: UnitData
    year: int | None
    value: Decimal | None
    base_year: int | None = None
    is_reduction: bool = False
    definition_note: str = ""
    derived: bool = False
    prices: Prices = NO_PRICES
    preliminary: bool = False
    undated: bool = False
    is_increment: bool = False
    counts_from: int | None = None
    change: TargetForm | None = None
    yearly: Decimal | None = None
    range_to: Decimal | None = None
    about: bool = False
    breaks: tuple[Break, ...] = ()

    @property
    def ground(self) -> Ground:
        return (self.year, self.base_year, self.counts_from, self.change)


class NoteCode(StrEnum):
    """What a reader must know of a value in a comparison; in `Note.values` what it names."""

    WORDS_ONLY = "words_only"
    OTHER_INDICATOR = "other_indicator"
    OTHER_UNIT = "other_unit"  # unit, common
    OTHER_YEAR = "other_year"  # year, common; None stands for every year
    NO_BASE = "no_base"
    NO_RATE = "no_rate"
    UNDATED = "undated"
    NO_START = "no_start"
    OTHER_START = "other_start"  # year, common: from which an increment counts
    OTHER_FORM = "other_form"  # a change of a level beside levels, or of another kind
    RANGE = "range"  # near and far end, unit
    ABOUT = "about"
    YEARLY = "yearly"  # rate
    REBASED = "rebased"  # base, year, value and rate, both in per cent
    DEFINITION = "definition"  # note, as the transcriber wrote it, in Chinese
    DERIVED = "derived"  # prices
    PRICES = "prices"  # basis, common
    PRELIMINARY = "preliminary"
    SERIES_BREAK = "series_break"  # breaks


@dataclass(frozen=True, slots=True)
class Note:
    """Why a value can't be compared, or on what ground it is."""

    code: NoteCode
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparability:
    """Whether a value stands in the comparison: `level` with its `notes`, and what to rank by.

    `ranked_by` is the value in the common unit or, where reductions were rebased, what each
    asks per year, in per cent; None where it can't be compared and is shown apart.
    """

    level: ComparabilityLevel
    notes: tuple[Note, ...]
    ranked_by: Decimal | None


def judge(comparands: Sequence[Comparand], *, year: int | None = None) -> list[Comparability]:
    """Each comparand's place in one comparison, in the given order.

    The common ground (indicator, unit, year, base year, start of an increment, value or change)
    is that of the most of them; of those that tie, the one of `year`, else the first. Reductions
    from different base years or over different spans, and those of which the plan prints a yearly
    rate, are all compared by what they ask per year: 1 − (1 − r)^(1/n).
    """
    valued = [item for item in comparands if item.value is not None and not item.undated]
    if not valued:
        return [_none(_without_ground(item)) for item in comparands]
    indicator = _most([item.indicator for item in valued])
    alike = [item for item in valued if item.indicator == indicator]
    unit = _most([item.unit for item in alike])
    grounds = [item.ground for item in alike if _spans(item) and _starts(item)]
    if not grounds:
        return [_none(_without_ground(item)) for item in comparands]
    rebase = alike[0].is_reduction and (
        len(set(grounds)) > 1 or any(item.yearly is not None for item in alike)
    )
    basis = _most([_basis(item) for item in alike])
    common = _Common(indicator, unit, None if rebase else _ground(grounds, year), basis)
    notes = {item.definition_note for item in alike}
    return [_place(item, common, differs=len(notes) > 1) for item in comparands]


def _basis(item: Comparand) -> PriceBasis | None:
    """At which prices a value counts: what is derived, at those of the levels."""
    return item.prices.level if item.derived else item.prices.own


@dataclass(frozen=True, slots=True)
class _Common:
    """The ground of a comparison; without years where reductions go by their yearly rate."""

    indicator: str
    unit: UnitData
    ground: Ground | None
    basis: PriceBasis | None


def _place(item: Comparand, common: _Common, *, differs: bool) -> Comparability:
    refusal = _refusal(item, common)
    if refusal is not None:
        return Comparability(ComparabilityLevel.NONE, (refusal,), None)
    assert item.value is not None  # a promise in words is refused
    value = convert(item.value, item.unit, common.unit)
    level, notes = ComparabilityLevel.DIRECT, []
    if common.ground is None:
        rate = item.yearly if item.yearly is not None else annual_rate(value, _years(item))
        if rate is None:
            return _none(NoteCode.NO_RATE)
        level, notes = ComparabilityLevel.REBASED, [_rebased(item, rate)]
        value = rate
    notes += _printed(item)
    if item.definition_note and differs:
        level = _weaker(level, ComparabilityLevel.CAVEAT)
        notes.append(Note(NoteCode.DEFINITION, {"note": item.definition_note}))
    if item.breaks:
        level = _weaker(level, ComparabilityLevel.CAVEAT)
        notes.append(Note(NoteCode.SERIES_BREAK, {"breaks": item.breaks}))
    if item.preliminary:
        level = _weaker(level, ComparabilityLevel.CAVEAT)
        notes.append(Note(NoteCode.PRELIMINARY))
    if item.derived:
        level = _weaker(level, ComparabilityLevel.DERIVED)
        notes.append(Note(NoteCode.DERIVED, {"prices": item.prices}))
    elif _basis(item) is not common.basis:
        level = _weaker(level, ComparabilityLevel.CAVEAT)
        notes.append(Note(NoteCode.PRICES, {"basis": _basis(item), "common": common.basis}))
    return Comparability(level, tuple(notes), value)


def _refusal(item: Comparand, common: _Common) -> Note | None:
    """Why `item` has no place on the common ground, or None."""
    if item.value is None or item.undated:
        return Note(_without_ground(item))
    if item.indicator != common.indicator:
        return Note(NoteCode.OTHER_INDICATOR)
    if item.unit.dimension != common.unit.dimension:
        return Note(NoteCode.OTHER_UNIT, {"unit": item.unit, "common": common.unit})
    if not (_spans(item) and _starts(item)):
        return Note(_without_ground(item))
    return None if common.ground is None else _off_ground(item, common.ground)


def _off_ground(item: Comparand, ground: Ground) -> Note | None:
    year, base, start, change = ground
    if item.change is not change:
        return Note(NoteCode.OTHER_FORM)
    if item.counts_from != start:
        return Note(NoteCode.OTHER_START, {"year": item.counts_from, "common": start})
    if (item.year, item.base_year) != (year, base):
        return Note(NoteCode.OTHER_YEAR, {"year": item.year, "common": year})
    return None


def _without_ground(item: Comparand) -> NoteCode:
    """Why there is no ground at all to compare on, as far as `item` is concerned."""
    if item.value is None:
        return NoteCode.WORDS_ONLY
    if item.undated:
        return NoteCode.UNDATED
    return NoteCode.NO_BASE if _starts(item) else NoteCode.NO_START


def _printed(item: Comparand) -> list[Note]:
    """What the plan prints beside the number that is compared."""
    if item.range_to is not None:
        ends = {"near": item.value, "far": item.range_to, "unit": item.unit}
        return [Note(NoteCode.RANGE, ends)]
    return [Note(NoteCode.ABOUT)] if item.about else []


def _starts(item: Comparand) -> bool:
    """An increment is nothing to compare without the year from which it counts."""
    return not item.is_increment or item.counts_from is not None


def _spans(item: Comparand) -> bool:
    """A reduction needs both its years; a level needs none."""
    return not item.is_reduction or _years(item) > 0


def _years(item: Comparand) -> int:
    return 0 if item.year is None or item.base_year is None else item.year - item.base_year


def _weaker(first: ComparabilityLevel, second: ComparabilityLevel) -> ComparabilityLevel:
    return max(first, second, key=_ORDER.index)


def _ground(grounds: Sequence[Ground], year: int | None) -> Ground:
    """The most frequent one; whoever asks for a year wants to see the targets of that year."""
    return _most(sorted(grounds, key=lambda ground: year is not None and ground[0] != year))


def _most(values: Sequence[T]) -> T:
    """The most frequent one, of those that tie the first."""
    return Counter(values).most_common(1)[0][0]


def _none(code: NoteCode) -> Comparability:
    return Comparability(ComparabilityLevel.NONE, (Note(code),), None)


def _rebased(item: Comparand, rate: Decimal) -> Note:
    if item.yearly is not None:
        return Note(NoteCode.YEARLY, {"rate": rate})
    values = {"base": item.base_year, "year": item.year, "value": item.value, "rate": rate}
    return Note(NoteCode.REBASED, values)
