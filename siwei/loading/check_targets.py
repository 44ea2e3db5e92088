"""Checks what a target's number says: its form, its years, and the words that it stands in."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import CHANGES
from siwei.loading.check_comparators import comparator_faults
from siwei.loading.check_tasks import TaskCheck
from siwei.loading.check_words import word_faults
from siwei.loading.checking import STRIVES, Path
from siwei.loading.numbers import number_tokens
from siwei.loading.phrases import Faults, sentences
from siwei.loading.schema import DatedEntry, IndicatorEntry, TargetEntry
from siwei.loading.shared import CatalogueEntry

_RISES = re.compile("增长|增加|提高|提升|上升|扩大")
_FALLS = re.compile("下降|降低|减少|压减|削减|缩减")
# What falls by as much a year, or in points of a share, leaves nothing.
_ALL = Decimal(100)


class TargetCheck(TaskCheck):
    """Says where the form of a target doesn't fit its words, or the rest of it."""

    def _target(self, path: Path, entry: IndicatorEntry, target: TargetEntry) -> None:
        known = self.catalogue.get(entry.indicator)
        for faults in (
            _form(target),
            _goal(target),
            _change(target, known),
            word_faults(entry, target, self.catalogue),
        ):
            for key, message in faults:
                self._say((*path, *key), message)
        if known is not None:
            for key, message in (
                *self._side(path, entry, target, known),
                *_ends(target, known),
                *_of_its_indicator(target, known),
            ):
                self._say((*path, *key), message)
            self._points(path, target, known)
        for name, number in _further(target):
            self._stands_in_a_quotation(path, name, number, target)

    def _side(
        self, path: Path, entry: IndicatorEntry, target: TargetEntry, known: CatalogueEntry
    ) -> Faults:
        """What is wrong with the comparator, also by the heads of the columns that are cited."""
        heads = [
            self.heads[one.clause].names[index]
            for one in target.citations
            if one.column and one.value is None and one.states is None and one.clause in self.heads
            if (index := self.heads[one.clause].head.find(one.column)) is not None
        ]
        tabled = (*path[:2], "indicator") not in self.source.lines
        note = _("cells 或 indicators 的 note") if tabled else "note"
        return comparator_faults(entry, target, known, self.units, heads, note)

    def _points(self, path: Path, target: TargetEntry, known: CatalogueEntry) -> None:
        unit = self.units.units.get(known.unit)
        if target.form is TargetForm.POINTS and unit is not None and not unit.in_points:
            self._say((*path, "form"), _("以“%s”计的指标没有百分点") % known.unit)

    def _stands_in_a_quotation(
        self, path: Path, key: str, number: Decimal, target: TargetEntry
    ) -> None:
        """Each further number is stated in words that the target cites."""
        tokens = [t for one in target.citations for t in number_tokens(one.quote)]
        alike = [token for token in tokens if token.value == number]
        if not alike:
            self._say((*path, key), _("没有一条引文写明数值 %s") % number)
        elif key != "counts_from" and all(str(token.value) != str(number) for token in alike):
            self._say((*path, key), _("原文写作 %s，请照写") % alike[0].value)


def is_change(row: DatedEntry) -> bool:
    """Whether its number says how much a level changes, in per cent or in points."""
    return isinstance(row, TargetEntry) and row.form in CHANGES


def base_year_fault(row: DatedEntry, *, reduction: bool) -> str:
    """A base year belongs to a reduction, and to what says how much a level changes."""
    changes = is_change(row)
    if reduction and (row.base_year is None or row.year is None):
        return _("下降幅度必须写明年份和基期年")
    if changes and (row.base_year is None or row.year is None):
        return _("年均变化和百分点变化必须写明年份和基期年")
    if not reduction and not changes and row.base_year is not None:
        return _("只有下降幅度、年均变化和百分点变化才有基期年")
    return ""


def further_numbers(row: DatedEntry) -> set[Decimal]:
    """What else the sentence of a target states beside its value: the far end of a range, what is
    strived for, the year from which it counts, that of the target which it amends."""
    if not isinstance(row, TargetEntry):
        return set()
    amended = (row.amends.year, row.amends.base_year) if row.amends else ()
    years = {Decimal(year) for year in amended if year is not None}
    return years | {number for _key, number in _further(row)}


