"""The bullets: what keeps a limit at the left, the limit in one place, no mark out of the frame."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessments.charts.bullet import (
    BEYOND_ROOM,
    KEPT_ROOM,
    LIMIT_X,
    WIDTH,
    Bullet,
    Tick,
    bullet,
)

LEFT, RIGHT = LIMIT_X - KEPT_ROOM, LIMIT_X + BEYOND_ROOM
NUMBERS = st.decimals(-10_000, 10_000, places=3)


def drawn(limit: str, this: str | None, last: str | None = None, *, ceiling: bool) -> Bullet:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return bullet(
        limit=Decimal(limit),
        is_ceiling=ceiling,
        is_estimate=False,
        last=number(last),
        this=number(this),
    )


def this(one: Bullet) -> Tick:
    assert one.this is not None
    return one.this


@pytest.mark.parametrize("ceiling", [True, False], ids=["at most", "at least"])
@pytest.mark.parametrize(
    ("limit", "less", "more"), [("9", "8.6", "9.4"), ("-2", "-2.1", "-1.9"), ("0", "-1", "1")]
)
def test_what_is_kept_stands_at_the_left(limit: str, less: str, more: str, ceiling: bool) -> None:
    good, bad = (less, more) if ceiling else (more, less)
    assert this(drawn(limit, good, ceiling=ceiling)).x < LIMIT_X
    assert this(drawn(limit, bad, ceiling=ceiling)).x > LIMIT_X
    assert this(drawn(limit, good, ceiling=ceiling)).is_kept


@pytest.mark.parametrize("limit", ["9", "0", "-3"])
def test_equal_to_the_limit_stands_on_it_and_is_kept(limit: str) -> None:
    one = this(drawn(limit, limit, ceiling=True))
    assert (one.x, one.is_kept, one.is_cut) == (LIMIT_X, True, False)


def test_better_than_last_year_stands_farther_left() -> None:
    for ceiling, last, now in ((True, "9.7", "9.4"), (False, "22.7", "24.1")):
        one = drawn("9" if ceiling else "25", now, last, ceiling=ceiling)
        assert one.last is not None and this(one).x < one.last.x


@pytest.mark.parametrize(
    ("value", "x", "points_left"), [("100", RIGHT, False), ("-100", LEFT, True)]
)
def test_what_is_far_beyond_is_cut_and_says_so(value: str, x: float, points_left: bool) -> None:
    one = this(drawn("9", value, ceiling=True))
    assert (one.x, one.is_cut) == (x, True)
    tip, back, _again = (float(pair.split(",")[0]) for pair in one.points.split(" "))
    assert (tip < back) is points_left
    assert 0 <= tip <= WIDTH


def test_a_value_far_away_leaves_the_other_one_in_its_place() -> None:
    """万 entered for 亿 doesn't push last year's value onto the limit."""
    one = drawn("2.27", "20500", "2.02", ceiling=True)
    assert this(one).is_cut and one.last is not None and not one.last.is_cut
    assert one.last.x < LIMIT_X - 5


def test_a_hair_s_breadth_is_not_drawn_as_a_chasm() -> None:
    assert LIMIT_X - 2 < this(drawn("100", "99.99", ceiling=True)).x < LIMIT_X


def test_without_values_only_the_limit_stands() -> None:
    one = drawn("9", None, ceiling=True)
    assert (one.last, one.this, one.limit_x) == (None, None, LIMIT_X)


@given(limit=NUMBERS, last=NUMBERS, now=NUMBERS, ceiling=st.booleans())
def test_no_mark_leaves_the_picture_or_stands_on_the_wrong_side(
    limit: Decimal, last: Decimal, now: Decimal, ceiling: bool
) -> None:
    one = bullet(limit=limit, is_ceiling=ceiling, is_estimate=False, last=last, this=now)
    for tick in (one.last, one.this):
        assert tick is not None
        assert LEFT <= tick.x <= RIGHT
        kept = tick.value <= limit if ceiling else tick.value >= limit
        assert tick.is_kept is kept
        assert tick.x <= LIMIT_X if kept else tick.x >= LIMIT_X
