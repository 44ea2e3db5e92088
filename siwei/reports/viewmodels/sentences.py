"""Sentences of a report. A report is an official document, so they are Chinese whatever language
its reader has chosen, and none says more than the data does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from common.figures import number, percent, sign_of
from common.labels import label
from indicators.assessments import wording  # noqa: F401  registers what statuses are called
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Nature
from siwei.pages.rules.briefing import Missing, MissingCode, excess
from siwei.reports.rules.blocks import Text
from siwei.reports.rules.passports import tag_of, text_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from indicators.assessments.rules.assessment import Assessment
    from siwei.pages.selectors.briefing import Verdict
    from siwei.reports.selectors.values import ReportedValue

NATURES = {
    Nature.CONSTRAINT: "约束性指标",
    Nature.EXPECTED: "预期性指标",
    Nature.UNSTATED: "未注明属性的指标",
}


def day(one: date) -> str:
    """A day as official documents write it: 2026年3月2日."""
    return f"{one.year}年{one.month}月{one.day}日"


def short_day(one: date) -> str:
    """A day in a table: 2026-03-02."""
    return one.isoformat()


def shortened(text: str, most: int | None) -> str:
    """The first `most` characters, with … where there are more; all of them for None."""
    return text if most is None or len(text) <= most else f"{text[: most - 1]}…"


def counted(counts: Mapping[Status, int]) -> str:
    """How many stand how, in the order of the statuses: 达标7项、待填报1项."""
    return "、".join(f"{label(one)}{counts[one]}项" for one in Status if counts.get(one))


def status_counts(verdicts: Iterable[Verdict]) -> Counter[Status]:
    return Counter(one.status for one in verdicts)


def nature_words(nature: Nature, verdicts: Iterable[Verdict]) -> str:
    """约束性指标9项（达标7项、待填报2项）; empty where there are none."""
    counts = status_counts(verdicts)
    total = sum(counts.values())
    return f"{NATURES[nature]}{total}项（{counted(counts)}）" if total else ""


def missing_words(one: Missing) -> str:
    """Why and since when nothing is published, in a cell."""
    when = "" if one.since is None else day(one.since)
    match one.code:
        case MissingCode.WITHDRAWN:
            return f"原发布数值已于{when}撤回"
        case MissingCode.NOT_AVAILABLE:
            return f"{when}发布为“尚未发布”"
        case MissingCode.OVERDUE:
            return f"填报截止{when}，已过{one.days}天"
        case MissingCode.DUE:
            return f"填报截止{when}"
        case MissingCode.UNDATED:
            return "省里未设填报截止日"


def gap_words(a: Assessment) -> str:
    """The gap with its sign, as many decimals as value and limit show; — where there is none."""
    gap = a.shown_gap
    return "—" if gap is None else f"{sign_of(gap)}{number(abs(gap))}"


def excess_words(one: Verdict) -> str:
    """The share of the limit by which a value is on its bad side."""
    share = excess(one.gap, one.limit)
    return "—" if share is None else percent(share)


def stamped(sentence: str, value: ReportedValue | None, a: Assessment) -> list[Text]:
    """A sentence in which the published value stands in a content control.

    The value is looked for as it is printed; a year isn't taken for it, nor a part of another
    number. Where it doesn't stand there as such (of a rise it stands without its minus), or was
    computed from others, the sentence has no control.
    """
    if value is None or value.value is None or a.linked_base is not None:
        return [Text(sentence)]
    text = text_of(value.value)
    found = re.search(rf"(?<![0-9.]){re.escape(text)}(?![0-9年]|\.[0-9])", sentence)
    if found is None or a.actual != value.value:
        return [Text(sentence)]
    pieces = [
        Text(sentence[: found.start()]),
        Text(text, tag=tag_of(value.key, value.version)),
        Text(sentence[found.end() :]),
    ]
    return [one for one in pieces if one.text]


def numbers_of(value: Decimal | None) -> str:
    return "—" if value is None else text_of(value)
