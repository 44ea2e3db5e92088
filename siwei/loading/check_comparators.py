"""Holds the comparator of a target against the words around its number, and the catalogue."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import CHANGES
from indicators.plans.rules.units import UnitTable
from siwei.loading.numbers import number_tokens
from siwei.loading.phrases import PAUSES, Faults, phrase, stating
from siwei.loading.printed_units import unit_after
from siwei.loading.schema import IndicatorEntry, TargetEntry
from siwei.loading.shared import CatalogueEntry

_INCLUDED = r"\s*(?:[（(]含[^（）()]{0,4}[）)])?\s*"
_AFTER = {
    Comparator.AT_MOST: re.compile(
        rf"{_INCLUDED}(?P<word>及?以[内下]|之[内下]|内(?=$|[\s，。；、,;）)]))"
    ),
    Comparator.AT_LEAST: re.compile(rf"{_INCLUDED}(?P<word>及?以上|之上)"),
}
# Between such a word and its number: 控制在每年0.21亿立方米.
_SO_MUCH = r"(?:每年|每日|[约近])?\s*$"
# 不宜超过 is no 超过.
_NOT = "(?<![不未宜再会准许禁止免得应能可有当需])"
_MAY_NOT = "不(?:得|应|能|可|宜|再|会|准|允许|应当)?"
_OR_EQUAL = "(?:或?等于)?"
_BOUND = "(?:值|指标|目标)?(?:[为是：:]|控制在)?"
_BEFORE = {
    Comparator.AT_MOST: re.compile(
        f"(?P<word>(?:{_MAY_NOT}(?:超过?|突破|[高大多]于)|(?:控制|限[制定])[在到至于]"
        "|(?:压[减缩降]|[退缩削调核]减|减少?|下降|降低?)[到至为]|[≤≦<＜]"
        rf"|{_NOT}[低小少]于{_OR_EQUAL}|上限{_BOUND}|最[高多]为?|至多){_SO_MUCH})"
    ),
    Comparator.AT_LEAST: re.compile(
        f"(?P<word>(?:{_MAY_NOT}[低少小]于|[≥≧>＞]"
        rf"|{_NOT}(?:[高大多]于{_OR_EQUAL}|超过)|下限{_BOUND}|最[低少]为?|至少){_SO_MUCH})"
    ),
    Comparator.EQUAL: re.compile(rf"(?P<word>(?:稳定|保持|维持)在{_SO_MUCH})"),
}
# In the head of a column, and further from the number. 最大 is no limit of its own (最大供水能力,
# 最大限度): it may only be one.
_NAMED = {
    Comparator.AT_MOST: re.compile("(?P<word>上限|[≤≦]|不超过|不高于)"),
    Comparator.AT_LEAST: re.compile("(?P<word>下限|[≥≧]|不低于|不少于)"),
}
_MAYBE = {
    Comparator.AT_MOST: re.compile("(?P<word>上限|最[大多高])"),
    Comparator.AT_LEAST: re.compile("(?P<word>下限|最[低小少])"),
}
# 达到 is said of floors and of ceilings: it says that the good side counts.
_REACHED = re.compile(rf"(?:达到?|提[高升][到至]|增[加长]?[到至]|扩大[到至]){_SO_MUCH}")
_GOOD = {Direction.AT_MOST: Comparator.AT_MOST, Direction.AT_LEAST: Comparator.AT_LEAST}
_BAD = {Direction.AT_MOST: Comparator.AT_LEAST, Direction.AT_LEAST: Comparator.AT_MOST}
# What a word further off may turn: 最低利用量控制在1.2亿立方米 is a floor.
_TURNED = re.compile("控制|限[制定]|达|提|稳定|保持|维持")
# Quoted in notes for other reasons.
_NO_SIDE = re.compile("[0-9０-９]|十[一二三四五六七]五|力争|左右|年均|百分点")
_QUOTED = re.compile('[“「"]([^”」"]+)[”」"]')


def comparator_faults(
    entry: IndicatorEntry,
    target: TargetEntry,
    known: CatalogueEntry,
    units: UnitTable,
    heads: Iterable[str] = (),
    note: str = "note",
) -> Faults:
    """A number is judged to the side that its words say; without words, to the good one.

    = belongs to 稳定在 and 保持在, and to what has no good side: no word beside the number says
    at least or at most. `heads`: those of the columns that are cited; `note`: where one is written.
    """
    if target.value is None:
        return
    given = target.comparator
    if target.form in CHANGES and given is not Comparator.AT_LEAST:
        words = _("变化按指标的好方向计算，comparator 一律是 >=，而不是 %s")
        yield ("comparator",), words % given
        return
    heads = tuple(heads)
    said = _said(target, target.value, known, units) or _named(_NAMED, heads)
    phrases = (*(phrase(words, target.value, PAUSES) for words in stating(target)), *heads)
    maybe = _named(_MAYBE, (*phrases, entry.name))
    right, printed = next(iter(said.items()), (_GOOD.get(known.direction), ""))
    notes = f"{target.note}\n{entry.note}"
    turned = given in maybe and _TURNED.match(printed)
    if said and given not in said and not turned:
        if not _names(notes, printed):
            words = _(
                "原文数值前后写的是“%(words)s”，comparator 应是 %(right)s，而不是 %(given)s，"
                "或在 %(note)s 里说明“%(words)s”"
            )
            values = {"words": printed, "right": right, "given": given, "note": note}
            yield ("comparator",), words % values
    elif target.form not in CHANGES and given is _BAD.get(known.direction):
        word = said.get(given) or maybe.get(given, printed)
        if not (_names(notes, word) if word else _quotes(notes, known, phrases)):
            values = {"words": word, "code": known.code, "note": note}
            yield ("comparator",), _against(word) % (values | {"right": _GOOD[known.direction]})


def _against(word: str) -> str:
    """Of what should be little a floor is promised, or the other way round: seldom, so it needs
    both the words of the paper and a note."""
    if word:
        return _(
            "原文数值前后的“%(words)s”与“%(code)s”在指标目录里的方向相反，"
            "在 %(note)s 里说明“%(words)s”"
        )
    return _(
        "comparator 与“%(code)s”在指标目录里的方向相反，原文数值前后也没有这样的词："
        "应是 %(right)s；原文用别的词这样说的，在 %(note)s 里用引号照录"
    )


def _names(notes: str, printed: str) -> bool:
    """Whether the notes name the word that is printed, or quote a part of it."""
    return printed in notes or any(one in printed for one in _QUOTED.findall(notes))


def _quotes(notes: str, known: CatalogueEntry, phrases: Iterable[str]) -> bool:
    """Whether the notes quote words beside the number that this module doesn't know."""
    quoted = [one for one in _QUOTED.findall(notes) if not _NO_SIDE.search(one)]
    return any(one in words for one in quoted if one not in known.name for words in phrases)


