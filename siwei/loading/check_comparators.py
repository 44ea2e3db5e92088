"""Holds the comparator of a target against the words around its number, and the catalogue."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import CHANGES
from indicators.plans.rules.units import UnitTable
from siwei.loading.numbers import number_tokens
from siwei.loading.phrases import Faults, stating
from siwei.loading.printed_units import unit_after
from siwei.loading.schema import TargetEntry
from siwei.loading.shared import CatalogueEntry

_AFTER = {
    Comparator.AT_MOST: re.compile(r"\s*(?:及?以[内下]|之[内下]|内(?=$|[\s，。；、,;）)]))"),
    Comparator.AT_LEAST: re.compile(r"\s*(?:及?以上|之上)"),
}
# Between such a word and its number: 控制在每年0.21亿立方米.
_SO_MUCH = r"(?:每年|每日|[约近])?\s*$"
_BEFORE = {
    Comparator.AT_MOST: re.compile(
        "(?:不(?:得|应|能|可)?(?:超过?|突破|[高大多]于)|(?:控制|限制)[在到至]"
        rf"|(?:压[减缩降]|[退缩削]减|减少|下降|降低?)[到至]|[≤≦]){_SO_MUCH}"
    ),
    Comparator.AT_LEAST: re.compile(rf"(?:不(?:得|应|能|可)?[低少小]于|[≥≧]){_SO_MUCH}"),
}
# 达到 is said of floors and of ceilings: it says that the good side counts.
_REACHED = re.compile(rf"(?:达到?|提[高升][到至]|增[加长]?[到至]|扩大[到至]){_SO_MUCH}")
_GOOD = {Direction.AT_MOST: Comparator.AT_MOST, Direction.AT_LEAST: Comparator.AT_LEAST}
_BAD = {Direction.AT_MOST: Comparator.AT_LEAST, Direction.AT_LEAST: Comparator.AT_MOST}


def comparator_faults(target: TargetEntry, known: CatalogueEntry, units: UnitTable) -> Faults:
    """A number is judged to the side that its words say; without words, to the good one.

    = belongs to 稳定在 and 保持在, and to what has no good side: no word beside the number says
    at least or at most.
    """
    if target.value is None:
        return
    given = target.comparator
    if target.form in CHANGES and given is not Comparator.AT_LEAST:
        words = _("变化按指标的好方向计算，comparator 一律是 >=，而不是 %s")
        yield ("comparator",), words % given
        return
    said = _said(target, target.value, known, units)
    right, printed = next(iter(said.items()), (_GOOD.get(known.direction), ""))
    if said and given not in said and printed not in target.note:
        words = _(
            "原文数值前后写的是“%(words)s”，comparator 应是 %(right)s，而不是 %(given)s，"
            "或在 note 里说明“%(words)s”"
        )
        yield ("comparator",), words % {"words": printed, "right": right, "given": given}
    elif target.form not in CHANGES and given is _BAD.get(known.direction):
        yield from _against(target, known, said.get(given, printed))


def _against(target: TargetEntry, known: CatalogueEntry, printed: str) -> Faults:
    """Of what should be little a floor is promised, or the other way round: seldom, so it needs
    both the words of the paper and a note."""
    if printed and printed in target.note:
        return
    if printed:
        words = _(
            "原文数值前后的“%(words)s”与“%(code)s”在指标目录里的方向相反，在 note 里说明“%(words)s”"
        )
    else:
        words = _(
            "comparator 与“%(code)s”在指标目录里的方向相反，原文数值前后也没有这样的词："
            "应是 %(right)s"
        )
    values = {"words": printed, "code": known.code, "right": _GOOD[known.direction]}
    yield ("comparator",), words % values


def _said(
    target: TargetEntry, value: Decimal, known: CatalogueEntry, units: UnitTable
) -> dict[Comparator, str]:
    """What the sentences that state `value` say of it, each with its word."""
    far = target.value_to if target.target_form is TargetForm.RANGE else None
    result: dict[Comparator, str] = {}
    for words in stating(target):
        ends = [one for one in number_tokens(words) if one.value in (value, far)]
        if not ends:
            continue
        found = _around(
            words[: ends[0].start], unit_after(words[ends[-1].end :], units)[1], known.direction
        )
        if found is not None:
            result.setdefault(*found)
    return result


def _around(before: str, after: str, direction: Direction) -> tuple[Comparator, str] | None:
    """The word beside a number; the one after it counts first (控制在60%以上)."""
    for comparator, pattern in _AFTER.items():
        if match := pattern.match(after):
            return comparator, match.group().strip()
    for comparator, pattern in _BEFORE.items():
        if match := pattern.search(before):
            return comparator, match.group().strip()
    match = _REACHED.search(before)
    if match is not None and direction in _GOOD:
        return _GOOD[direction], match.group().strip()
    return None
