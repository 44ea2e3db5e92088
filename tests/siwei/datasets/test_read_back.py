"""Each format, read back by programs that we didn't write: the same rows as the list has."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
import simplejson
from django.test import Client
from openpyxl.utils.escape import unescape
from pyarrow import parquet

from common.api.columns import Column, cells_of
from common.column_kinds import Kind
from siwei.datasets.selectors.sets import SETS
from tests.siwei.datasets.sets import body, listed, many_kinds

Rows = list[list[Any]]
ALL = ("actuals", "targets", "assessments", "tasks")


def by_pandas_csv(content: bytes, columns: Sequence[Column]) -> Rows:
    found = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert list(found.columns) == [one.name for one in columns]
    return [
        [
            cell.removeprefix("'") if one.kind is Kind.TEXT else cell or None
            for cell, one in zip(row, columns, strict=True)
        ]
        for row in found.itertuples(index=False)
    ]


def by_pandas_json(content: bytes, columns: Sequence[Column], *, lines: bool = False) -> Rows:
    found = pd.read_json(io.BytesIO(content), lines=lines, dtype=False, precise_float=True)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return [cells_of(row, columns) for row in rows]


def by_pandas_jsonl(content: bytes, columns: Sequence[Column]) -> Rows:
    return by_pandas_json(content, columns, lines=True)


def by_openpyxl(content: bytes, columns: Sequence[Column]) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert list(head) == [one.name for one in columns]
    # Excel reads `_x0008_` as the character; openpyxl leaves that to its caller.
    return [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def by_pyarrow(content: bytes, columns: Sequence[Column]) -> Rows:
    found = parquet.read_table(io.BytesIO(content))
    assert found.column_names == [one.name for one in columns]
    return [list(row.values()) for row in found.to_pylist()]


def by_duckdb(content: bytes, columns: Sequence[Column], folder: Path) -> Rows:
    file = folder / "set.parquet"
    file.write_bytes(content)
    # As text: to hand out a time with its zone it wants one package more.
    shown = ", ".join(
        f'CAST("{one.name}" AS VARCHAR)' if one.kind is Kind.TIME else f'"{one.name}"'
        for one in columns
    )
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'Asia/Shanghai'")
        rows = database.execute(f"SELECT {shown} FROM read_parquet('{file}')").fetchall()
    return [list(row) for row in rows]


def _time(cell: Any) -> datetime:
    at = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)
    return at.replace(tzinfo=None, microsecond=0)


AS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DECIMAL: lambda cell: Decimal(str(cell)),
    Kind.BOOLEAN: lambda cell: {"true": True, "false": False}[str(cell).lower()],
    Kind.DATE: lambda cell: cell.isoformat()[:10] if isinstance(cell, date) else cell,
    Kind.TIME: _time,
    Kind.JSON: lambda cell: simplejson.loads(cell) if isinstance(cell, str) else cell,
}


def same(cell: Any, kind: Kind) -> Any:
    """A cell as every format can say it: "" is nothing, a time is of here, to the second."""
    return None if cell is None or cell == "" else AS[kind](cell)


def check(name: str, extension: str, read: Callable[..., Rows], *more: Any) -> None:
    client, columns = Client(), SETS[name].columns
    kinds = [one.kind for one in columns]
    expected = [list(map(same, cells_of(row, columns), kinds)) for row in listed(client, name)]
    found = read(body(client, f"{name}.{extension}"), columns, *more)
    assert [list(map(same, row, kinds)) for row in found] == expected
    assert len(expected) > 1


PROGRAMS = [
    ("csv", by_pandas_csv),
    ("json", by_pandas_json),
    ("jsonl", by_pandas_jsonl),
    ("xlsx", by_openpyxl),
    ("parquet", by_pyarrow),
]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("extension", "read"), PROGRAMS)
def test_of_every_kind(db: None, name: str, extension: str, read: Callable[..., Rows]) -> None:
    many_kinds()
    check(name, extension, read)


@pytest.mark.parametrize("name", ALL)
def test_duckdb_reads_parquet(db: None, name: str, tmp_path: Path) -> None:
    many_kinds()
    check(name, "parquet", by_duckdb, tmp_path)


@pytest.mark.parametrize("name", ["actuals", "targets"])
@pytest.mark.parametrize(("extension", "read"), PROGRAMS)
def test_of_the_plans(demo: None, name: str, extension: str, read: Callable[..., Rows]) -> None:
    check(name, extension, read)


def test_every_verdict_of_the_demonstration_fits_into_parquet(client: Client, demo: None) -> None:
    """A pace of nothing (0E+28) is nothing."""
    table = parquet.read_table(io.BytesIO(body(client, "assessments.parquet")))
    assert table.num_rows == len(simplejson.loads(body(client, "assessments.json")))
    assert b"E+" not in body(client, "assessments.json")
