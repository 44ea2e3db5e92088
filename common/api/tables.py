"""A list as CSV: a line for each row of the page, a column for each field (`columns.py`)."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework.renderers import BaseRenderer

from common.api.columns import Column, cell_of
from common.column_kinds import Kind
from common.sheets import guarded

FORMAT = "csv"
MEDIA_TYPE = "text/csv"
_TEXTS = (Kind.TEXT, Kind.JSON)


class CSVRenderer(BaseRenderer):
    """UTF-8 with a byte order mark, so that Excel reads Chinese; texts that a spreadsheet would
    take for something else are guarded (`common.sheets`)."""

    media_type = MEDIA_TYPE
    format = FORMAT
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        assert renderer_context is not None
        columns = renderer_context["view"].columns()
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(column.name for column in columns)
        for row in data["results"]:
            writer.writerow(_written(cell_of(row, column), column) for column in columns)
        return stream.getvalue().encode("utf-8-sig")


def _written(value: Any, column: Column) -> str:
    """The text of a cell; nothing for null."""
    if value is None:
        return ""
    if column.kind in _TEXTS:
        return guarded(str(value))
    if column.kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
