"""Promises that aren't kept: whose, by how much, and by which share of the limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from common.labels import label
from siwei.reports.rules.blocks import Align, Table, TableColumn
from siwei.reports.viewmodels.promises import limit_line, unit_of, value_line
from siwei.reports.viewmodels.sentences import excess_words, gap_words, shortened

if TYPE_CHECKING:
    from indicators.actuals.selectors.completeness import Key
    from siwei.pages.selectors.briefing import Verdict
    from siwei.reports.selectors.values import ReportedValue


def broken_table(
    caption: str,
    verdicts: Sequence[Verdict],
    values: Mapping[Key, ReportedValue],
    *,
    longest: int | None = None,
) -> Table:
    """Promises that aren't kept: whose, by how much, and by which share of the limit."""
    year = verdicts[0].assessment.year
    columns = [
        TableColumn("城市", 16),
        TableColumn("指标", 31),
        TableColumn("单位", 17, Align.CENTER),
        TableColumn(f"{year}年", 26, Align.RIGHT),
        TableColumn("限值", 16, Align.RIGHT),
        TableColumn("差距", 15, Align.RIGHT),
        TableColumn("差距占限值", 18, Align.RIGHT),
        TableColumn("状态", 17, Align.CENTER),
    ]
    return Table(
        caption,
        columns,
        [
            [
                one.region.name,
                shortened(one.row.printed_name, longest),
                unit_of(one),
                value_line(one, values),
                limit_line(one.assessment),
                gap_words(one.assessment),
                excess_words(one),
                label(one.status),
            ]
            for one in verdicts
        ],
    )
