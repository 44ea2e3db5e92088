"""The sheet of passports: what is written is read back, and a file that was tampered with is no
error of ours."""

from decimal import Decimal

import pytest

from common.passports import HEADS, CellPassport, passport_rows, passports_in

ONE = CellPassport(
    "比较", "L2", "140300.total_water_use.2025", 3, Decimal("2.270"), "2026-03-01T10:00:00+08:00"
)
GOOD = list(passport_rows([ONE]))[1]


def test_what_is_written_is_read_back() -> None:
    found = passports_in(list(passport_rows([ONE])))
    assert found.cells == [ONE] and str(found.cells[0].value) == "2.270"
    assert not found.unreadable


def test_columns_and_empty_rows_may_have_moved_and_numbers_have_become_numbers() -> None:
    order = [2, 0, 1, 3, 5, 4]
    typed: list[object] = [*GOOD]
    typed[3], typed[4] = 3.0, 2.27
    rows: list[list[object]] = [[HEADS[i] for i in order], [None] * 6, [typed[i] for i in order]]
    found = passports_in(rows)
    assert [(one.cell, one.version, one.value) for one in found.cells] == [
        ("L2", 3, Decimal("2.27"))
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *((0, ""), (1, None), (2, ""), (2, "x" * 201)),
        *((3, "0"), (3, "-1"), (3, "1.5"), (3, "three"), (3, True), (3, "1e99"), (3, "9" * 300)),
        *((4, ""), (4, "2,270"), (4, "NaN"), (4, "Infinity"), (4, "２.27"), (4, "2_270")),
    ],
)
def test_a_row_that_says_nothing_is_named(column: int, cell: object) -> None:
    row: list[object] = [*GOOD]
    row[column] = cell
    found = passports_in([HEADS, row, GOOD, ["x"]])
    assert (found.cells, found.unreadable) == ([ONE], [2, 4])


@pytest.mark.parametrize("rows", [[], [[]], [HEADS[:5]], [(*HEADS, "key")], [["2.27"]]])
def test_another_sheet_is_refused(rows: list[list[object]]) -> None:
    with pytest.raises(ValueError, match="_siwei_passports"):
        passports_in(rows)
