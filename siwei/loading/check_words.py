"""Checks that the words of the paper around a number are told: by its form, its goal, its entry."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import TargetForm
from siwei.loading.numbers import number_tokens
from siwei.loading.phrases import COMMAS, PAUSES, Faults, phrase, sentences
from siwei.loading.schema import IndicatorEntry, TargetEntry
from siwei.loading.shared import CatalogueEntry

_CHANGES = "下降|降低|减少|压减|削减|缩减|递减|降幅|增长|增加|提高|提升|上升|扩大|递增|增幅|增速"
# 近 is a word of time (近3年) as often as one of numbers, 约 ends many verbs (节约, 集约), and
# 上下 begins many words (上下游): each counts beside a number alone.
_ABOUT = (
    "左右(?![岸侧两滩堤])|大约|(?<=[0-9０-９%％米亩顷方吨元人家个座处])上下(?![游级联])"
    "|(?<![节集制公条契合预特])约(?:为|达到?|在|占)?(?=[0-9０-９])"
    "|(?<![附最临邻靠])近(?=[0-9０-９])"
    "(?![0-9０-９.．]+\\s*(?:[多余几]?个?[年月日天周]|公里|千米|米))"
)
# So many per cent of a change; no level that is reached (逐年提高到30%) is one.
_PER_CENT = "[0-9０-９][0-9０-９.．、和—–~～-]*\\s*(?:[%％]|个?百分点|个点)"
_GAP = "[^，。；：,;0-9０-９到至]"
_BY_SO_MUCH = f"(?:{_CHANGES})(?![到至为]){_GAP}"
# 多年平均 is an average of years. The change may stand before 年均 (降幅年均2%).
_ON_AVERAGE = "(?<!多)年均|每年平均|平均每年|(?<!多)年平均"
_IN_BRACKETS = "(?:[（(][^（）()]*[）)])?"
# 年降低3.5% is a rate, 2025年降低3.5% and 较上年降低3.5% are none.
_A_YEAR = "(?<![^年量耗率度间，。；：、,;）)”\\s])年度?(?:下?降|递减|减少|增长?|递增|提高)"
_PER_YEAR = (
    f"(?:{_ON_AVERAGE})(?={_IN_BRACKETS}{_GAP}{{0,12}}{_BY_SO_MUCH}{{0,12}}{_PER_CENT})"
    f"|(?:{_CHANGES})(?:率|幅度)?(?:{_ON_AVERAGE})(?={_GAP}{{0,8}}{_PER_CENT})"
    f"|(?:每年|逐年)(?={_GAP}{{0,4}}{_BY_SO_MUCH}{{0,4}}{_PER_CENT})"
    f"|{_A_YEAR}(?!为)(?={_GAP}{{0,8}}{_PER_CENT})"
)
# What words of the paper say of a number, by the form that tells it.
_WORDS = {
    TargetForm.ABOUT: re.compile(_ABOUT),
    TargetForm.PER_YEAR: re.compile(_PER_YEAR),
    TargetForm.POINTS: re.compile("百分点|(?<=[0-9０-９])个点"),
    TargetForm.INCREMENT: re.compile("新增"),
}
# What is enough for a form that the file gives: 年均2立方米 is none of per cent.
_ENOUGH = _WORDS | {TargetForm.PER_YEAR: re.compile(f"{_ON_AVERAGE}|{_PER_YEAR}")}
# 提高5个百分点、达到30%: points belong to the numbers that they stand after, 2、3个百分点 to both.
_POINTS_AFTER = re.compile(
    r"(?:\s*[、和与及或至到—–\-~～]\s*[0-9０-９.．]+)*\s*(?:个?(?P<long>百分点)|(?P<short>个点))"
)
_TO = re.compile(r"\s*(?:[-—–－―~～〜]+|至|到)\s*")
# As in: 介于25%和30%之间.
_AND = re.compile(r"\s*[和与]\s*")
_BETWEEN = re.compile(r"[^，。；：、,;0-9]{0,8}之间")
# Words of something that is reached once, and of something that holds from then on.
_REACHED = re.compile(
    "新建|建成|建设|新增|(?<!下)达到?|替代|补充|形成|改造|完成|实现|提[高升][到至]|增加[到至]|扩大[到至]"
)
_HOLDS = re.compile(
    "每年|逐年|常年|长期|控制|稳定|保持|维持|(?<![相对供适反响感效])应(?![急用对变])|须"
    "|不得|不[低少]于|不[超高]过"
)
_KEPT = re.compile("(?:保持|稳定|维持)在")
# 达到省下达的目标, and no 通过年度用水计划下达.
_SET_ELSEWHERE = re.compile(
    "(?:达到|完成|落实|符合|满足|控制在|不超过|不低于)[^，。；：,;]{0,10}下达"
    "[^，。；：,;]{0,10}(?:目标|指标|任务|要求)"
)
_BASIN = re.compile("(?P<basin>[一-鿿]{2}流域)(?:范围)?内?的?(?P<what>[一-鿿]{2})")
# How much more there will be; of a stock the same sentence says what it amounts to.
_ADDED = re.compile("改造|(?<!质量)发展(?![到至])|新建|增加(?![到至值])")
_IN_ALL = re.compile(
    "累计(?!完?成?(?:改造|增加|新增|发展))|达到?|总面积|总规模|总数|总计|合计|保有"
)
# 从0.606到0.62 and 由18.5亿立方米至18.8亿立方米 say how something moves.
_MOVES = re.compile("[从由自](?:20[0-9]{2}年)?[^，。；：,;0-9]{0,10}$")


def word_faults(
    entry: IndicatorEntry, target: TargetEntry, catalogue: Mapping[str, CatalogueEntry]
) -> Faults:
    """What the paper says beside the number, and the target doesn't."""
    known = catalogue.get(entry.indicator)
    yield from _words_of_a_form(target)
    yield from _set_elsewhere(target)
    if target.value is None:
        return
    yield from _without_a_year(target, target.value)
    yield from _told(target, known, catalogue, target.value)
    yield from _range(entry, target, target.value)
    if known is not None:
        yield from _basin(entry, target, known, target.value)
        yield from _added(target, known, catalogue, target.value)


