"""A data set as Parquet, with types, a group of rows at a time. Imported where it is asked for:
pyarrow is an extra, and large."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import IO, Any

import pyarrow as pa
from django.conf import settings
from pyarrow import parquet

from common.api.columns import Column
from common.chunks import in_parts
from common.column_kinds import Kind

# So many rows are in the memory at a time.
_GROUP = 20_000
# A column has one number of decimals. What is entered has six at most, what is computed as many;
# a conversion between units may never end, and is rounded to these.
PLACES = 12
_STEP = Decimal(1).scaleb(-PLACES)
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.JSON: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.DECIMAL: pa.decimal128(38, PLACES),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("us", tz=settings.TIME_ZONE),
}


def write_parquet(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    about: Mapping[str, str],
) -> None:
    """Write the rows to `file`; `about` and what each column means go into its metadata."""
    schema = pa.schema(
        [
            pa.field(one.name, _TYPES[one.kind], metadata={"description": str(one.description)})
            for one in columns
        ],
        metadata=dict(about),
    )
    read = [_READ.get(one.kind) for one in columns]
    with parquet.ParquetWriter(file, schema) as writer:
        for part in in_parts(rows, _GROUP):
            cells = zip(*part, strict=True)
            arrays = [
                pa.array(some if make is None else _made(make, some), type=field.type)
                for some, make, field in zip(cells, read, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _made(make: Any, cells: Sequence[Any]) -> list[Any]:
    return [None if cell is None else make(cell) for cell in cells]


def _fitting(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "neither infinite nor no number"
    if exponent < -PLACES:
        return number.quantize(_STEP, rounding=ROUND_HALF_EVEN)
    return Decimal(int(number)) if exponent > 0 else number  # written out, as 0E+3 isn't


_READ = {
    Kind.DECIMAL: _fitting,
    Kind.DATE: date.fromisoformat,
    Kind.TIME: datetime.fromisoformat,
}
