"""What isn't published though a plan needs it, with who answers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from siwei.reports.rules.blocks import Align, Table, TableColumn
from siwei.reports.viewmodels.promises import name_of
from siwei.reports.viewmodels.sentences import missing_words

if TYPE_CHECKING:
    from datetime import date

    from siwei.pages.selectors.briefing import Verdict, Verdicts

NOBODY = "规划没有写明"


def nothing_missing_words(found: Verdicts) -> str:
    """What is said where no value is missing that could be judged; empty where some are awaited
    all the same."""
    if found.awaited:
        return ""
    if not any(one.is_required for one in found.rows):
        return f"规划没有要求{found.year}年的数值。"
    return "规划要求的数值均已审核发布。"


def awaited_words(found: Verdicts, *, named: bool = True) -> str:
    """Which values aren't published either, though nothing is judged by them yet; empty where
    there are none."""
    those = found.awaited
    if not those:
        return ""
    by_region: dict[str, list[str]] = defaultdict(list)
    for one in those:
        head = "" if one.region.code == found.region.code else f"{one.region.name}："
        by_region[head].append(one.row.printed_name)
    names = "；".join(head + "、".join(some) for head, some in by_region.items())
    more = "另有" if found.missing else ""
    words = f"{more}{len(those)}项尚未到评判的时候，也没有经审核发布的{found.year}年数值"
    return f"{words}：{names}。" if named else f"{words}。"


def missing_table(caption: str, found: Verdicts, *, today: date) -> Table:
    """Each missing value: which, why and since when, and who answers for it."""
    columns = [
        TableColumn("指标", 48),
        TableColumn("属性", 18, Align.CENTER),
        TableColumn("情况", 50),
        TableColumn("负责部门", 40),
    ]
    own = found.region.code
    return Table(
        caption,
        columns,
        [
            [
                name_of(one, own=own),
                label(one.row.nature),
                why_words(one, found, today=today),
                answering_words([one]),
            ]
            for one in found.missing
        ],
    )


def why_words(one: Verdict, found: Verdicts, *, today: date) -> str:
    """Why and since when nothing is published, with the reason that was published for it."""
    words = missing_words(found.why_missing(one, today=today))
    a = one.assessment
    reason = ""
    if a.withdrawn is not None:
        reason = a.withdrawn.reason
    elif a.observed is not None and a.observed.obs_status is ObsStatus.NOT_AVAILABLE:
        reason = a.observed.note
    reason = reason.strip().rstrip("。.")
    return f"{words}，理由：{reason}" if reason else words


def answering_words(verdicts: Sequence[Verdict]) -> str:
    """The departments that answer for these, each once."""
    names = dict.fromkeys(name for one in verdicts for name in one.answering)
    return "、".join(names) or NOBODY


def missing_by_city(caption: str, missing: Sequence[Verdict]) -> Table:
    """For each city what isn't published, with who answers for it."""
    by_city: dict[str, list[Verdict]] = defaultdict(list)
    for one in missing:
        by_city[one.region.name].append(one)
    columns = [
        TableColumn("城市", 22),
        TableColumn("项数", 14, Align.RIGHT),
        TableColumn("指标（负责部门）", 120),
    ]
    return Table(
        caption,
        columns,
        [
            [
                city,
                str(len(those)),
                "；".join(f"{one.row.printed_name}（{answering_words([one])}）" for one in those),
            ]
            for city, those in by_city.items()
        ],
    )
