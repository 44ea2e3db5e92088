"""How large a table may be."""

from dataclasses import dataclass

from common.records.rules.files import MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read. `size`: bytes of the file. `cells`: rows × columns of all sheets, from
    A1 to the last cell of each that holds something, since memory is taken for all of them."""

    size: int = 20 * MEGABYTE
    sheets: int = 60
    rows: int = 120_000
    columns: int = 256
    cells: int = 1_500_000
