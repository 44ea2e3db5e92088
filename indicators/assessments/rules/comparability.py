"""May these be compared: on what ground, with what caveat, and by which number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from common.bilingual import Bilingual
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.plans.rules.rates import annual_rate
from indicators.plans.rules.units import Unit, convert
from indicators.plans.rules.wording import joined, number, unit_name

T = TypeVar("T")

_NO_YEAR = Bilingual("长期", "every year")
# From the safest ground to none; several reasons together give the weakest.
_ORDER = (
    ComparabilityLevel.DIRECT,
    ComparabilityLevel.REBASED,
    ComparabilityLevel.CAVEAT,
    ComparabilityLevel.DERIVED,
    ComparabilityLevel.NONE,
)

# What two values must share to be compared directly: year and base year.
Ground = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Comparand:
    """One promise or one actual of a region, as it goes into a comparison.

    `value` is in `unit`; None for a promise in words. `definition_note` says how its plan
    defines the indicator differently from the catalogue. `derived`: computed from two levels.
    """

    indicator: str
    unit: Unit
    year: int | None
    value: Decimal | None
    base_year: int | None = None
    is_reduction: bool = False
    definition_note: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Comparability:
    """Whether a value stands in the comparison: `level` with its `note`, and what to rank by.

    `ranked_by` is the value in the common unit or, where reductions were rebased, what each
    asks per year, in per cent; None where it can't be compared and is shown apart.
    """

    level: ComparabilityLevel
    note: Bilingual
    ranked_by: Decimal | None


def judge(comparands: Sequence[Comparand]) -> list[Comparability]:
    """Each comparand's place in one comparison, in the given order.

    The common ground (indicator, unit, year, base year) is that of the most of them, the
    first of those that tie. Reductions from different base years or over different spans are
    all compared by what they ask per year: 1 − (1 − r)^(1/n).
    """
    valued = [item for item in comparands if item.value is not None]
    if not valued:
        return [_none(_words_only()) for _ in comparands]
    indicator = _most([item.indicator for item in valued])
    alike = [item for item in valued if item.indicator == indicator]
    unit = _most([item.unit for item in alike])
    grounds = [(item.year, item.base_year) for item in alike if _spans(item)]
    if not grounds:
        return [_none(_no_base()) for _ in comparands]
    rebase = alike[0].is_reduction and len(set(grounds)) > 1
    common = _Common(indicator, unit, None if rebase else _most(grounds))
    notes = {item.definition_note for item in alike}
    return [_place(item, common, differs=len(notes) > 1) for item in comparands]


@dataclass(frozen=True, slots=True)
class _Common:
    """The ground of a comparison; without years where reductions go by their yearly rate."""

    indicator: str
    unit: Unit
    ground: Ground | None


def _place(item: Comparand, common: _Common, *, differs: bool) -> Comparability:
    refusal = _refusal(item, common)
    if refusal is not None or item.value is None:
        return _none(refusal or _words_only())
    value = convert(item.value, item.unit, common.unit)
    level, notes = ComparabilityLevel.DIRECT, []
    if common.ground is None:
        rate = annual_rate(value, _years(item))
        if rate is None:
            return _none(_impossible())
        level, notes = ComparabilityLevel.REBASED, [_rebased(item, rate)]
        value = rate
    if item.definition_note and differs:
        level = _weaker(level, ComparabilityLevel.CAVEAT)
        notes.append(_caveat(item.definition_note))
    if item.derived:
        level = _weaker(level, ComparabilityLevel.DERIVED)
        notes.append(_derived())
    return Comparability(level, joined(*notes), value)


def _refusal(item: Comparand, common: _Common) -> Bilingual | None:
    """Why `item` has no place on the common ground, or None."""
    if item.value is None:
        return _words_only()
    if item.indicator != common.indicator:
        return Bilingual("不是同一指标，不可比。", "Not the same indicator.")
    if item.unit.dimension != common.unit.dimension:
        return Bilingual(
            f"单位不同：{unit_name(item.unit).zh}与{unit_name(common.unit).zh}，不可比。",
            f"The units differ: {unit_name(item.unit).en} and {unit_name(common.unit).en}.",
        )
    if not _spans(item):
        return _no_base()
    if common.ground is not None and (item.year, item.base_year) != common.ground:
        mine, theirs = _year_text(item.year), _year_text(common.ground[0])
        return Bilingual(
            f"年份不同：{mine.zh}与{theirs.zh}，不可比。",
            f"The years differ: {mine.en} and {theirs.en}.",
        )
    return None


def _spans(item: Comparand) -> bool:
    """A reduction needs both its years; a level needs none."""
    return not item.is_reduction or _years(item) > 0


def _years(item: Comparand) -> int:
    return 0 if item.year is None or item.base_year is None else item.year - item.base_year


def _weaker(first: ComparabilityLevel, second: ComparabilityLevel) -> ComparabilityLevel:
    return max(first, second, key=_ORDER.index)


def _most(values: Sequence[T]) -> T:
    return Counter(values).most_common(1)[0][0]


def _none(note: Bilingual) -> Comparability:
    return Comparability(ComparabilityLevel.NONE, note, None)


def _year_text(year: int | None) -> Bilingual:
    return _NO_YEAR if year is None else Bilingual(f"{year}年", str(year))


def _rebased(item: Comparand, rate: Decimal) -> Bilingual:
    value = number(item.value) if item.value is not None else ""
    yearly = f"{rate:.2f}%"
    return Bilingual(
        f"{item.year}年较{item.base_year}年下降{value}%，折合每年下降{yearly}。",
        f"{value}% from {item.base_year} to {item.year} is {yearly} a year.",
    )


def _caveat(note: str) -> Bilingual:
    """The note is the transcriber's, in Chinese; the English sentence quotes it as it stands."""
    words = note.rstrip("。") + "。"
    return Bilingual(f"口径不同：{words}", f"Defined differently in its plan (in Chinese): {words}")


def _derived() -> Bilingual:
    return Bilingual(
        "由两年水平值推算；水平值为现价，官方降幅按可比价计算。",
        "Computed from the levels of two years, which are at current prices; official reductions "
        "are at constant prices.",
    )


def _words_only() -> Bilingual:
    return Bilingual("只有文字表述，没有数值，不可比。", "Promised in words only: no number.")


def _no_base() -> Bilingual:
    return Bilingual(
        "没有写明基期年或目标年，不可比。", "The base year or the target year is not stated."
    )


def _impossible() -> Bilingual:
    return Bilingual(
        "降幅超过100%，无法折算为年均降幅。", "A reduction of more than 100% has no yearly rate."
    )
