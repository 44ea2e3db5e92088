"""The promises of a report as rows of its tables, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.wording import explain, target_phrase
from indicators.plans.rules.enums import LimitBasis, TargetForm
from indicators.plans.rules.in_force import targets_in_force
from indicators.plans.wording import unit_name
from siwei.reports.rules.blocks import Align, Line, Paragraph, Table, TableColumn, Text
from siwei.reports.rules.passports import tag_of, text_of
from siwei.reports.viewmodels.sentences import gap_words, numbers_of, stamped

if TYPE_CHECKING:
    from indicators.actuals.selectors.completeness import Key
    from indicators.assessments.rules.assessment import Assessment
    from indicators.plans.rules.promises import TargetData
    from siwei.pages.selectors.briefing import Verdict
    from siwei.reports.selectors.values import ReportedValue

NOTHING = "—"
_KNOWN_ESTIMATE = "斜体的限值是系统估算的，不是规划原文。"
_SIGNS = "差距为正表示优于限值，为负表示未达到限值。"
_PRELIMINARY = "标“初”的是初步数，正式数发布后可能改变。"
_DEMO = "标“演示”的是演示数据，不是真实填报的数值。"
_LINKED = "标“换算”的由另一基期的填报值换算而来。"
_WITHDRAWN = "划去的是已撤回发布的数值。"


def name_of(one: Verdict, *, own: str) -> str:
    """What its plan calls the indicator; of another region than `own` with its name."""
    name = one.row.printed_name
    return name if one.region.code == own else f"{one.region.name}：{name}"


def unit_of(one: Verdict) -> str:
    unit = one.row.unit
    return NOTHING if unit.is_bare else unit_name(unit)


def reported(one: Verdict, values: Mapping[Key, ReportedValue]) -> ReportedValue | None:
    """The published value that the verdict judges, or from which it was chained."""
    a = one.assessment
    base = a.base_year if a.linked_base is None else a.linked_base
    return values.get((one.row.region, one.row.indicator, a.year, base))


def value_line(one: Verdict, values: Mapping[Key, ReportedValue]) -> list[Text]:
    """The published value in its control, with its marks; or why there is none."""
    a = one.assessment
    if a.withdrawn is not None:
        old = a.withdrawn.value
        said = [Text(text_of(old), struck=True)] if old is not None else []
        return [*said, Text("（已撤回）")]
    if a.actual is None:
        if a.observed is None or a.observed.obs_status is ObsStatus.MISSING:
            return [Text("未发布")]
        return [Text(label(a.observed.obs_status))]
    known = reported(one, values)
    is_published = known is not None and known.value == a.actual and a.linked_base is None
    tag = tag_of(known.key, known.version) if known is not None and is_published else ""
    marks = "".join(f"（{mark}）" for mark in _marks(a))
    return [one for one in (Text(text_of(a.actual), tag=tag), Text(marks)) if one.text]


def _marks(a: Assessment) -> Iterable[str]:
    if a.linked_base is not None:
        yield "换算"
    if a.preliminary:
        yield "初"
    if a.demo:
        yield "演示"


def limit_line(a: Assessment) -> list[Text]:
    """The limit of the year; an estimate in italics."""
    if a.limit is None:
        return [Text(NOTHING)]
    return [Text(numbers_of(a.shown_limit), italic=a.limit.is_estimate)]


def base_words(a: Assessment) -> str:
    """From where it counts: the base year of a reduction, else the baseline with its value."""
    if a.promise.is_reduction:
        return NOTHING if a.base_year is None else f"{a.base_year}年"
    baseline = a.promise.baseline
    return NOTHING if baseline is None else f"{baseline.year}年{text_of(baseline.value)}"


def goal_words(a: Assessment) -> str:
    """What the plan promises of the year, or next after it, as it says it."""
    target = a.limit.target if a.limit is not None else _next_target(a)
    if target is None:
        return NOTHING
    if target.value is None:
        words = f"“{target.wording}”" if target.wording else label(TargetForm(target.form))
    else:
        words = target_phrase(a.promise, target)
    if target.is_undated:
        return f"{words}（未写明年份）"
    return f"{words}（长期）" if target.year is None else f"{target.year}年{words}"


def _next_target(a: Assessment) -> TargetData | None:
    targets = sorted(targets_in_force(a.promise, a.year), key=lambda one: one.year or 0)
    later = (one for one in targets if one.year is None or one.year >= a.year)
    return next(later, targets[-1] if targets else None)


def promise_table(
    caption: str, verdicts: Sequence[Verdict], values: Mapping[Key, ReportedValue], *, own: str
) -> list[Table | Paragraph]:
    """The promises with what each is held against, and a note on the marks that stand in it."""
    year = verdicts[0].assessment.year
    columns = [
        TableColumn("指标", 26),
        TableColumn("单位", 17, Align.CENTER),
        TableColumn("基期", 18, Align.CENTER),
        TableColumn("规划目标", 24),
        TableColumn(f"{year}年", 20, Align.RIGHT),
        TableColumn("限值", 16, Align.RIGHT),
        TableColumn("状态", 17, Align.CENTER),
        TableColumn("差距", 18, Align.RIGHT),
    ]
    rows: list[list[Line]] = [
        [
            name_of(one, own=own),
            unit_of(one),
            base_words(one.assessment),
            goal_words(one.assessment),
            value_line(one, values),
            limit_line(one.assessment),
            label(one.status),
            gap_words(one.assessment),
        ]
        for one in verdicts
    ]
    return [Table(caption, columns, rows), Paragraph(f"注：{marks_note(verdicts)}", note=True)]


def marks_note(verdicts: Iterable[Verdict]) -> str:
    """What the signs and marks of these rows mean, as far as they stand there."""
    return _SIGNS + mark_words(verdicts)


def mark_words(verdicts: Iterable[Verdict]) -> str:
    """What the marks of these rows mean, as far as they stand there."""
    found = [one.assessment for one in verdicts]
    said = [
        _KNOWN_ESTIMATE if any(a.limit and a.limit.is_estimate for a in found) else "",
        _WITHDRAWN if any(a.withdrawn for a in found) else "",
        _PRELIMINARY if any(a.preliminary for a in found) else "",
        _LINKED if any(a.linked_base is not None for a in found) else "",
        _DEMO if any(a.demo for a in found) else "",
    ]
    return "".join(said)


def reason_line(one: Verdict, values: Mapping[Key, ReportedValue]) -> list[Text]:
    """The sentence that defends the verdict, with the published value in its control."""
    return stamped(explain(one.assessment), reported(one, values), one.assessment)


def explanation_words(
    one: Verdict,
    values: Mapping[Key, ReportedValue],
    explained: Mapping[int, str] | None,
) -> str:
    """What whoever entered a value that crosses a red line said to it, for who may read that."""
    if explained is None:
        return "填报时对此的解释不公开，不在本报告中。"
    known = reported(one, values)
    words = "" if known is None else explained.get(known.pk, "")
    return f"填报时的解释：{words.rstrip('。.')}。" if words else "填报时没有对此作出解释。"


def source_words(one: Verdict, values: Mapping[Key, ReportedValue]) -> str:
    known = reported(one, values)
    if known is None:
        return ""
    source = known.source.strip().rstrip("。.")
    return f"数据来源：{source}。" if source else "没有填写数据来源。"


def basis_words(a: Assessment) -> str:
    """Whose word the limit is, for tables without italics."""
    return NOTHING if a.limit is None else label(LimitBasis(a.limit.basis))
