"""Heads of printed tables: what each column is called, and what each cell of the head covers."""

import pytest

from indicators.plans.rules.heads import table_head

COUNTIES = ["县区|用水总量||备注|万元GDP用水量|", "|2025年|2030年||2025年|2030年"]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        pytest.param(["序号|名称|2025年"], ["序号", "名称", "2025年"], id="one row"),
        pytest.param(
            COUNTIES,
            [
                "县区",
                "用水总量/2025年",
                "用水总量/2030年",
                "备注",
                "万元GDP用水量/2025年",
                "万元GDP用水量/2030年",
            ],
            id="two rows",
        ),
        pytest.param(
            ["指标||", "用水||节水", "2025|2030|2025"],
            ["指标/用水/2025", "指标/用水/2030", "指标/节水/2025"],
            id="three rows",
        ),
        pytest.param(["县区||", "|甲|乙"], ["县区", "甲", "乙"], id="a high head covers no column"),
        pytest.param(["县区|用水", "||万元"], ["县区", "用水", "万元"], id="a row that ends early"),
        pytest.param(["甲|", "|"], ["甲", ""], id="nothing above a column"),
    ],
)
def test_a_column_is_called_by_all_that_stands_above_it(rows: list[str], names: list[str]) -> None:
    assert table_head([row.split("|") for row in rows]).names == names


@pytest.mark.parametrize(
    ("name", "column"),
    [("用水总量/2030年", 2), ("备注", 3), ("2030年", None), ("用水总量", None), ("", None)],
)
def test_a_column_is_found_by_its_whole_name_or_by_one_that_no_other_has(
    name: str, column: int | None
) -> None:
    assert table_head([row.split("|") for row in COUNTIES]).find(name) == column


def test_a_column_below_one_common_head_is_found_by_its_own() -> None:
    head = table_head([["指标", "聊城市", ""], ["", "2025年", "2030年"]])
    assert (head.find("2030年"), head.find("聊城市/2025年")) == (2, 1)


def test_the_cells_of_the_head_cover_it_without_holes() -> None:
    head = table_head([row.split("|") for row in COUNTIES])
    spans = [[(cell.place.column, cell.columns, cell.rows) for cell in row] for row in head.cells()]
    assert spans == [
        [(0, 1, 2), (1, 2, 1), (3, 1, 2), (4, 2, 1)],
        [(1, 1, 1), (2, 1, 1), (4, 1, 1), (5, 1, 1)],
    ]
