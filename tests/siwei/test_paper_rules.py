"""What of a page goes on one sheet: whole rows, the first of each part."""

import pytest

from siwei.pages.rules.paper import PaperPart, lines_of, rows_on_paper


@pytest.mark.parametrize(
    ("parts", "total", "rows"),
    [
        ([([10, 10], 50), ([10], 50)], 100, [2, 1]),  # there is room for all
        ([([10] * 9, 30), ([10] * 9, 30)], 60, [3, 3]),  # each has its share
        ([([10], 30), ([10] * 9, 30)], 60, [1, 5]),  # what one doesn't need goes to the other
        ([([10] * 9, 20), ([10] * 9, 20)], 60, [4, 2]),  # and first to the first
        ([([10, 40, 10], 30), ([10] * 9, 30)], 60, [1, 5]),  # a row is printed whole or not at all
        ([([70, 10], 30), ([10] * 9, 30)], 60, [0, 6]),  # no row is passed over for a lower one
        ([([], 30), ([], 30)], 60, [0, 0]),
    ],
)
def test_how_many_rows_of_each_part_are_printed(
    parts: list[tuple[list[int], int]], total: int, rows: list[int]
) -> None:
    found = rows_on_paper([PaperPart(heights, share) for heights, share in parts], total)
    assert found == rows
    printed = sum(sum(heights[:n]) for (heights, _share), n in zip(parts, found, strict=True))
    assert printed <= total


@pytest.mark.parametrize(
    ("width", "room", "lines"), [(0, 10, 1), (1, 10, 1), (10, 10, 1), (11, 10, 2), (25, 10, 3)]
)
def test_how_many_lines_a_text_takes(width: int, room: int, lines: int) -> None:
    assert lines_of(width, room) == lines
