"""Units as printed: conversion is exact, and what can't be converted is refused."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.plans.rules.units import UnknownUnitError, convert, parse_unit
from indicators.plans.wording import amount, difference, unit_name


@pytest.mark.parametrize(
    ("value", "printed", "wanted", "converted"),
    [
        ("7602", "万立方米", "亿立方米", "0.7602"),
        ("2.27", "亿立方米", "万立方米", "22700"),
        ("9.0", "%", "%", "9.0"),
        ("63", "百分比", "1", "0.63"),
        ("1", "平方公里", "亩", "1500"),
        ("0.63", "/", "1", "0.63"),
    ],
)
def test_convert(value: str, printed: str, wanted: str, converted: str) -> None:
    assert convert(Decimal(value), printed, wanted) == Decimal(converted)


def test_the_same_unit_keeps_the_digits_as_printed() -> None:
    assert str(convert(Decimal("9.0"), "％", "%")) == "9.0"


def test_other_dimensions_and_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="万亩"):
        convert(Decimal(1), "万亩", "亿立方米")
    with pytest.raises(UnknownUnitError, match="石"):
        parse_unit("石")


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("2.27", "亿立方米", "2.27亿立方米", "2.27 × 100 million m³"),
        ("158.97", "平方千米", "158.97平方千米", "158.97 km²"),
        ("9.0", "%", "9.0%", "9.0%"),
        ("0.63", "1", "0.63", "0.63"),
        ("11", "条", "11条", "11 river sections"),
        ("1", "条", "1条", "1 river section"),
        ("3", "石", "3石", "3 石"),
    ],
)
def test_amount(value: str, unit: str, zh: str, en: str) -> None:
    assert amount(Decimal(value), unit) == zh
    with override("en"):
        assert amount(Decimal(value), unit) == en


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    assert difference(Decimal("0.7"), "%") == "0.7个百分点"
    assert difference(Decimal("0.7"), "万亩") == "0.7万亩"
    with override("en"):
        assert difference(Decimal("0.7"), "%") == "0.7 percentage points"
        assert difference(Decimal("-1"), "%") == "-1 percentage point"
        assert difference(Decimal("1.0"), "%") == "1.0 percentage points"


def test_a_unit_that_no_table_knows_stays_as_printed() -> None:
    assert (unit_name("万亩"), unit_name("石")) == ("万亩", "石")
    with override("en"):
        assert (unit_name("万亩"), unit_name("石")) == ("10,000 mu", "石")
