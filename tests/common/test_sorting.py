"""An order that is asked for: columns up and down, nothing last, and where a key stands in it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.sorting import Order, SortColumn, SortedRows, completed, finite

Row = tuple[str, int | None]
COLUMNS: dict[str, SortColumn[Row]] = {
    "name": SortColumn(lambda row: row[0]),
    "size": SortColumn(lambda row: row[1], int),
}
DEFAULT = [Order("name"), Order("size")]
ROWS: list[Row] = [("b", 1), ("a", 2), ("c", None), ("a", 1)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], [("a", 1), ("a", 2), ("b", 1), ("c", None)]),
        ([Order("name", descending=True)], [("c", None), ("b", 1), ("a", 1), ("a", 2)]),
        ([Order("size")], [("a", 1), ("b", 1), ("a", 2), ("c", None)]),
        ([Order("size", descending=True)], [("a", 2), ("a", 1), ("b", 1), ("c", None)]),
        (
            [Order("size"), Order("name", descending=True)],
            [("b", 1), ("a", 1), ("a", 2), ("c", None)],
        ),
    ],
)
def test_an_order(asked: list[Order], found: list[Row]) -> None:
    assert SortedRows(ROWS, COLUMNS, completed(asked, DEFAULT)) == found


def test_a_key_is_told_in_the_order_of_the_columns() -> None:
    rows = SortedRows(ROWS, COLUMNS, completed([Order("size")], DEFAULT))
    assert rows.key_of(("a", 2)) == (2, "a")
    assert rows.position_after(("2", "a")) == 3
    assert rows.position_after(("2", "")) == 3  # no row; nothing comes last
    for wrong in (("2",), ("x", "a"), ("2", "a", "b")):
        with pytest.raises(ValueError):
            rows.position_after(wrong)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1,0"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        finite(text)
    assert finite("2.270") == Decimal("2.27")


rows = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=2), st.none() | st.integers(0, 3)), unique=True
)
orders = st.lists(
    st.builds(Order, st.sampled_from(["name", "size"]), st.booleans()),
    max_size=2,
    unique_by=lambda one: one.name,
)


@given(before=rows, after=rows, asked=orders)
def test_what_follows_a_key_however_the_rows_change(
    before: list[Row], after: list[Row], asked: list[Order]
) -> None:
    order = completed(asked, DEFAULT)
    whole = SortedRows(list({*before, *after}), COLUMNS, order)
    now = SortedRows(after, COLUMNS, order)
    for row in before:
        key = tuple("" if part is None else str(part) for part in whole.key_of(row))
        assert now[now.position_after(key) :] == [
            one for one in whole[whole.index(row) + 1 :] if one in now
        ]
