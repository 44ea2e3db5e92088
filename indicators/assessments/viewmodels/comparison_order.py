"""What the table of a comparison can be ordered by (`COMPARED_COLUMNS`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from common.ordering import in_order

if TYPE_CHECKING:
    from common.sorting import Order
    from indicators.assessments.viewmodels.comparison import ComparisonRow, ComparisonTable

COMPARED_ORDER: Mapping[str, Callable[[ComparisonRow], Any]] = {
    "region": lambda row: row.compared.region.code,
    "status": lambda row: row.status.rank,
    "value": lambda row: row.compared.actual,
    "change": lambda row: row.change,
    "limit": lambda row: row.compared.assessment.shown_limit,
    "share": lambda row: row.attainment,
    "rate": lambda row: row.annual_rate,
}


def in_its_order(table: ComparisonTable, asked: Sequence[Order]) -> ComparisonTable:
    """The table in the order that was asked for; what may be compared and what may not stay
    apart."""
    return replace(
        table,
        together=in_order(table.together, asked, COMPARED_ORDER),
        apart=in_order(table.apart, asked, COMPARED_ORDER),
    )
