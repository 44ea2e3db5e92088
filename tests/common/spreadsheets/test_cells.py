"""Cells: their addresses, and sets of them."""

import pytest

from common.spreadsheets.cells import CellSet, address


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (0, 0, "A1"),
        (11, 2, "C12"),
        (0, 25, "Z1"),
        (4, 26, "AA5"),
        (9, 701, "ZZ10"),
        (0, 702, "AAA1"),
    ],
)
def test_address(row: int, column: int, expected: str) -> None:
    assert address(row, column) == expected


def test_a_set_of_cells() -> None:
    cells = CellSet([(3, 1), (0, 0), (3, 1), (100, 1)])
    assert sorted(cells) == [(0, 0), (3, 1), (100, 1)]
    assert len(cells) == 3
    assert (3, 1) in cells
    assert not {(1, 1), (3, 0), (101, 1), (-1, 1)} & set(cells)
    assert (-1, 1) not in cells
    assert not CellSet()
