"""The yearly summary of a province: city by city, without ranking what can't be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from common.labels import label
from departments.rules.roles import RegionLevel
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording import ground_note
from siwei.reports.rules.blocks import (
    Align,
    Annex,
    Block,
    Line,
    Paragraph,
    Report,
    Signature,
    Table,
    TableColumn,
)
from siwei.reports.viewmodels.broken import broken_table
from siwei.reports.viewmodels.late_work import late_table
from siwei.reports.viewmodels.missing import awaited_words, missing_by_city, nothing_missing_words
from siwei.reports.viewmodels.numbering import Numbering
from siwei.reports.viewmodels.promises import (
    explanation_words,
    limit_line,
    marks_note,
    name_of,
    reason_line,
    source_words,
    unit_of,
    value_line,
)
from siwei.reports.viewmodels.sentences import (
    counted,
    day,
    gap_words,
    status_counts,
)
from siwei.reports.viewmodels.sources import sources_table

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.plans.models import Indicator
    from siwei.reports.selectors.province import Placed, ProvinceReport

BY_INDICATOR, SOURCES = "各指标分市情况", "各指标数值的来源"
# Least width of a column of counts, in millimetres; the first two columns have the rest.
_CITY, _TOTAL = 22, 14
_WIDTH = 156


def province_report_document(found: ProvinceReport) -> Report:
    """The whole summary."""
    title = f"{found.region.name}{found.year}年度规划目标完成情况汇总报告"
    return Report(title, "年度汇总报告", list(_Writer(found).blocks()))


class _Writer:
    """Goes through the parts of the summary in their order."""

    def __init__(self, found: ProvinceReport) -> None:
        self._found, self._number = found, Numbering()
        self._own = found.region.code

    def blocks(self) -> Iterator[Block]:
        yield from self._summary()
        yield from self._broken(
            "突破红线情况", "突破红线的指标", [Status.BREACHED], "没有指标突破红线。"
        )
        yield from self._explanations()
        yield from self._broken(
            "未达标和滞后情况",
            "未达标和滞后的指标",
            [Status.MISSED, Status.BEHIND],
            "没有未达标或滞后的指标。",
        )
        yield from self._missing()
        yield from self._comparability()
        yield from self._work()
        yield from self._caveats()
        yield from self._sources()

    def _summary(self) -> Iterator[Block]:
        found = self._found
        rows = found.verdicts.rows
        yield self._number.heading(1, "总体情况")
        yield Paragraph(
            f"本报告汇总{found.region.name}各市规划的指标，数据为截至{day(found.today)}"
            "已审核发布的数值。"
        )
        binding = [one for one in rows if one.is_constraint]
        counts = status_counts(rows)
        cities = sum(one.level == RegionLevel.CITY for one in self._cities().values())
        head = f"{found.year}年，{cities}个城市的规划指标共{len(rows)}项：{counted(counts)}。"
        tail = (
            f"其中约束性指标{len(binding)}项：{counted(status_counts(binding))}。"
            if binding
            else ""
        )
        if not rows:
            yield Paragraph(f"没有{found.year}年的规划指标。")
            return
        yield Paragraph(head + tail)
        yield self._by_city(self._number.table(f"{found.year}年各市完成情况"))

    def _cities(self) -> dict[str, Region]:
        """The regions that promise something, by code, the province itself first if it does."""
        return {one.region.code: one.region for one in self._found.verdicts.rows}

    def _by_city(self, caption: str) -> Table:
        """Each city with how many of its promises stand how; only statuses that there are."""
        found = self._found
        rows = found.verdicts.rows
        statuses = [one for one in Status if any(row.status is one for row in rows)]
        each = (_WIDTH - _CITY - 2 * _TOTAL) / max(len(statuses), 1)
        columns = [
            TableColumn("城市", _CITY),
            TableColumn("指标", _TOTAL, Align.RIGHT),
            *(TableColumn(label(one), each, Align.RIGHT) for one in statuses),
            TableColumn("已发布/应填", _TOTAL, Align.CENTER),
        ]
        return Table(
            caption,
            columns,
            [self._city_row(region, statuses) for region in self._cities().values()],
        )

    def _city_row(self, region: Region, statuses: Sequence[Status]) -> list[Line]:
        found = self._found
        counts = status_counts(one for one in found.verdicts.rows if one.region == region)
        done = found.completeness.get(region.code)
        return [
            region.name,
            str(sum(counts.values())),
            *(str(counts[one]) for one in statuses),
            "—" if done is None else f"{done.approved}/{done.required}",
        ]

    def _broken(
        self, heading: str, title: str, statuses: Sequence[Status], nothing: str
    ) -> Iterator[Block]:
        found = self._found
        those = found.verdicts.of(*statuses)
        yield self._number.heading(1, heading)
        if not those:
            yield Paragraph(f"已审核发布的{found.year}年数值中，{nothing}")
            return
        yield broken_table(self._number.table(f"{found.year}年{title}"), those, found.values)
        yield Paragraph(f"注：按超出或不足占限值的比例由大到小排列。{marks_note(those)}", note=True)

    def _explanations(self) -> Iterator[Block]:
        found = self._found
        for one in found.verdicts.crossed:
            yield self._number.heading(2, name_of(one, own=self._own))
            yield Paragraph(reason_line(one, found.values))
            words = explanation_words(one, found.values, found.explained)
            yield Paragraph(words + source_words(one, found.values))

    def _missing(self) -> Iterator[Block]:
        found = self._found
        yield self._number.heading(1, "未填报或未审核的指标")
        if found.verdicts.missing:
            yield from self._missing_values()
        elif words := nothing_missing_words(found.verdicts):
            yield Paragraph(words)
        if words := awaited_words(found.verdicts):
            yield Paragraph(words)

    def _missing_values(self) -> Iterator[Block]:
        found = self._found
        due = found.verdicts.due_on
        when = "" if due is None else f"本省{found.year}年度的填报截止日为{day(due)}。"
        yield Paragraph(
            f"以下{len(found.verdicts.missing)}项没有经审核发布的{found.year}年数值，"
            f"不作评判，也不以其他数值代替。{when}"
        )
        yield missing_by_city(
            self._number.table(f"{found.year}年未填报或未审核的指标"), found.verdicts.missing
        )

    def _comparability(self) -> Iterator[Block]:
        rows = [
            [indicator.name, one.verdict.region.name, label(one.ground.level), _note(one)]
            for indicator, placed in self._found.compared
            if len(placed) > 1
            for one in placed
            if one.ground is not None and one.ground.level is not ComparabilityLevel.DIRECT
        ]
        yield self._number.heading(1, "可比性说明")
        if not rows:
            yield Paragraph("各市已发布的同一指标的数值可以直接比较。")
            return
        yield Paragraph("下列数值与其他城市同一指标的数值不能直接比较，对照时须注意所列事项。")
        columns = [
            TableColumn("指标", 38),
            TableColumn("城市", 20),
            TableColumn("可比性", 24, Align.CENTER),
            TableColumn("说明", 74),
        ]
        yield Table(self._number.table("不能直接比较的数值"), columns, rows)

    def _work(self) -> Iterator[Block]:
        found = self._found
        yield self._number.heading(1, "逾期工作")
        if not found.late:
            yield Paragraph(f"截至{day(found.today)}，没有逾期的时限节点。")
            return
        number = len(found.late)
        yield Paragraph(f"截至{day(found.today)}，逾期的时限节点共{number}个。")
        caption = self._number.table("各市逾期的时限节点")
        late = sorted(found.late, key=lambda one: one.milestone.task.plan.region_id)
        yield late_table(caption, late, today=found.today, with_region=True)

    def _caveats(self) -> Iterator[Block]:
        if any(one.assessment.demo for one in self._found.verdicts.rows):
            yield self._number.heading(1, "需要说明的事项")
            yield Paragraph("本报告含演示数据，不是真实填报的数值，不得作为正式依据。")

    def _sources(self) -> Iterator[Block]:
        found = self._found
        yield self._number.heading(1, "数据来源")
        table = sources_table("附表　数值的来源、编号和发布日期", found.verdicts, found.values)
        yield Paragraph(
            "本报告中的年度数值均为经审核发布的数值。每个数值带有编号（数值的键与版本），"
            "可据以核对它是否仍是现行发布的数值。"
        )
        yield Paragraph(f"附件：1. {BY_INDICATOR}")
        if table is not None:
            yield Paragraph(f"　　　2. {SOURCES}")
        yield Signature()
        yield Annex(1, BY_INDICATOR)
        for number, (indicator, placed) in enumerate(found.compared, start=1):
            yield from self._of_indicator(number, indicator, placed)
        if table is not None:
            yield Annex(2, SOURCES)
            yield table

    def _of_indicator(
        self, number: int, indicator: Indicator, placed: Sequence[Placed]
    ) -> Iterator[Block]:
        """One indicator, city by city in the order of their codes: no ranking."""
        verdicts = [one.verdict for one in placed]
        unit = unit_of(verdicts[0])
        head = indicator.name if unit == "—" else f"{indicator.name}（{unit}）"
        columns = [
            TableColumn("城市", 26),
            TableColumn("属性", 20, Align.CENTER),
            TableColumn(f"{self._found.year}年", 34, Align.RIGHT),
            TableColumn("限值", 26, Align.RIGHT),
            TableColumn("状态", 26, Align.CENTER),
            TableColumn("差距", 24, Align.RIGHT),
        ]
        rows: list[list[Line]] = [
            [
                one.region.name,
                label(one.row.nature),
                value_line(one, self._found.values),
                limit_line(one.assessment),
                label(one.status),
                gap_words(one.assessment),
            ]
            for one in verdicts
        ]
        yield Table(f"附表1—{number}　{head}", columns, rows)
        yield Paragraph(f"注：{marks_note(verdicts)}", note=True)


def _note(one: Placed) -> str:
    return "" if one.ground is None else ground_note(one.ground.notes)