def _further(target: TargetEntry) -> Iterator[tuple[str, Decimal]]:
    if target.value_to is not None:
        yield "value_to", target.value_to
    if target.aim is not None:
        yield "aim", target.aim
    if target.counts_from is not None:
        yield "counts_from", Decimal(target.counts_from)


def _form(target: TargetEntry) -> Faults:
    form = target.target_form
    if form is TargetForm.RANGE and (target.value is None or target.value_to is None):
        yield ("form",), _("区间须写明两端：value 是近端，value_to 是远端")
    elif form is not TargetForm.RANGE and target.value_to is not None:
        yield ("value_to",), _("只有区间（form: range）才有 value_to")
    if form is TargetForm.SET_ELSEWHERE and target.value is not None:
        yield ("value",), _("另行下达的目标还没有数值；下达它的文件以 amends 写明")
    elif form not in (TargetForm.VALUE, TargetForm.SET_ELSEWHERE) and target.value is None:
        yield ("form",), _("没有数值的目标不写 form: %s") % form
    if target.aim is not None and target.value is None:
        yield ("aim",), _("力争值须与确保的数值（value）并列；只有力争的数值就是 value")
    if target.counts_from is not None and form is not TargetForm.INCREMENT:
        yield ("counts_from",), _("只有增量（form: increment）才有起算年")


def _goal(target: TargetEntry) -> Faults:
    if target.year is not None and target.goal is not None:
        yield ("goal",), _("有年份的目标不写 goal")
    if None not in (target.counts_from, target.year) and target.counts_from >= target.year:  # type: ignore[operator]
        yield ("counts_from",), _("起算年必须早于目标年")


def _change(target: TargetEntry, known: CatalogueEntry | None) -> Faults:
    """A change counts in the indicator's good direction, so its words must say that one."""
    if target.form not in CHANGES or known is None:
        return
    reduction = known.level_of is not None
    if reduction and target.form is TargetForm.POINTS:
        yield ("form",), _("下降幅度没有百分点变化")
    falls = reduction or known.direction is Direction.AT_MOST
    if known.direction is Direction.NONE:
        yield ("form",), _("“%s”不分方向，不能评判变化") % known.code
        return
    if falls and target.value is not None and target.value >= _ALL:
        yield ("value",), _("下降不能达到或超过 100%%：%s") % target.value
    good, bad = (_FALLS, _RISES) if falls else (_RISES, _FALLS)
    if any(bad.search(words) for words in sentences(target)) and not any(
        good.search(words) for words in sentences(target)
    ):
        yield ("form",), _("变化按指标的好方向计算，原文说的却是相反方向，写成文字表述")


def _ends(target: TargetEntry, known: CatalogueEntry) -> Faults:
    """The near end of a range is judged, and what is strived for lies beyond the value."""
    if target.value is None:
        return
    less = _is_ceiling(target, known)
    if target.value_to is not None and target.target_form is TargetForm.RANGE:
        if target.value_to == target.value:
            yield ("value_to",), _("区间两端相同")
        elif (target.value_to < target.value) != less:
            yield ("value_to",), _("value 须是近端：下限指标较小的一端，上限指标较大的一端")
    if target.aim is not None and (
        target.aim == target.value or (target.aim < target.value) != less
    ):
        yield ("aim",), _("力争值须比 value 更进一步")


def _is_ceiling(target: TargetEntry, known: CatalogueEntry) -> bool:
    if target.comparator is Comparator.EQUAL or target.form in CHANGES:
        return known.direction is Direction.AT_MOST and target.form not in CHANGES
    return target.comparator is Comparator.AT_MOST


def _of_its_indicator(target: TargetEntry, known: CatalogueEntry) -> Faults:
    if target.form is TargetForm.ABOUT and known.tolerance is None:
        yield (
            ("form",),
            _("指标“%s”没有写明“左右”的容差（catalogue.yaml 的 tolerance）") % known.code,
        )
    increment = target.form is TargetForm.INCREMENT
    if increment and known.increment_of is None:
        yield ("form",), _("“%s”不是增量指标；新增的量要用目录里自己的指标") % known.code
    elif known.increment_of is not None and target.value is not None and not increment:
        yield ("form",), _("“%s”是增量指标，须写 form: increment") % known.code


def strives(target: TargetEntry) -> tuple[str, ...]:
    """Where a target may say that the paper only strives for something (力争)."""
    return (target.wording, target.note, STRIVES if target.aim is not None else "")
