"""A briefing in words: its first sentence, and why a value is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from siwei.pages.rules.briefing import Missing, MissingCode

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """What a briefing counts. `judged`: promises that were held against a limit. `crossed`: the red
    lines that were crossed, by name. `missing`: the values that are missing, but for those that are
    only `due` later. `late`: the work that is late `today`, whatever the year. `changed`: how many
    changes since the day, None where there are more than were read."""

    judged: int
    crossed: Sequence[str]
    missed: int
    behind: int
    missing: int
    due: int
    late: int
    changed: int | None
    since: date
    today: date


def briefing_sentence(place: str, year: int, counts: Counts) -> str:
    """The answer of the page: 山西省2025年：2条红线被突破（…），4项未达标；…"""
    return _("%(place)s %(year)d 年：%(parts)s。") % {
        "place": place,
        "year": year,
        "parts": _("；").join(_parts(counts)),
    }


def _parts(counts: Counts) -> Iterator[str]:
    yield _crossed(counts.crossed) if counts.judged else _("还没有可以评判的承诺")
    if counts.missed:
        words = ngettext("%(number)d 项未达标", "%(number)d 项未达标", counts.missed)
        yield words % {"number": counts.missed}
    if counts.behind:
        words = ngettext("%(number)d 项滞后", "%(number)d 项滞后", counts.behind)
        yield words % {"number": counts.behind}
    if counts.missing:
        words = ngettext("%(number)d 项没有数值", "%(number)d 项没有数值", counts.missing)
        yield words % {"number": counts.missing}
    if counts.due:
        words = ngettext(
            "%(number)d 项待填报，截止日期未到", "%(number)d 项待填报，截止日期未到", counts.due
        )
        yield words % {"number": counts.due}
    if counts.late:
        yield _late(counts.late, counts.today)
    yield _changed(counts)


def _crossed(names: Sequence[str]) -> str:
    if not names:
        return _("没有红线被突破")
    words = ngettext(
        "%(number)d 条红线被突破（%(names)s）", "%(number)d 条红线被突破（%(names)s）", len(names)
    )
    shown = _("、").join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        shown = _("%(names)s等") % {"names": shown}
    return words % {"number": len(names), "names": shown}


def _late(number: int, today: date) -> str:
    """Work is late as of a day, not of the year of the briefing."""
    words = ngettext(
        "截至 %(day)s 有 %(number)d 个时限节点逾期",
        "截至 %(day)s 有 %(number)d 个时限节点逾期",
        number,
    )
    return words % {"number": number, "day": today.isoformat()}


def _changed(counts: Counts) -> str:
    number, since = counts.changed, counts.since
    known = {"number": number, "day": since.isoformat()}
    if since > counts.today:
        return _("%(day)s 还没有到来") % known
    if number is None:
        return _("自 %(day)s 起的变化很多") % known
    if not number:
        return _("自 %(day)s 起没有变化") % known
    words = ngettext(
        "自 %(day)s 起有 %(number)d 项变化", "自 %(day)s 起有 %(number)d 项变化", number
    )
    return words % known


def missing_words(one: Missing) -> str:
    """Why, and since when, nothing is published."""
    known = {"day": "" if one.since is None else one.since.isoformat(), "days": one.days}
    match one.code:
        case MissingCode.WITHDRAWN:
            return _since(_("原发布的数值已于 %(day)s 撤回"), one) % known
        case MissingCode.NOT_AVAILABLE:
            return _("%(day)s 发布为“尚未发布”") % known
        case MissingCode.OVERDUE:
            return _since(_("填报截止 %(day)s"), one) % known
        case MissingCode.DUE:
            return _("填报截止 %(day)s，还没有到") % known
        case MissingCode.UNDATED:
            return _("省里没有设填报截止日")


def _since(words: str, one: Missing) -> str:
    passed = ngettext("，已过 %(days)d 天", "，已过 %(days)d 天", one.days)
    return words + passed