def _words_of_a_form(target: TargetEntry) -> Faults:
    """A form is told by words of the paper."""
    pattern = _ENOUGH.get(target.target_form)
    if (
        pattern is None
        or target.form is TargetForm.INCREMENT
        or any(pattern.search(words) for words in sentences(target))
    ):
        return
    match target.target_form:
        case TargetForm.ABOUT:
            yield ("form",), _("引文和 wording 里没有“左右”或“约”")
        case TargetForm.PER_YEAR:
            yield ("form",), _("引文和 wording 里没有“年均”")
        case TargetForm.POINTS:
            yield ("form",), _("引文和 wording 里没有“百分点”")


def _set_elsewhere(target: TargetEntry) -> Faults:
    if target.value is not None or target.form is not None or "下达" in target.note:
        return
    if any(map(_SET_ELSEWHERE.search, sentences(target))):
        words = _("原文说目标由别的文件下达：须写 form: set_elsewhere，或在 note 里说明“下达”")
        yield ("form",), words


def _without_a_year(target: TargetEntry, value: Decimal) -> Faults:
    """A number that is reached one day is no limit of every year, unless the file says so; one
    that is kept is no goal of one day."""
    if target.year is not None:
        return
    phrases = list(_phrases(target, value, COMMAS))
    kept = _first(_KEPT, _saying(target, value, COMMAS))
    if target.goal == "undated" and kept and kept not in target.note:
        text = _(
            "原文写的是“%(words)s”，每年都须做到：须写 goal: standing，或在 note 里说明“%(words)s”"
        )
        yield ("goal",), text % {"words": kept}
    found = _first(_REACHED, phrases)
    if target.goal or not found or found in target.note or _first(_HOLDS, phrases):
        return
    words = _(
        "没有年份而原文写的是“%(words)s”：须写 goal: undated（何时达到都行）或 "
        "goal: standing（每年都须做到），或在 note 里说明“%(words)s”"
    )
    yield ("value",), words % {"words": found}


