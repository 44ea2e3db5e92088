"""Checks what a target's number says: its form, its years, and the words that it stands in."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import CHANGES
from siwei.loading.check_tasks import TaskCheck
from siwei.loading.checking import STRIVES, Path
from siwei.loading.numbers import number_tokens
from siwei.loading.schema import DatedEntry, IndicatorEntry, TargetEntry
from siwei.loading.shared import CatalogueEntry

_TO = re.compile(r"\s*(?:[-—–－―~～〜]+|至|到)\s*")
_RISES = re.compile("增长|增加|提高|提升|上升|扩大")
_FALLS = re.compile("下降|降低|减少|压减|削减|缩减")
# What words of the paper say of a number, by the form that tells it.
_WORDS = {
    TargetForm.ABOUT: re.compile("左右|大约|(?<![节集制])约(?=[0-9０-９])"),
    TargetForm.PER_YEAR: re.compile("年均|每年平均|平均每年"),
    TargetForm.POINTS: re.compile("百分点"),
    TargetForm.INCREMENT: re.compile("新增"),
}
# 左右 and 年均 may govern all numbers of an enumeration, 新增 only its own.
_COMMAS = re.compile("[，。；：,;]")
_PAUSES = re.compile("[，。；：、,;]")
# Words of something that is reached once, and of something that holds from then on.
_REACHED = re.compile(
    "新建|建成|建设|新增|(?<!下)达到?|替代|改造|完成|实现|提[高升][到至]|增加[到至]|扩大[到至]"
)
_HOLDS = re.compile("每年|逐年|常年|长期|控制|稳定|保持|维持|应|须|不得|不[低少]于|不[超高]过")
# What falls by as much a year, or in points of a share, leaves nothing.
_ALL = Decimal(100)
_YEAR_OF_A_PLAN = re.compile(r"20[0-9]{2}")


class TargetCheck(TaskCheck):
    """Says where the form of a target doesn't fit its words, or the rest of it."""

    def _target(self, path: Path, entry: IndicatorEntry, target: TargetEntry) -> None:
        known = self.catalogue.get(entry.indicator)
        for faults in (
            _form(target),
            _goal(target),
            _change(target, known),
            _words_of_a_form(target),
            _told(entry, target),
        ):
            for key, message in faults:
                self._say((*path, *key), message)
        if known is not None:
            for key, message in (*_ends(target, known), *_of_its_indicator(target, known)):
                self._say((*path, *key), message)
            self._points(path, target, known)
        for name, number in _further(target):
            self._stands_in_a_quotation(path, name, number, target)

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


# What is wrong, and of which key.
Faults = Iterator[tuple[tuple[str, ...], str]]


def base_year_fault(row: DatedEntry, *, reduction: bool) -> str:
    """A base year belongs to a reduction, and to what says how much a level changes."""
    changes = isinstance(row, TargetEntry) and row.form in CHANGES
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
    yield from _without_a_year(target)
    if None not in (target.counts_from, target.year) and target.counts_from >= target.year:  # type: ignore[operator]
        yield ("counts_from",), _("起算年必须早于目标年")


def _without_a_year(target: TargetEntry) -> Faults:
    """A number that is reached one day is no limit of every year, unless the file says so."""
    if target.year is not None or target.goal is not None or target.value is None:
        return
    phrases = [_phrase(words, target.value, _COMMAS) for words in _sentences(target)]
    found = next(filter(None, map(_REACHED.search, phrases)), None)
    if found is None or found.group() in target.note or any(map(_HOLDS.search, phrases)):
        return
    words = _(
        "没有年份而原文写的是“%(words)s”：须写 goal: undated（何时达到都行）或 "
        "goal: standing（每年都须做到），或在 note 里说明“%(words)s”"
    )
    yield ("value",), words % {"words": found.group()}


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
    if any(bad.search(words) for words in _sentences(target)) and not any(
        good.search(words) for words in _sentences(target)
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


def _words_of_a_form(target: TargetEntry) -> Faults:
    """A form is told by words of the paper."""
    pattern = _WORDS.get(target.target_form)
    if (
        pattern is None
        or target.form is TargetForm.INCREMENT
        or any(pattern.search(words) for words in _sentences(target))
    ):
        return
    match target.target_form:
        case TargetForm.ABOUT:
            yield ("form",), _("引文和 wording 里没有“左右”或“约”")
        case TargetForm.PER_YEAR:
            yield ("form",), _("引文和 wording 里没有“年均”")
        case TargetForm.POINTS:
            yield ("form",), _("引文和 wording 里没有“百分点”")


def _told(entry: IndicatorEntry, target: TargetEntry) -> Faults:
    """What the paper says of a number is told by the form, or the note says why it isn't meant."""
    if target.value is None:
        return
    for form, pattern in _WORDS.items():
        ends = _PAUSES if form is TargetForm.INCREMENT else _COMMAS
        phrases = [_phrase(words, target.value, ends) for words in _sentences(target)]
        found = next(filter(None, map(pattern.search, phrases)), None)
        if found is None or form is target.target_form or found.group() in target.note:
            continue
        words = _("原文写的是“%(words)s”，须写 form: %(form)s，或在 note 里说明“%(words)s”指什么")
        yield ("form",), words % {"words": found.group(), "form": form.value}
    if target.target_form is TargetForm.RANGE:
        return
    for words_ in _sentences(target):
        if span := _range_in(words_, target.value, entry.unit):
            if span not in target.note:
                text = _("原文是区间“%s”，须写 form: range，或在 note 里照录并说明")
                yield ("form",), text % span
            return


def _phrase(words: str, value: Decimal, ends: re.Pattern[str]) -> str:
    """The part of a sentence that says `value`; all of it where no number does."""
    token = next((one for one in number_tokens(words) if one.value == value), None)
    if token is None:
        return words
    begins = max((m.end() for m in ends.finditer(words, 0, token.start)), default=0)
    ending = ends.search(words, token.end)
    return words[begins : ending.start() if ending else len(words)]


def _range_in(words: str, value: Decimal, unit: str) -> str:
    """The range of `words` that has `value` as one of its ends; years make none."""
    for first, second in pairwise(number_tokens(words)):
        between = words[first.end : second.start].replace(unit or "%", "").strip("%％")
        years = _YEAR_OF_A_PLAN.fullmatch(str(first.value))
        if value in (first.value, second.value) and _TO.fullmatch(between) and not years:
            return words[first.start : second.end]
    return ""


def _sentences(target: TargetEntry) -> list[str]:
    return [target.wording, *(citation.quote for citation in target.citations)]


def strives(target: TargetEntry) -> tuple[str, ...]:
    """Where a target may say that the paper only strives for something (力争)."""
    return (target.wording, target.note, STRIVES if target.aim is not None else "")
