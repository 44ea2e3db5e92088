"""Units as printed: conversion is exact, and what can't be converted is refused."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.plans.rules.units import LONGEST_UNIT, UnitData, UnknownUnitError, convert, spelled
from indicators.plans.wording import amount, difference, unit_name
from tests.units import UNITS, unit


@pytest.mark.parametrize(
    ("value", "printed", "wanted", "converted"),
    [
        ("7602", "万立方米", "亿立方米", "0.7602"),
        ("2.27", "亿立方米", "万立方米", "22700"),
        ("9.0", "%", "%", "9.0"),
        ("63", "百分比", "1", "0.63"),
        ("1", "平方公里", "亩", "1500"),
        ("0.63", "/", "1", "0.63"),
        ("3.2", "万吨", "亿立方米", "0.00032"),
        ("12", "公里", "米", "12000"),
        ("347", "m³/亩", "立方米/亩", "347"),
        ("4.1", "元/m³", "元/立方米", "4.1"),
        ("125", "L/(人·d)", "升/(人·日)", "125"),
        ("3", "万人", "人", "30000"),
        ("2", "个百分点", "百分点", "2"),
    ],
)
def test_convert(value: str, printed: str, wanted: str, converted: str) -> None:
    source = UNITS.parse_printed(printed)
    assert convert(Decimal(value), source, unit(wanted)) == Decimal(converted)


def test_the_same_unit_keeps_the_digits_as_printed() -> None:
    assert str(convert(Decimal("9.0"), UNITS.parse_printed("％"), unit("%"))) == "9.0"


def test_other_dimensions_and_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="万亩"):
        convert(Decimal(1), unit("万亩"), unit("亿立方米"))
    with pytest.raises(ValueError, match="百分点"):
        convert(Decimal(1), unit("百分点"), unit("%"))
    with pytest.raises(UnknownUnitError, match="石"):
        UNITS.parse_printed("石")


def test_what_people_type_is_no_spelling_of_plans() -> None:
    assert UNITS.parse_typed("亿m3") is UNITS.parse_typed("亿立方米") is unit("亿立方米")
    assert UNITS.parse_typed("平方公里") is unit("平方千米")
    with pytest.raises(UnknownUnitError, match="亿m3"):
        UNITS.parse_printed("亿m3")


def test_a_unit_is_read_as_pages_show_it() -> None:
    """Workbooks have it so, and come back."""
    for one in UNITS.units.values():
        assert UNITS.parse_typed(one.name) is UNITS.parse_typed(one.name_en) is one


@pytest.mark.parametrize(
    ("value", "symbol", "zh", "en"),
    [
        ("2.27", "亿立方米", "2.27亿立方米", "2.27 × 100 million m³"),
        ("158.97", "平方千米", "158.97平方千米", "158.97 km²"),
        ("9.0", "%", "9.0%", "9.0%"),
        ("0.63", "1", "0.63", "0.63"),
        ("11", "条", "11条", "11 river sections"),
        ("1", "条", "1条", "1 river section"),
    ],
)
def test_amount(value: str, symbol: str, zh: str, en: str) -> None:
    assert amount(Decimal(value), unit(symbol)) == zh
    with override("en"):
        assert amount(Decimal(value), unit(symbol)) == en


def test_a_unit_that_an_administrator_adds_is_written_like_the_others() -> None:
    stone = UnitData("石", "volume", Decimal("0.1"), "石", "dan")
    assert amount(Decimal(3), stone) == "3石"
    with override("en"):
        assert amount(Decimal(3), stone) == "3 dan"


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    assert difference(Decimal("0.7"), unit("%")) == "0.7个百分点"
    assert difference(Decimal("0.7"), unit("万亩")) == "0.7万亩"
    with override("en"):
        assert difference(Decimal("0.7"), unit("%")) == "0.7 percentage points"
        assert difference(Decimal("-1"), unit("%")) == "-1 percentage point"
        assert difference(Decimal("1.0"), unit("%")) == "1.0 percentage points"


def test_a_unit_has_a_name_in_both_languages() -> None:
    assert unit_name(unit("万亩")) == "万亩"
    with override("en"):
        assert unit_name(unit("万亩")) == "10,000 mu"


@pytest.mark.parametrize("text", ["亿" * 4 + "公顷", "m³/" * 100_000, "公顷" + " " * 100_000])
def test_no_unit_is_as_long_as_that(text: str) -> None:
    spelled.cache_clear()
    with pytest.raises(UnknownUnitError) as error:
        UNITS.parse_typed(text)
    assert len(str(error.value)) <= LONGEST_UNIT


def test_so_many_of_a_unit() -> None:
    assert UNITS.parse_typed("百万亿公顷").factor == unit("公顷").factor * 10**14
