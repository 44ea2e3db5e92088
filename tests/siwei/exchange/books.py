"""Books as their reader gives them, made by hand: a sheet from its lines."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from django.contrib.auth.models import User

from common.spreadsheets.cells import BookCells, Cell, SheetCells
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.rows import StagedRow, from_json
from siwei.exchange.services.staging import stage

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HEADS: Sequence[Cell] = ("地区", "指标", "年份", "数值", "单位", "来源")
TOTAL = "140300.total_water_use.2025"


def book(
    *lines: Sequence[Cell],
    name: str = "表一",
    percents: Collection[tuple[int, int]] = (),
    hidden_rows: Collection[int] = (),
) -> BookCells:
    return BookCells([SheetCells(name, lines, percents, hidden_rows=hidden_rows)])


def a_row(
    value: Cell = 2.21,
    *,
    region: Cell = "140300",
    indicator: Cell = "total_water_use",
    year: Cell = 2025,
    unit: Cell = "亿立方米",
    source: Cell = "水资源公报",
) -> Sequence[Cell]:
    """A line below `HEADS`."""
    return (region, indicator, year, value, unit, source)


def staged(actor: User, what: BookCells, *, now: datetime = NOW) -> ImportBatch:
    return stage(book=what, name="实际值.xlsx", sha256="0" * 64, size=1000, actor=actor, now=now)


def rows(batch: ImportBatch) -> list[StagedRow]:
    batch.refresh_from_db()
    return from_json(batch.rows)


def kinds(batch: ImportBatch) -> list[RowKind]:
    return [row.kind for row in rows(batch)]


def codes(row: StagedRow) -> list[str]:
    return [one.code for one in row.messages]