def _said(
    target: TargetEntry, value: Decimal, known: CatalogueEntry, units: UnitTable
) -> dict[Comparator, str]:
    """What the sentences that state `value` say of it, each with its word."""
    far = target.value_to if target.target_form is TargetForm.RANGE else None
    loose = target.target_form in (TargetForm.RANGE, TargetForm.ABOUT)
    result: dict[Comparator, str] = {}
    for words in stating(target):
        ends = [one for one in number_tokens(words) if one.value in (value, far)]
        if not ends:
            continue
        found = _around(
            words[: ends[0].start], unit_after(words[ends[-1].end :], units)[1], known.direction
        )
        # 保持在25%至30%之间 and 稳定在25%左右 are judged to the good side.
        if found is not None and not (loose and found[0] is Comparator.EQUAL):
            result.setdefault(*found)
    return result


def _named(
    patterns: dict[Comparator, re.Pattern[str]], texts: Iterable[str]
) -> dict[Comparator, str]:
    """Which sides the texts name, each with its word."""
    result: dict[Comparator, str] = {}
    for text in texts:
        for comparator, pattern in patterns.items():
            if match := pattern.search(text):
                result.setdefault(comparator, match["word"])
    return result


def _around(before: str, after: str, direction: Direction) -> tuple[Comparator, str] | None:
    """The word beside a number; the one after it counts first (控制在60%以上)."""
    for comparator, pattern in _AFTER.items():
        if match := pattern.match(after):
            return comparator, match["word"].strip()
    for comparator, pattern in _BEFORE.items():
        if match := pattern.search(before):
            return comparator, match["word"].strip()
    match = _REACHED.search(before)
    if match is not None and direction in _GOOD:
        return _GOOD[direction], match.group().strip()
    return None
