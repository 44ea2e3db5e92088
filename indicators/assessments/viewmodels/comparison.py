"""A comparison as a table: who stands together, who stands apart and why, what the notes are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.decimals import places_of
from common.figures import places, rounded
from common.language import local_name
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.attainment import attainment
from indicators.assessments.rules.comparability import Comparability
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.outlook import Outlook, outlook
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording import explain, ground_note
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit
from indicators.plans.viewmodels.breaks import NamedBreak, named_once
from indicators.plans.viewmodels.table import MAX_PLACES
from indicators.plans.wording import unit_name

if TYPE_CHECKING:
    from indicators.assessments.selectors.comparison import Compared, Comparison, Sources
    from indicators.plans.models import Plan, Target

RATE_PLACES = 2
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Grounds that a reader must know of wherever the number is shown.
_NOTED = (ComparabilityLevel.CAVEAT, ComparabilityLevel.DERIVED)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One promise in the comparison. `mark` leads to its footnote, `note`; `target_noted` if that
    is about the target, not only about the year's value. `last_year`: the verdict of the year
    before, where its value is counted like this year's. `sources`: where the promises are written
    that the page shows; a chart shows none, and has rows of which nothing was read there."""

    compared: Compared
    name: str
    sources: Sources
    attainment: Decimal | None
    mark: str
    note: str
    target_noted: bool
    last_year: Assessment | None

    @property
    def plan(self) -> Plan:
        return self.sources.plans[self.compared.row.plan]

    @property
    def target(self) -> Target | None:
        """What opens its sentence."""
        return self.sources.of(self.compared)

    @property
    def base_year(self) -> int | None:
        """Of a reduction the year from which the year's value counts."""
        return self.compared.assessment.base_year

    @property
    def anchor(self) -> str:
        """Where the promise stands on the page of its indicator (see `anchors`)."""
        return f"{self.compared.row.plan}-{self.compared.region.code}"

    @property
    def label(self) -> str:
        """The name with its footnote, as charts write it."""
        return self.name + self.mark

    @property
    def annual_rate(self) -> Decimal | None:
        rate = self.compared.annual_rate
        return None if rate is None else rounded(rate, RATE_PLACES)

    @property
    def limit(self) -> Limit | None:
        """What the year's value is judged by; its number is `assessment.shown_limit`."""
        return self.compared.assessment.limit

    @property
    def status(self) -> Status:
        return self.compared.assessment.status

    @property
    def reason(self) -> str:
        return explain(self.compared.assessment)

    @property
    def outlook(self) -> Outlook | None:
        """What is ahead of the promise, as the year's value knows it."""
        return outlook(self.compared.assessment, last_over=self.compared.series.last_over)

    @property
    def ground(self) -> str:
        """On what ground the target is compared, or why it can't be."""
        return ground_note(self.compared.by_target.notes)

    @property
    def change(self) -> Decimal | None:
        """What the value gained or lost since last year."""
        last, actual = self.last_year, self.compared.actual
        if last is None or last.actual is None or actual is None:
            return None
        return rounded(actual - last.actual, places(actual, last.actual))

    @property
    def turned_from(self) -> Status | None:
        """Last year's status, where it was judged and is another one now."""
        last = self.last_year
        if last is None or not last.status.is_judged or not self.status.is_judged:
            return None
        return None if last.status is self.status else last.status

    @property
    def nature(self) -> Nature:
        return self.compared.row.nature

    @property
    def demo(self) -> bool:
        return self.compared.assessment.demo

    @property
    def preliminary(self) -> bool:
        return self.compared.assessment.preliminary

    @property
    def printed_unit(self) -> str:
        """The unit that the plan prints, where it is another than the catalogue's."""
        if self.target is None:
            return ""
        printed = unit_name(self.target.plan_indicator.unit)
        return "" if printed == unit_name(self.compared.row.unit) else printed


