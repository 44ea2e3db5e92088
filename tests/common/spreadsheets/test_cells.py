"""Cells: their addresses, sets of them, and what number was typed."""

from decimal import Decimal

import pytest

from common.spreadsheets.cells import CellSet, address, number_of


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


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (847.4299999999999, "847.43"),  # how openpyxl writes 847.43
        (0.30000000000000004, "0.3"),
        (2024.0, "2024"),
        (5000000.0, "5000000"),
        (0.00001234, "0.00001234"),
        (123456789012345.0, "123456789012345"),
        (-0.09, "-0.09"),
    ],
)
def test_the_number_that_was_typed(cell: float, expected: str) -> None:
    assert number_of(cell) == Decimal(expected)


def test_a_set_of_cells() -> None:
    cells = CellSet([(3, 1), (0, 0), (3, 1), (100, 1)])
    assert sorted(cells) == [(0, 0), (3, 1), (100, 1)]
    assert len(cells) == 3
    assert (3, 1) in cells
    assert not {(1, 1), (3, 0), (101, 1), (-1, 1)} & set(cells)
    assert (-1, 1) not in cells
    assert not CellSet()
