"""Rows of a batch, a few out of many."""

import pytest

from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.kept import asked_why, explained, grids_of, kinds_in, rows_at
from siwei.exchange.rules.rows import StagedRow, UnreadSheet, as_json, from_json, unread_sheets

ROWS = [
    StagedRow(RowKind.NEW, "一", 2, "D2"),
    StagedRow(RowKind.WARNING, "二", 3, "D3", explanation="引黄"),
    StagedRow(RowKind.WARNING, "一", 4, "D4"),
]
KEPT = as_json(ROWS, [UnreadSheet("三", "没有读")])


def test_rows_are_found_by_their_places() -> None:
    assert kinds_in(KEPT) == [row.kind for row in ROWS]
    assert [(place, row.cell) for place, row in rows_at(KEPT, [2, 0])] == [(2, "D4"), (0, "D2")]
    assert asked_why(KEPT) == {1: "引黄", 2: ""}
    assert kinds_in([]) == []  # of a batch that was never filled
    assert asked_why([]) == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({2: "快报数"}, [None, "引黄", "快报数"]),
        ({1: ""}, [None, None, None]),
        ({0: "没有问"}, [None, "引黄", None]),
        ({99: "没有这一行"}, [None, "引黄", None]),
    ],
)
def test_only_rows_that_are_asked_why_are_explained(
    typed: dict[int, str], kept: list[str | None]
) -> None:
    after = explained(KEPT, typed)
    rows = from_json(after)
    assert [row.explanation for row in rows] == kept
    assert [row.sheet for row in rows] == ["一", "二", "一"]
    assert unread_sheets(after) == unread_sheets(KEPT)


def test_values_are_counted_by_region_and_year() -> None:
    keys = ["140300.total_water_use.2025", "140300.gdp_water_intensity_reduction.2020-2025"]
    assert grids_of([*keys, "140321.total_water_use.2024"]) == {
        ("140300", 2025): 2,
        ("140321", 2024): 1,
    }
