"""Numbers in writing: as printed, rounded, with their signs."""

from decimal import Decimal

from common.figures import number, percent, places, rounded, sign_of, with_minus


def test_numbers_never_show_exponents_or_minus_zero() -> None:
    assert number(Decimal("2E+3")) == "2000"
    assert number(Decimal("-0.0")) == "0.0"
    assert str(rounded(Decimal("-0.0001"), 2)) == "0.00"
    assert str(rounded(Decimal("0E+28"), 4)) == "0.0000"
    assert percent(Decimal("0.0264")) == "2.6%"


def test_what_a_table_shows_has_the_minus_of_numbers() -> None:
    assert [with_minus(number(Decimal(text))) for text in ("-2.6", "-0.0", "9.0")] == [
        "−2.6",
        "0.0",
        "9.0",
    ]
    assert [sign_of(Decimal(text)) for text in ("-2.6", "-0.0", "9.0")] == ["−", "±", "+"]


def test_places_are_the_most_that_any_value_prints() -> None:
    assert places(Decimal("2.27"), Decimal("9.0"), Decimal("2E+3")) == 2
    assert places() == 0
