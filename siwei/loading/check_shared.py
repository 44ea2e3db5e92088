"""What is wrong with an entry of what the plans share, among all the others of its file.

Each check yields the path of a value inside its entry, and why that value is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from django.utils.translation import gettext as _

from departments.rules.regions import Misplaced, levels_above, misplaced
from departments.rules.successions import succession_fault
from departments.wording import succession_refusal
from siwei.loading.checking import Path
from siwei.loading.shared import (
    BreakEntry,
    CatalogueEntry,
    DivisionEntry,
    RegionEntry,
    UnitEntry,
)

Faults: TypeAlias = Iterator[tuple[Path, str]]

# What is counted in money, or per money, is of this dimension (money, money/volume).
MONEY = "money"


def nothing_else(_entry: object, _entries: Mapping[str, object]) -> Faults:
    """For entries of which only the shape is checked."""
    yield from ()


def check_region(entry: RegionEntry, regions: Mapping[str, RegionEntry]) -> Faults:
    yield from _check_parent(entry, regions)
    if entry.valid_from and entry.valid_to and entry.valid_from >= entry.valid_to:
        yield ("valid_to",), _("撤销日期不晚于设立日期")
    yield from _check_successions(entry, regions)


def _check_successions(entry: RegionEntry, regions: Mapping[str, RegionEntry]) -> Faults:
    every = [one for region in regions.values() for one in region.successions]
    for i, one in enumerate(entry.successions):
        after = regions.get(one.successor)
        if after is None:
            yield ("became", i, "code"), _("行政区划表里没有“%s”") % one.successor
            continue
        if any(other.successor == one.successor for other in entry.successions[:i]):
            yield ("became", i, "code"), _("“%s”写了两次") % one.successor
            continue
        others = [other for other in every if other != one]
        fault = succession_fault(one, entry.for_succession, after.for_succession, others)
        if fault is not None:
            yield ("became", i), succession_refusal(fault)


def _check_parent(entry: RegionEntry, regions: Mapping[str, RegionEntry]) -> Faults:
    parent = regions.get(entry.parent or "")
    if parent is None:
        if entry.parent is not None or levels_above(entry.place.level):
            yield ("parent",), _("行政区划表里没有“%s”") % (entry.parent or "")
        return
    wrong = misplaced(entry.place, parent.place)
    if wrong is Misplaced.NOT_BELOW:
        yield ("parent",), _("省级行政区没有上级")
    elif wrong is Misplaced.WRONG_LEVEL:
        yield ("parent",), _("上级“%s”的级别不比它高") % parent.name
    elif wrong is Misplaced.WRONG_CODE:
        words = _("%(parent)s的下级代码以 %(digits)s 开头，%(code)s 不是")
        digits = parent.place.beginning(entry.level)
        yield ("parent",), words % {"parent": parent.name, "digits": digits, "code": entry.code}


def check_unit(entry: UnitEntry, units: Mapping[str, UnitEntry]) -> Faults:
    """A spelling stands for one unit alone."""
    for kind in ("printed", "typed"):
        for i, text in enumerate(getattr(entry, kind)):
            others = (one for one in units.values() if one is not entry)
            owner = next((one for one in others if text in _spellings(one)), None)
            if owner is not None:
                words = _("写法“%(text)s”已经是单位“%(unit)s”的") % {
                    "text": text,
                    "unit": owner.symbol,
                }
                yield (kind, i), words
    for i, text in enumerate(entry.typed):
        if text in entry.printed:
            yield ("typed", i), _("写法“%s”已列在 printed 中") % text


def _spellings(entry: UnitEntry) -> set[str]:
    return {entry.symbol, *entry.printed, *entry.typed}


def indicator_check(
    units: Mapping[str, UnitEntry],
) -> Callable[[CatalogueEntry, Mapping[str, CatalogueEntry]], Faults]:
    """The check of a catalogue entry, whose unit is one of `units`."""

    def check(entry: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> Faults:
        unit = units.get(entry.unit)
        if unit is None:
            yield ("unit",), _("未知的计量单位“%s”") % entry.unit
        elif None not in (entry.largest, unit.highest) and entry.largest > unit.highest:  # type: ignore[operator]
            words = _("合理最大值超过了单位“%(unit)s”的最大可能值 %(highest)s")
            yield ("largest",), words % {"unit": unit.symbol, "highest": unit.highest}
        if None not in (entry.smallest, entry.largest) and entry.smallest > entry.largest:  # type: ignore[operator]
            yield ("smallest",), _("合理最小值大于合理最大值")
        if entry.per is not None and entry.per not in units:
            yield ("per",), _("未知的计量单位“%s”") % entry.per
        yield from _check_slips(entry, units)
        yield from _check_level(entry, catalogue)
        yield from _check_increment(entry, catalogue)
        yield from _check_prices(entry, units, catalogue)
        yield from _check_tolerance(entry, units)
        for i, division in enumerate(entry.divisions):
            yield from _check_division(("divisions", i), entry, division, catalogue)
        if _contains_itself(entry, catalogue):
            yield ("divisions",), _("一个指标不能是它自己分项的分项")
        codes = [division.code for division in entry.divisions]
        if len(codes) != len(set(codes)):
            yield ("divisions",), _("同一指标的构成代码重复")

    return check


def _check_slips(entry: CatalogueEntry, units: Mapping[str, UnitEntry]) -> Faults:
    """Units that can be taken for the indicator's own: others that measure the same."""
    own = units.get(entry.unit)
    for i, symbol in enumerate(entry.slips):
        unit = units.get(symbol)
        if unit is None:
            yield ("slips", i), _("未知的计量单位“%s”") % symbol
        elif own is not None and (unit is own or unit.dimension != own.dimension):
            words = _("“%(slip)s”不能误作“%(unit)s”：须是同一种量的另一个单位")
            yield ("slips", i), words % {"slip": symbol, "unit": own.symbol}