@dataclass(frozen=True, slots=True)
class Footnote:
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """`together` are the promises that may be compared, `apart` those that may not; both by
    region. `absent`: regions that were asked for and don't promise the indicator."""

    comparison: Comparison
    together: list[ComparisonRow]
    apart: list[ComparisonRow]
    absent: list[str]
    footnotes: list[Footnote]

    @property
    def rows(self) -> list[ComparisonRow]:
        return [*self.together, *self.apart]

    def only(self, promises: Collection[int], quoting: Sources) -> ComparisonTable:
        """The same table with the rows of these promises alone, each on its ground among all."""

        def among(rows: Iterable[ComparisonRow]) -> list[ComparisonRow]:
            found = (row for row in rows if row.compared.row.pk in promises)
            return [replace(row, sources=quoting) for row in found]

        return replace(self, together=among(self.together), apart=among(self.apart))

    @property
    def breaks(self) -> list[NamedBreak]:
        """From which years on the values of which regions are counted differently."""
        return named_once(
            NamedBreak(one, local_name(row.compared.region) if one.region else "")
            for row in self.rows
            for one in row.compared.row.promise.breaks
        )

    @property
    def name(self) -> str:
        """What the indicator is called, in the language of the page."""
        return local_name(self.comparison.indicator)

    @property
    def is_reduction(self) -> bool:
        return self.comparison.indicator.is_reduction

    @property
    def unit(self) -> str:
        return unit_name(self.comparison.indicator.unit)

    @property
    def change_unit(self) -> str:
        """What a change since last year is measured in."""
        unit = self.comparison.indicator.unit
        return _("百分点") if unit.in_points else self.unit

    @property
    def noted_together(self) -> list[ComparisonRow]:
        """The rows whose footnotes stand below those that may be compared."""
        return [row for row in self.together if row.mark]

    @property
    def noted_apart(self) -> list[ComparisonRow]:
        return [row for row in self.apart if row.mark]

    @property
    def several(self) -> bool:
        """Whether any may be compared with another, be it on another page."""
        return len([one for one in self.comparison.rows if _ranks(one)]) > 1

    @property
    def rebased(self) -> bool:
        """Whether the promises are held together by what they ask per year."""
        return any(
            _ranks(one) and one.by_target.level is ComparabilityLevel.REBASED
            for one in self.comparison.rows
        )

    @property
    def is_ceiling(self) -> bool:
        """Whether most limits of the year are ceilings, of which a share is used up."""
        limits = [one.assessment.limit for one in self.comparison.rows]
        ceilings = [limit.is_ceiling for limit in limits if limit is not None]
        return sum(ceilings) * 2 > len(ceilings)

    @property
    def places(self) -> int:
        """The most decimals of values and limits, by which their columns stand on their points."""
        verdicts = [row.compared.assessment for row in self.rows]
        figures = [one for a in verdicts for one in (a.actual, a.shown_limit) if one is not None]
        return min(MAX_PLACES, max(map(places_of, figures), default=0))


def comparison_table(
    found: Comparison, sources: Sources, asked: Mapping[str, str] | None = None
) -> ComparisonTable:
    """The table of a comparison. `asked`: the regions that were asked for, with their names."""
    notes = _notes(found.rows)
    several = Counter(one.region.code for one in found.rows)

    def row(one: Compared) -> ComparisonRow:
        name = local_name(one.region)
        if several[one.region.code] > 1:
            name = f"{name} {one.row.plan_year}"
        return ComparisonRow(
            compared=one,
            name=name,
            sources=sources,
            attainment=attainment(one.assessment),
            mark=notes[one.row.pk].mark if one.row.pk in notes else "",
            note=notes[one.row.pk].text if one.row.pk in notes else "",
            target_noted=one.by_target.level in _NOTED,
            last_year=_last_year(one),
        )

    there = {one.region.code for one in found.rows}
    return ComparisonTable(
        comparison=found,
        together=[row(one) for one in found.rows if _ranks(one)],
        apart=[row(one) for one in found.apart_targets()],
        absent=[name for code, name in (asked or {}).items() if code not in there],
        footnotes=list(notes.values()),
    )


def _ranks(one: Compared) -> bool:
    return one.by_target.ranked_by is not None


def _last_year(one: Compared) -> Assessment | None:
    last = one.series.at(one.assessment.year - 1)
    return last if last.actual is not None and last.counted_like(one.assessment) else None


def noted(one: Compared) -> Comparability | None:
    """The ground of a promise or its value that a footnote must name, if any."""
    grounds = [one.by_target, *([one.by_actual] if one.by_actual else [])]
    return next((ground for ground in grounds if ground.level in _NOTED), None)


def circled(number: int) -> str:
    """①, ② … and (21) where there is no such sign."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


def reading_order(mark: str) -> tuple[int, str]:
    """Sorts marks of footnotes: (21) comes after ⑳, whatever their code points."""
    return len(mark), mark


def _notes(rows: Iterable[Compared]) -> dict[int, Footnote]:
    notes: dict[int, Footnote] = {}
    for one in rows:
        ground = noted(one)
        if ground is not None:
            mark = circled(len(notes) + 1)
            region = local_name(one.region)
            text = _("%(region)s：%(note)s") % {"region": region, "note": ground_note(ground.notes)}
            notes[one.row.pk] = Footnote(mark, text)
    return notes
