"""The briefing for a director (简报): two pages, the worst first.

What has no room is counted, and stands in the report of the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from departments.rules.roles import RegionLevel
from indicators.assessments.rules.statuses import Status
from siwei.pages.viewmodels.changes import ChangeLine, change_days
from siwei.reports.rules.blocks import Align, Block, Paragraph, Report, Table, TableColumn
from siwei.reports.viewmodels.broken import broken_table
from siwei.reports.viewmodels.late_work import late_table
from siwei.reports.viewmodels.missing import awaited_words, nothing_missing_words, why_words
from siwei.reports.viewmodels.numbering import Numbering
from siwei.reports.viewmodels.promises import mark_words
from siwei.reports.viewmodels.sentences import counted, day, short_day, shortened, status_counts

if TYPE_CHECKING:
    from datetime import date

    from indicators.actuals.selectors.completeness import Key
    from siwei.pages.selectors.briefing import Briefing, Verdict
    from siwei.reports.selectors.values import ReportedValue

# As many rows as fit two pages together with the sentences.
MOST_BROKEN, MOST_MISSING, MOST_LATE, MOST_CHANGES = 6, 4, 3, 4
# And as many names in a cell, and characters in a name, a reason, a narrow cell, a change: full to
# the brim they still fit two pages.
_MOST_NAMES, _LONGEST_NAME, _LONGEST_REASON, _LONGEST, _LONGEST_CHANGE = 3, 14, 24, 18, 70


def briefing_document(
    found: Briefing, values: Mapping[Key, ReportedValue], *, today: date
) -> Report:
    """The whole briefing."""
    region, year = found.verdicts.region, found.verdicts.year
    title = f"{region.name}{year}年度规划目标完成情况简报"
    return Report(title, "简报", list(_Writer(found, values, today).blocks()))


class _Writer:
    def __init__(self, found: Briefing, values: Mapping[Key, ReportedValue], today: date) -> None:
        self._found, self._values, self._today = found, values, today
        self._number = Numbering()

    def blocks(self) -> Iterator[Block]:
        yield from self._broken()
        yield from self._missing()
        yield from self._late()
        yield from self._changed()

    def _broken(self) -> Iterator[Block]:
        found = self._found.verdicts
        counts = status_counts(found.rows)
        demo = (
            "含演示数据，不得作为正式依据。"
            if any(one.assessment.demo for one in found.rows)
            else ""
        )
        yield Paragraph(
            f"截至{day(self._today)}已审核发布的数值：{found.year}年规划指标共{len(found.rows)}项，"
            f"{counted(counts)}。{demo}"
        )
        yield self._number.heading(1, "突破红线、未达标和滞后")
        those = [*found.crossed, *found.missed, *found.behind]
        if not those:
            yield Paragraph("已审核发布的数值中，没有突破红线、未达标或滞后的指标。")
            return
        shown = those[:MOST_BROKEN]
        yield broken_table(
            self._number.table("突破红线、未达标和滞后的指标"),
            shown,
            self._values,
            longest=_LONGEST_NAME,
        )
        yield from _left_out(len(those) - len(shown), "项", _mark_notes(shown))

    def _missing(self) -> Iterator[Block]:
        found = self._found.verdicts
        yield self._number.heading(1, "未填报或未审核")
        missing = found.missing
        if not missing:
            words = nothing_missing_words(found) or awaited_words(found, named=False)
            yield Paragraph(words)
            return
        columns = [
            TableColumn("地区", 20),
            TableColumn("项数", 12, Align.RIGHT),
            TableColumn("指标", 76),
            TableColumn("情况", 48),
        ]
        groups = self._by_region_and_reason(missing)
        rows = [
            [region, str(len(names)), _names(names), shortened(why, _LONGEST_REASON)]
            for (region, why), names in groups.items()
        ]
        rows.sort(key=lambda row: -int(row[1]))
        caption = self._number.table(f"没有经审核发布的数值的指标（共{len(missing)}项）")
        yield Table(caption, columns, rows[:MOST_MISSING])
        left = sum(int(row[1]) for row in rows[MOST_MISSING:])
        yield from _left_out(left, "项", awaited_words(found, named=False))

    def _by_region_and_reason(self, missing: Sequence[Verdict]) -> dict[tuple[str, str], list[str]]:
        groups: dict[tuple[str, str], list[str]] = {}
        for one in missing:
            why = why_words(one, self._found.verdicts, today=self._today)
            groups.setdefault((one.region.name, why), []).append(one.row.printed_name)
        return groups

    def _late(self) -> Iterator[Block]:
        late = self._found.late
        yield self._number.heading(1, "逾期工作")
        if not late:
            yield Paragraph("没有逾期的时限节点。")
            return
        province = self._found.verdicts.region.level == RegionLevel.PROVINCE
        caption = self._number.table(f"逾期的时限节点（共{len(late)}个，逾期最久的在前）")
        yield late_table(
            caption,
            late[:MOST_LATE],
            today=self._today,
            with_region=province,
            longest=_LONGEST,
        )
        yield from _left_out(len(late) - MOST_LATE, "个", "")

    def _changed(self) -> Iterator[Block]:
        found = self._found
        first = timezone.localdate(found.since)
        yield self._number.heading(1, f"{day(first)}以来的变化")
        lines = [line for one in change_days(found.changed) for line in one.lines]
        if not lines:
            yield Paragraph("公开的内容没有变化。")
            return
        columns = [TableColumn("日期", 24, Align.CENTER), TableColumn("变化", 132)]
        rows = [
            [short_day(timezone.localdate(line.at)), shortened(change_words(line), _LONGEST_CHANGE)]
            for line in lines[:MOST_CHANGES]
        ]
        yield Table(self._number.table("公开内容的变化（最新的在前）"), columns, rows)
        if len(lines) > MOST_CHANGES or found.changed.older is not None:
            yield Paragraph("注：更早的变化未列出，见“变化”页面。", note=True)


def change_words(line: ChangeLine) -> str:
    """One change in a sentence: 阳泉市用水总量2025年：更正2.21亿立方米→2.22亿立方米."""
    name = "" if line.name is None else line.name.name
    when = "" if line.year is None else f"{line.year}年"
    values = "→".join(part for part in (line.before, line.after) if part)
    turns = "；".join(turn.words for turn in line.turns if turn.words)
    reason = f"，理由：{line.reason.strip().rstrip('。.')}" if line.reason else ""
    demo = "（演示数据）" if line.demo else ""
    said = f"{line.what}{values}{demo}"
    return f"{line.region.name}{name}{when}：{said}{f'，{turns}' if turns else ''}{reason}。"


def _names(names: Sequence[str]) -> str:
    shown = "、".join(shortened(name, _LONGEST_NAME) for name in names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown}等{len(names)}项"


def _left_out(number: int, measure: str, note: str) -> Iterator[Block]:
    """How many rows have no room, after what has to be said of those that have."""
    more = f"另有{number}{measure}未列出，见年度报告。" if number > 0 else ""
    if words := f"{note}{more}":
        yield Paragraph(f"注：{words}", note=True)


def _mark_notes(shown: Sequence[Verdict]) -> str:
    broken = any(one.status is Status.BREACHED for one in shown)
    order = "突破红线的在前，" if broken else ""
    return f"{order}按超出或不足占限值的比例由大到小排列。{mark_words(shown)}"
