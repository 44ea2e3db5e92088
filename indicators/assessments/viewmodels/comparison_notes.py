"""The words around the charts of a comparison: title and source, footnotes, who is left out."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from common.labels import label
from common.language import is_english
from indicators.assessments.charts.frame import Words
from indicators.assessments.rules.comparability import Note
from indicators.assessments.viewmodels.comparison import (
    ComparisonRow,
    ComparisonTable,
    reading_order,
)
from indicators.assessments.wording import ground_note

_MANY = 6


def chart_words(
    table: ComparisonTable,
    title: str,
    unit: str,
    today: date,
    notes: Iterable[str],
    *,
    shown: Iterable[ComparisonRow] | None = None,
) -> Words:
    """What stands around a chart of the table; `shown`: the rows in it, where they aren't all."""
    names = [row.name for row in (table.rows if shown is None else shown)]
    where = (
        _("、").join(names)
        if len(names) <= _MANY
        else (
            _("%(names)s等 %(count)d 地") % {"names": _("、").join(names[:3]), "count": len(names)}
        )
    )
    source = _("来源：各市规划原文，%(date)s 前审核发布的年度实际值。") % {
        "date": today.isoformat()
    }
    counts_by = () if is_english() else ("万", "亿")
    return Words(title, f"{unit} · {where}", source, tuple(notes), counts_by, table.unit)


def unit_line(table: ComparisonTable) -> str:
    return _("单位：%(unit)s") % {"unit": table.unit}


def footnotes(rows: Sequence[ComparisonRow]) -> list[str]:
    """The footnotes of these rows, in their order."""
    marked = sorted((row for row in rows if row.mark), key=lambda row: reading_order(row.mark))
    return [f"{row.mark} {row.note}" for row in marked]


def of_values(rows: Sequence[ComparisonRow]) -> list[str]:
    """What has to be said of the values themselves: invented, or not final yet."""
    names = _("、").join(row.name for row in rows if row.preliminary)
    notes = [_("%(names)s为初步数，正式数发布后可能改变。") % {"names": names}] if names else []
    shown = any(row.demo for row in rows)
    return notes + ([_("含演示数据：不是真实填报的数值。")] if shown else [])


def verdict_lines(row: ComparisonRow) -> tuple[str, ...]:
    """What a mark says when it is pointed at."""
    status = f"{row.status.symbol} {label(row.status)}"
    return (f"{row.name} · {status}", row.reason)


def absent(rows: Iterable[tuple[ComparisonRow, str]]) -> tuple[str, ...]:
    """Who has no place in a chart, each with the reason."""
    return tuple(
        _("%(name)s（%(reason)s）") % {"name": row.name, "reason": reason} for row, reason in rows
    )


def bare(notes: Iterable[Note]) -> str:
    """The note as a part of a sentence."""
    return ground_note(notes).rstrip("。.")
