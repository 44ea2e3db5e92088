"""Tables of a report: their heads are repeated on each page, and no row is parted."""

from collections.abc import Sequence
from typing import Any

from docx.shared import Mm

from siwei.reports.rules.blocks import Line, Table, TableColumn
from siwei.reports.services.gbt9704 import CELL, HEAD_CELL
from siwei.reports.services.lines import Controls, add_line
from siwei.reports.services.xml import element

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_TWENTIETHS = 635  # of a point, in the unit of python-docx
_PADDING = Mm(1)


def grid(table: Table, controls: Controls, styles: dict[str, str]) -> Any:
    """The table as `w:tbl`; `styles` are the ids of the styles by name."""
    made = element("w:tbl", _properties(table))
    made.append(
        element("w:tblGrid", *(element("w:gridCol", w=_width(one)) for one in table.columns))
    )
    heads = [one.head for one in table.columns]
    made.append(_row(table.columns, heads, controls, styles[HEAD_CELL], is_head=True))
    for row in table.rows:
        made.append(_row(table.columns, row, controls, styles[CELL]))
    return made


def _properties(table: Table) -> Any:
    width = sum(_width(one) for one in table.columns)
    borders = (element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in _SIDES)
    padding = (
        element(f"w:{side}", w=_twentieths(_PADDING), type="dxa") for side in ("left", "right")
    )
    return element(
        "w:tblPr",
        element("w:tblW", w=width, type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", *borders),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *padding),
        element("w:tblLook", val="0020", firstRow=1),
    )


def _row(
    columns: Sequence[TableColumn],
    cells: Sequence[Line],
    controls: Controls,
    style: str,
    *,
    is_head: bool = False,
) -> Any:
    properties = element("w:trPr", element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    made = element("w:tr", properties)
    for column, line in zip(columns, cells, strict=True):
        made.append(_cell(column, line, controls, style, centred=is_head))
    return made


def _cell(column: TableColumn, line: Line, controls: Controls, style: str, *, centred: bool) -> Any:
    form = element("w:pPr", element("w:pStyle", val=style))
    if not centred:
        if column.breaks:
            form.append(element("w:wordWrap", val=0))
        form.append(element("w:jc", val=column.align.value))
    paragraph = element("w:p", form)
    add_line(paragraph, line, controls)
    properties = element(
        "w:tcPr",
        element("w:tcW", w=_width(column), type="dxa"),
        element("w:vAlign", val="center"),
    )
    return element("w:tc", properties, paragraph)


def _width(column: TableColumn) -> int:
    return _twentieths(Mm(column.width))


def _twentieths(length: int) -> int:
    return round(length / _TWENTIETHS)