def _check_level(entry: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> Faults:
    if entry.level_of is None:
        return
    level = catalogue.get(entry.level_of)
    if level is None:
        yield ("level_of",), _("指标目录里没有“%s”") % entry.level_of
    elif level.level_of is not None:
        yield ("level_of",), _("“%s”自己是下降幅度，不是水平") % level.code


def _check_increment(entry: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> Faults:
    """An increment adds to a stock that is counted in the same unit."""
    if entry.increment_of is None:
        return
    stock = catalogue.get(entry.increment_of)
    if stock is None:
        yield ("increment_of",), _("指标目录里没有“%s”") % entry.increment_of
    elif stock.increment_of is not None or stock.level_of is not None:
        yield ("increment_of",), _("“%s”不是累计的量") % stock.code
    elif stock.unit != entry.unit:
        words = _("增量的单位是“%(unit)s”，与累计的量“%(stock)s”不同")
        yield ("increment_of",), words % {"unit": entry.unit, "stock": stock.unit}


def _check_prices(
    entry: CatalogueEntry, units: Mapping[str, UnitEntry], catalogue: Mapping[str, CatalogueEntry]
) -> Faults:
    """Whatever has money in it says at which prices, and nothing else; a fall is of its level."""
    money = _has_money(entry, units)
    if money and entry.price_basis is None:
        yield ("price_basis",), _("数值里有金额，要写明价格口径：constant 可比价或 current 当年价")
    level = catalogue.get(entry.level_of or "")
    of_money = money or (level is not None and _has_money(level, units))
    if entry.price_basis is not None and not of_money:
        yield ("price_basis",), _("数值里没有金额，不写价格口径")


def _has_money(entry: CatalogueEntry, units: Mapping[str, UnitEntry]) -> bool:
    used = (units.get(symbol) for symbol in (entry.unit, entry.per or ""))
    return any(unit is not None and unit.dimension.startswith(MONEY) for unit in used)


def _check_tolerance(entry: CatalogueEntry, units: Mapping[str, UnitEntry]) -> Faults:
    """So many works are so many: no plan may say 左右 of what is counted one by one."""
    unit = units.get(entry.unit)
    counted = entry.whole_numbers or (unit is not None and unit.is_count)
    if entry.tolerance is not None and counted:
        yield ("tolerance",), _("按个数计的指标没有“左右”的容差")


def _check_division(
    path: Path,
    entry: CatalogueEntry,
    division: DivisionEntry,
    catalogue: Mapping[str, CatalogueEntry],
) -> Faults:
    """Parts are other entries, in the unit of their whole."""
    for i, code in enumerate(division.parts):
        part = catalogue.get(code)
        if part is None:
            yield (*path, "parts", i), _("指标目录里没有“%s”") % code
        elif part is entry:
            yield (*path, "parts", i), _("一个指标不能是它自己的分项")
        elif division.complete and part.basin:
            words = _("“%s”只计一个流域，不能是加起来等于总量的分项")
            yield (*path, "parts", i), words % code
        elif part.unit != entry.unit:
            words = _("分项“%(part)s”的单位是“%(unit)s”，与总量的“%(whole)s”不同")
            yield (
                (*path, "parts", i),
                words % {"part": code, "unit": part.unit, "whole": entry.unit},
            )


def _contains_itself(entry: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> bool:
    """Whether an entry is a part of one of its parts, or of theirs."""
    left = [code for code in _parts(entry) if code != entry.code]
    seen: set[str] = set()
    while left:
        part = catalogue.get(left.pop())
        if part is None or part.code in seen:
            continue
        seen.add(part.code)
        left += _parts(part)
        if entry.code in _parts(part):
            return True
    return False


def _parts(entry: CatalogueEntry) -> list[str]:
    return [code for division in entry.divisions for code in division.parts]


def break_check(
    regions: Mapping[str, RegionEntry], catalogue: Mapping[str, CatalogueEntry]
) -> Callable[[BreakEntry, Mapping[str, BreakEntry]], Faults]:
    """The check of a series break, whose indicator and region are known."""

    def check(entry: BreakEntry, _entries: Mapping[str, BreakEntry]) -> Faults:
        if entry.indicator not in catalogue:
            yield ("indicator",), _("指标目录里没有“%s”") % entry.indicator
        if entry.region is not None and entry.region not in regions:
            yield ("region",), _("行政区划表里没有“%s”") % entry.region

    return check
