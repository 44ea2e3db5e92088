"""The yearly self-assessment of a city (年度自评报告), block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Nature
from indicators.plans.wording import breaks_named
from siwei.reports.rules.blocks import Annex, Block, Paragraph, Report, Signature
from siwei.reports.viewmodels.conflicts import conflict_words
from siwei.reports.viewmodels.figures import pictures
from siwei.reports.viewmodels.late_work import due_table, late_table, work_sentence
from siwei.reports.viewmodels.missing import awaited_words, missing_table, nothing_missing_words
from siwei.reports.viewmodels.numbering import Numbering
from siwei.reports.viewmodels.promises import (
    explanation_words,
    name_of,
    promise_table,
    reason_line,
    source_words,
)
from siwei.reports.viewmodels.sentences import (
    NATURES,
    counted,
    day,
    nature_words,
    status_counts,
)
from siwei.reports.viewmodels.sources import sources_table

if TYPE_CHECKING:
    from siwei.pages.selectors.briefing import Verdict
    from siwei.reports.selectors.city import CityReport

# Of what isn't broken a sentence is said where a reader must know why.
_EXPLAINED = (Status.MISSED, Status.BEHIND, Status.NEAR_LIMIT)
SOURCES = "各指标数值的来源"


def city_report_document(found: CityReport) -> Report:
    """The whole report."""
    title = f"{found.region.name}{found.year}年度规划目标完成情况自评报告"
    return Report(title, "年度自评报告", list(_Writer(found).blocks()))


class _Writer:
    """Goes through the parts of the report in their order."""

    def __init__(self, found: CityReport) -> None:
        self._found, self._number = found, Numbering()
        rows, own = found.verdicts.rows, found.region.code
        self._own = [one for one in rows if one.region.code == own]
        self._others = [one for one in rows if one.region.code != own]

    def blocks(self) -> Iterator[Block]:
        yield from self._summary()
        for nature in Nature:
            yield from self._nature(nature)
        yield from self._counties()
        yield from self._missing()
        yield from self._work()
        yield from self._caveats()
        yield from self._sources()

    def _summary(self) -> Iterator[Block]:
        found = self._found
        yield self._number.heading(1, "总体情况")
        yield Paragraph(basis_words(found))
        counts = status_counts(self._own)
        total = sum(counts.values())
        head = f"{found.year}年，{found.region.name}的规划指标共{total}项：{counted(counts)}。"
        parts = (
            nature_words(nature, [one for one in self._own if one.row.nature is nature])
            for nature in Nature
        )
        natures = "，".join(part for part in parts if part)
        yield Paragraph(f"{head}其中，{natures}。" if total else "规划没有对本级提出指标。")
        if self._others:
            counts = status_counts(self._others)
            yield Paragraph(
                f"对县（市、区）和开发区的承诺{sum(counts.values())}项：{counted(counts)}。"
            )
        if done := found.completeness:
            yield Paragraph(
                f"规划要求本级{found.year}年度填报{done.required}项数值，已填报{done.filled}项，"
                f"已审核发布{done.approved}项。"
            )

    def _nature(self, nature: Nature) -> Iterator[Block]:
        verdicts = [one for one in self._own if one.row.nature is nature]
        if not verdicts:
            return
        yield self._number.heading(1, f"{NATURES[nature]}完成情况")
        yield from self._table(f"{NATURES[nature]}完成情况", verdicts)
        yield from self._crossed(verdicts)
        yield from self._explained(verdicts)
        yield from pictures(
            f"{NATURES[nature]}历年数值与限值", verdicts, self._number, own=self._found.region.code
        )

    def _table(self, title: str, verdicts: Sequence[Verdict]) -> Iterator[Block]:
        caption = self._number.table(f"{self._found.year}年{title}")
        own = self._found.region.code
        yield from promise_table(caption, verdicts, self._found.values, own=own)

    def _crossed(self, verdicts: Sequence[Verdict]) -> Iterator[Block]:
        """Each red line that was crossed, with the explanation that was given for it."""
        found = self._found
        crossed = _those(found.verdicts.crossed, verdicts)
        if not crossed:
            return
        yield self._number.heading(2, "突破红线的指标")
        for one in crossed:
            yield self._number.heading(3, name_of(one, own=found.region.code))
            yield Paragraph(reason_line(one, found.values))
            words = explanation_words(one, found.values, found.explained)
            yield Paragraph(words + source_words(one, found.values))

    def _explained(self, verdicts: Sequence[Verdict]) -> Iterator[Block]:
        found = self._found
        those = _those(found.verdicts.of(*_EXPLAINED), verdicts)
        if not those:
            return
        yield self._number.heading(2, "未达标、滞后或接近红线的指标")
        for one in those:
            yield self._number.heading(3, name_of(one, own=found.region.code))
            yield Paragraph(reason_line(one, found.values))

    def _counties(self) -> Iterator[Block]:
        if not self._others:
            return
        yield self._number.heading(1, "对县（市、区）和开发区的承诺")
        yield from self._table("对县（市、区）和开发区的承诺完成情况", self._others)
        yield from self._crossed(self._others)

    def _missing(self) -> Iterator[Block]:
        found = self._found.verdicts
        yield self._number.heading(1, "未填报或未审核的指标")
        if number := len(found.missing):
            yield Paragraph(
                f"以下{number}项没有经审核发布的{found.year}年数值，不作评判，也不以其他数值代替。"
            )
            caption = self._number.table(f"{found.year}年未填报或未审核的指标")
            yield missing_table(caption, found, today=self._found.today)
        elif words := nothing_missing_words(found):
            yield Paragraph(words)
        if words := awaited_words(found):
            yield Paragraph(words)

    def _work(self) -> Iterator[Block]:
        found = self._found
        if not found.work.tasks:
            return
        yield self._number.heading(1, "重点任务进展")
        yield Paragraph(work_sentence(found.work, today=found.today))
        if found.work.due:
            caption = self._number.table(f"{found.year}年到期的时限节点")
            yield due_table(caption, found.work.due)
        if found.late:
            caption = self._number.table(f"截至{day(found.today)}逾期的时限节点")
            yield late_table(caption, found.late, today=found.today)

    def _caveats(self) -> Iterator[Block]:
        sentences = list(_caveats(self._found))
        if not sentences:
            return
        yield self._number.heading(1, "需要说明的事项")
        for sentence in sentences:
            yield Paragraph(sentence)

    def _sources(self) -> Iterator[Block]:
        found = self._found
        yield self._number.heading(1, "数据来源")
        table = sources_table("附表　数值的来源、编号和发布日期", found.verdicts, found.values)
        if table is None:
            yield Paragraph(f"没有经审核发布的{found.year}年数值。")
            yield Signature()
            return
        yield Paragraph(
            "本报告中的年度数值均为经审核发布的数值。每个数值带有编号（数值的键与版本），"
            "可据以核对它是否仍是现行发布的数值。来源、编号和发布日期见附件1。"
        )
        yield Paragraph(f"附件：1. {SOURCES}")
        yield Signature()
        yield Annex(1, SOURCES)
        yield table


def _those(ordered: Iterable[Verdict], among: Iterable[Verdict]) -> list[Verdict]:
    wanted = {one.row.pk for one in among}
    return [one for one in ordered if one.row.pk in wanted]


def basis_words(found: CityReport) -> str:
    """On which plans the report is based, and of which day its numbers are."""
    named = "、".join(
        f"《{plan.title}》（{plan.doc_number}）" if plan.doc_number else f"《{plan.title}》"
        for plan in found.plans
    )
    dated = f"数据为截至{day(found.today)}已审核发布的数值。"
    return f"本报告依据{named}编制，{dated}" if named else f"本报告的{dated}"


def _caveats(found: CityReport) -> Iterator[str]:
    """Conflicts of the text, series breaks, and what isn't final or isn't real."""
    own = found.region.code
    rows = found.verdicts.rows
    if any(one.assessment.demo for one in rows):
        yield "本报告含演示数据，不是真实填报的数值，不得作为正式依据。"
    preliminary = [name_of(one, own=own) for one in rows if one.assessment.preliminary]
    if preliminary:
        yield f"以下指标按初步数评判，正式数发布后可能改变：{'、'.join(preliminary)}。"
    withdrawn = [name_of(one, own=own) for one in rows if one.assessment.withdrawn]
    if withdrawn:
        yield f"以下指标原发布的数值已撤回：{'、'.join(withdrawn)}。"
    for one in rows:
        if breaks := one.assessment.named_breaks:
            yield f"{name_of(one, own=own)}的口径有变动：{breaks_named(breaks)}，对照时须谨慎。"
        if note := one.row.definition_note:
            yield f"{name_of(one, own=own)}的口径：{note.rstrip('。')}。"
    for target in found.conflicts:
        yield conflict_words(target)