def _told(
    target: TargetEntry,
    known: CatalogueEntry | None,
    catalogue: Mapping[str, CatalogueEntry],
    value: Decimal,
) -> Faults:
    """What the paper says of a number is told by the form, or the note says why it isn't meant."""
    for form, pattern in _WORDS.items():
        if form is TargetForm.POINTS:
            found = _in_points(target, value)
        else:
            ends = PAUSES if form is TargetForm.INCREMENT else COMMAS
            found = _first(pattern, _phrases(target, value, ends))
        if not found or form is target.target_form or found in target.note:
            continue
        if form is TargetForm.INCREMENT and known and not _increments(known, catalogue):
            continue  # 新增工业项目…: there is nothing else that could be meant
        if form is TargetForm.ABOUT and known and known.tolerance is None:
            words = _("原文写的是“%(words)s”，而“%(code)s”没有容差，在 note 里说明“%(words)s”")
            yield ("form",), words % {"words": found, "code": known.code}
            continue
        words = _("原文写的是“%(words)s”，须写 form: %(form)s，或在 note 里说明“%(words)s”指什么")
        yield ("form",), words % {"words": found, "form": form.value}


def _in_points(target: TargetEntry, value: Decimal) -> str:
    """百分点 where the value stands directly before it; empty where it doesn't."""
    after = (
        match
        for words in sentences(target)
        for token in number_tokens(words)
        if token.value == value and (match := _POINTS_AFTER.match(words, token.end))
    )
    return next((one["long"] or one["short"] for one in after), "")


def _range(entry: IndicatorEntry, target: TargetEntry, value: Decimal) -> Faults:
    if target.target_form is TargetForm.RANGE:
        return
    for words in sentences(target):
        if span := _range_in(words, value, entry.unit):
            if span not in target.note:
                text = _("原文是区间“%s”，须写 form: range，或在 note 里照录并说明")
                yield ("form",), text % span
            return


def _range_in(words: str, value: Decimal, unit: str) -> str:
    """The range of `words` that has `value` as one of its ends; years make none."""
    for first, second in pairwise(number_tokens(words)):
        between = words[first.end : second.start].replace(unit or "%", "").strip("%％")
        parted = _TO.fullmatch(between) or (
            _AND.fullmatch(between) and _BETWEEN.match(words, second.end)
        )
        moves = _MOVES.search(words, 0, first.start) and not _BETWEEN.match(words, second.end)
        if value in (first.value, second.value) and parted and not first.is_year and not moves:
            return words[first.start : second.end]
    return ""


def _basin(
    entry: IndicatorEntry, target: TargetEntry, known: CatalogueEntry, value: Decimal
) -> Faults:
    """What only a basin uses is no value of the whole region."""
    names = (entry.name, known.name)
    for words in _saying(target, value, PAUSES):
        for match in _BASIN.finditer(words):
            basin = match["basin"]
            named = any(name.startswith(match["what"]) for name in names)
            if named and basin != known.basin and basin not in target.note:
                text = _(
                    "原文说的只是“%(basin)s”的量：要用目录里写明 basin 的指标，"
                    "或在 note 里说明“%(basin)s”"
                )
                yield ("value",), text % {"basin": basin}
                return


def _added(
    target: TargetEntry,
    known: CatalogueEntry,
    catalogue: Mapping[str, CatalogueEntry],
    value: Decimal,
) -> Faults:
    """What is added is no stock, where the catalogue has an entry for what is added."""
    siblings = _increments(known, catalogue)
    phrases = list(_saying(target, value, PAUSES))
    found = _first(_ADDED, phrases)
    if not siblings or not found or _first(_IN_ALL, phrases) or found in target.note:
        return
    words = _("原文写的是“%(words)s”，是增量：要用目录里的“%(codes)s”，或在 note 里说明“%(words)s”")
    yield ("value",), words % {"words": found, "codes": "、".join(siblings)}


def _increments(known: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> list[str]:
    """The entries that add to the stock `known`."""
    return [one.code for one in catalogue.values() if one.increment_of == known.code]


def _phrases(target: TargetEntry, value: Decimal, ends: re.Pattern[str]) -> Iterator[str]:
    return (phrase(words, value, ends) for words in sentences(target))


def _saying(target: TargetEntry, value: Decimal, ends: re.Pattern[str]) -> Iterator[str]:
    """Only the phrases that state the value."""
    phrases = _phrases(target, value, ends)
    return (one for one in phrases if any(t.value == value for t in number_tokens(one)))


def _first(pattern: re.Pattern[str], phrases: Iterator[str] | list[str]) -> str:
    """The first of the words that `pattern` finds; empty without any."""
    return next((found.group() for words in phrases if (found := pattern.search(words))), "")
