"""Where each published number of a report comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from siwei.reports.rules.blocks import Align, Line, Table, TableColumn, Text
from siwei.reports.rules.passports import tag_of, text_of
from siwei.reports.viewmodels.promises import name_of, reported, unit_of
from siwei.reports.viewmodels.sentences import short_day

if TYPE_CHECKING:
    from indicators.actuals.selectors.completeness import Key
    from siwei.pages.selectors.briefing import Verdicts
    from siwei.reports.selectors.values import ReportedValue


def sources_table(
    caption: str, found: Verdicts, values: Mapping[Key, ReportedValue]
) -> Table | None:
    """Each value once, with its source, passport and day; None where nothing is published."""
    columns = [
        TableColumn("指标", 34),
        TableColumn("单位", 18, Align.CENTER),
        TableColumn("数值", 17, Align.RIGHT),
        TableColumn("来源", 31),
        TableColumn("编号", 35, breaks=True),
        TableColumn("发布日期", 21, Align.CENTER),
    ]
    rows: dict[int, list[Line]] = {}
    for one in found.rows:
        known = reported(one, values)
        if known is None or known.value is None or known.pk in rows:
            continue
        tag = tag_of(known.key, known.version)
        rows[known.pk] = [
            name_of(one, own=found.region.code),
            unit_of(one),
            [Text(text_of(known.value), tag=tag)],
            known.source or "没有填写",
            f"{known.key}@{known.version}",
            short_day(known.published_on),
        ]
    return Table(caption, columns, list(rows.values())) if rows else None
