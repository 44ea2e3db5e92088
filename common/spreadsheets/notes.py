"""What a sheet says of its cells besides their values, which is what calamine leaves out.

calamine takes memory for every cell from A1 to the last one, so that two cells at the ends of a
sheet would take all there is: how far a sheet goes is found out before it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from common.spreadsheets.cells import CellSet
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits

# Of errors there are a dozen; a text that isn't one of them is read as one.
_MOST_ERRORS, _SOME_ERROR = 40, "#ERROR!"


@dataclass(slots=True)
class SheetNotes:
    """Collected while a sheet is looked through. Rows and columns are counted from 0.

    `rows` and `columns`: how many of them there are up to the last cell that holds something.
    """

    limits: Limits
    name: str = ""
    rows: int = 0
    columns: int = 0
    percents: CellSet = field(default_factory=CellSet)
    uncomputed: CellSet = field(default_factory=CellSet)
    errors: dict[str, CellSet] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)

    def reach(self, row: int, column: int) -> None:
        """The sheet goes to this cell at least."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def percent(self, row: int, column: int) -> None:
        if self._is_within(row, column):
            self.percents.add(row, column)

    def lacks_result(self, row: int, column: int) -> None:
        if self._is_within(row, column):
            self.uncomputed.add(row, column)

    def error(self, row: int, column: int, text: str) -> None:
        if self._is_within(row, column):
            known = text in self.errors or len(self.errors) < _MOST_ERRORS
            self.errors.setdefault(text if known else _SOME_ERROR, CellSet()).add(row, column)

    def hide(self, row: int) -> None:
        if row < self.limits.rows:
            self.hidden_rows.add(row)

    def check(self) -> None:
        """Raises `NotRead` where the sheet goes too far."""
        if self.rows > self.limits.rows:
            raise NotRead(ReadFault.TOO_MANY_ROWS, sheet=self.name, most=self.limits.rows)
        if self.columns > self.limits.columns:
            raise NotRead(ReadFault.TOO_MANY_COLUMNS, sheet=self.name, most=self.limits.columns)

    def _is_within(self, row: int, column: int) -> bool:
        return row < self.limits.rows and column < self.limits.columns


def check_together(sheets: Iterable[SheetNotes], limits: Limits) -> None:
    """Raises `NotRead` where all sheets together have too many cells, or one goes too far."""
    cells = 0
    for sheet in sheets:
        sheet.check()
        cells += sheet.rows * sheet.columns
    if cells > limits.cells:
        raise NotRead(ReadFault.TOO_MANY_CELLS, most=limits.cells)
    if not cells:
        raise NotRead(ReadFault.NO_CELLS)
