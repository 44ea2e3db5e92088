"""What became of the numbers of a file, as the page shows it: a sentence first, then each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.figures import number, with_minus
from common.labels import label
from common.language import join_sentences, local_name
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.wording import unit_name
from siwei.reports.rules.verifying import Checked, Judgement, PublishedVersion, Remark

if TYPE_CHECKING:
    from siwei.reports.selectors.published import NamedValue

# So many rows of a kind are listed, and so many places of one row; the rest is counted.
MOST_ROWS = 500
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class VerifiedRow:
    """One number, or several that are the same: `places` says where. `key` leads to the value;
    None where there is no such value, and `name` is then what the file calls it."""

    key: ActualKey | None
    name: str
    region: str
    period: str
    unit: str
    said: str
    was: str
    now: str
    words: str
    places: str


@dataclass(frozen=True, slots=True)
class VerifiedSection:
    """The numbers of one judgement; `count` of them, not all of which may be listed."""

    judgement: Judgement
    title: str
    hint: str
    count: int
    rows: Sequence[VerifiedRow]
    unlisted: int

    @property
    def is_fine(self) -> bool:
        return self.judgement is Judgement.STILL


@dataclass(frozen=True, slots=True)
class Verified:
    """What is said of a file: `summary` first."""

    name: str
    summary: str
    beside: str
    sections: Sequence[VerifiedSection]
    demo: bool

    @property
    def is_fine(self) -> bool:
        """Whether there were numbers, and each is still what is published."""
        return bool(self.sections) and all(one.is_fine for one in self.sections)


def verified(
    numbers: Sequence[Checked],
    names: Mapping[ActualKey, NamedValue],
    *,
    name: str,
    unchecked: int,
    unreadable: int,
    demo: bool,
) -> Verified:
    """`name` is that of the file; `unchecked` and `unreadable` are as in `ReadBack`."""
    by_judgement: dict[Judgement, list[Checked]] = {one: [] for one in Judgement}
    for one in numbers:
        by_judgement[one.judgement].append(one)
    found = {one: those for one, those in by_judgement.items() if those}
    return Verified(
        name=name,
        summary=_summary(len(numbers), {one: len(those) for one, those in found.items()}),
        beside=_beside(unchecked, unreadable),
        sections=[_section(one, those, names) for one, those in found.items()],
        demo=demo,
    )


def _summary(all_of_them: int, counts: Mapping[Judgement, int]) -> str:
    if not all_of_them:
        return _("这个文件里没有带凭证的数值，无法核对。")
    if counts.get(Judgement.STILL) == all_of_them:
        words = ngettext(
            "%(number)d 个带凭证的数值，全部仍为发布值。",
            "%(number)d 个带凭证的数值，全部仍为发布值。",
            all_of_them,
        )
        return words % {"number": all_of_them}
    parts = _("，").join(_COUNTS[one](number) for one, number in counts.items())
    words = ngettext(
        "%(number)d 个带凭证的数值：%(parts)s。",
        "%(number)d 个带凭证的数值：%(parts)s。",
        all_of_them,
    )
    return words % {"number": all_of_them, "parts": parts}


def _beside(unchecked: int, unreadable: int) -> str:
    said = []
    if unreadable:
        words = ngettext(
            "%(number)d 个凭证残缺，读不懂，未核对。",
            "%(number)d 个凭证残缺，读不懂，未核对。",
            unreadable,
        )
        said.append(words % {"number": unreadable})
    if unchecked:
        words = ngettext(
            "另有 %(number)d 个数字没有凭证，未核对（年份、序号、目标值等也在其中）。",
            "另有 %(number)d 个数字没有凭证，未核对（年份、序号、目标值等也在其中）。",
            unchecked,
        )
        said.append(words % {"number": unchecked})
    return join_sentences(said)


def _section(
    judgement: Judgement, numbers: Sequence[Checked], names: Mapping[ActualKey, NamedValue]
) -> VerifiedSection:
    groups: dict[tuple[str, str, str], list[Checked]] = {}
    for one in numbers:
        same = (one.number.named, one.number.text, one.number.elsewhere)
        groups.setdefault(same, []).append(one)
    rows = [_row(those, names) for those in islice(groups.values(), MOST_ROWS)]
    return VerifiedSection(
        judgement=judgement,
        title=_TITLES[judgement](),
        hint=_HINTS[judgement](),
        count=len(numbers),
        rows=rows,
        unlisted=len(groups) - len(rows),
    )


def _row(numbers: Sequence[Checked], names: Mapping[ActualKey, NamedValue]) -> VerifiedRow:
    one = numbers[0]
    key = one.number.key
    named = names.get(key) if key else None
    is_known = one.judgement is not Judgement.UNKNOWN
    return VerifiedRow(
        key=key if is_known else None,
        name=local_name(named.indicator) if named else one.number.named,
        region=local_name(named.region) if named else "",
        period=_period(key) if key and named else "",
        unit=unit_name(named.unit) if named and not named.unit.is_bare else "",
        said=one.number.text or _("（空）"),
        was=_said(one.was) if is_known else _("没有这次发布"),
        now=_now(one) if is_known else "—",
        words=_words(one),
        places=_places([each.number.place for each in numbers]),
    )


def _period(key: ActualKey) -> str:
    if key.base_year is None:
        return str(key.year)
    return _("%(base)d—%(year)d") % {"base": key.base_year, "year": key.year}


def _said(version: PublishedVersion | None) -> str:
    """The number of a version, or why it has none."""
    if version is None:
        return ""
    if version.value is None:
        return label(ObsStatus(version.obs_status))
    return with_minus(number(version.value))


def _now(one: Checked) -> str:
    return _said(one.now) if one.now else _("无（已撤回）")


def _words(one: Checked) -> str:
    """What happened, in a sentence or two."""
    said = [_since(one), *(_REMARKS[remark]() for remark in one.remarks)]
    if one.judgement is Judgement.MOVED:
        words = _("写入时的数现在在 %(cell)s。")
        said.insert(0, words % {"cell": one.number.elsewhere})
    if one.was is not None and one.judgement in (Judgement.ALTERED, Judgement.MOVED):
        words = _("文件中是 %(said)s，%(day)s 发布的是 %(was)s。")
        about = {
            "said": one.number.text or _("（空）"),
            "day": _day(one.was.published_at),
            "was": _said(one.was),
        }
        said.insert(0, words % about)
    return join_sentences(said)


def _since(one: Checked) -> str:
    """Since when the version is no longer what is published; empty where it is."""
    if one.at is None:
        return ""
    words = {"day": _day(one.at), "was": _said(one.was), "now": _said(one.now)}
    if one.now is None:
        return _("%(day)s 起不再发布。") % words
    return _("%(day)s 起更正：%(was)s → %(now)s。") % words


def _day(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d")


def _places(places: Iterable[str]) -> str:
    counted = Counter(places)
    shown = [place for place in islice(counted, _MOST_PLACES) if place]
    words = _("；").join(shown)
    if (more := sum(counted.values()) - len(shown)) > 0 and len(counted) > _MOST_PLACES:
        words += _(" 等，另有 %(number)d 处") % {"number": more}
    return words


_TITLES = {
    Judgement.ALTERED: lambda: _("被改动"),
    Judgement.MOVED: lambda: _("位置变动"),
    Judgement.UNKNOWN: lambda: _("查无此次发布"),
    Judgement.WITHDRAWN: lambda: _("已撤回"),
    Judgement.CORRECTED: lambda: _("已更正"),
    Judgement.STILL: lambda: _("仍为发布值"),
}
_HINTS = {
    Judgement.ALTERED: lambda: _("文件中的数与凭证所指的那次发布的数不同。"),
    Judgement.MOVED: lambda: _(
        "单元格里是另一个数，写入时的数在同一列或同一行的别处：行可能排过序或插过行，"
        "也可能两个数对调了。请对照所在行的地区、指标和年份。"
    ),
    Judgement.UNKNOWN: lambda: _("凭证所指的数值没有过这次发布：凭证是伪造的，或来自另一套系统。"),
    Judgement.WITHDRAWN: lambda: _("文件写出时是发布值，此后撤回了。"),
    Judgement.CORRECTED: lambda: _("文件写出时是发布值，此后更正了。"),
    Judgement.STILL: lambda: _("与现在发布的数相同。"),
}
_COUNTS = {
    Judgement.ALTERED: lambda number: _("%(number)d 个被改动") % {"number": number},
    Judgement.MOVED: lambda number: _("%(number)d 个位置变动") % {"number": number},
    Judgement.UNKNOWN: lambda number: _("%(number)d 个查无此次发布") % {"number": number},
    Judgement.WITHDRAWN: lambda number: _("%(number)d 个已撤回") % {"number": number},
    Judgement.CORRECTED: lambda number: _("%(number)d 个已更正") % {"number": number},
    Judgement.STILL: lambda number: _("%(number)d 个仍为发布值") % {"number": number},
}
_REMARKS = {
    Remark.OTHER_DECIMALS: lambda: _("数相等，小数位数与发布的不同。"),
    Remark.REPUBLISHED: lambda: _("此后重新发布过，数未变。"),
    Remark.AS_NOW: lambda: _("改成了现在发布的数。"),
    Remark.ERASED: lambda: _("数已删去。"),
    Remark.REMOVED: lambda: _("数值已移除。"),
}
