"""The tags of the content controls around the numbers of a report."""

from decimal import Decimal

import pytest

from indicators.actuals.rules.keys import ActualKey, parse_key
from siwei.reports.rules.passports import (
    LONGEST_TAG,
    TaggedValue,
    passport_of,
    tag_of,
    text_of,
    value_of,
)

LONG = "x" * 60  # as long as a code of the catalogue may be


@pytest.mark.parametrize(
    ("key", "version", "tag"),
    [
        (parse_key("140300.total_water_use.2025"), 7, "140300.total_water_use.2025@7"),
        (
            parse_key("140300.industrial_water_intensity_reduction.2020-2025"),
            2147483647,
            "140300.industrial_water_intensity_reduction.2020-2025@2147483647",
        ),
    ],
)
def test_a_tag_is_the_key_with_its_version(key: ActualKey, version: int, tag: str) -> None:
    assert tag_of(key, version) == tag
    assert passport_of(tag) == TaggedValue(key, version)


@pytest.mark.parametrize("base", [None, 2020])
def test_a_longer_one_is_shortened_and_found_in_the_catalogue(base: int | None) -> None:
    key = ActualKey("140300", LONG, 2025, base)
    tag = tag_of(key, 2147483647)
    assert len(tag) <= LONGEST_TAG
    assert passport_of(tag, ["total_water_use", LONG]) == TaggedValue(key, 2147483647)
    assert passport_of(tag, ["total_water_use"]) is None


@pytest.mark.parametrize(
    "tag",
    [
        *("", "MacroButton", "140300.total_water_use.2025", "140300.total_water_use.2025@0"),
        *("140300.total_water_use.2025@x", "140300@3", "a@b@3", "140300.total_water_use.@3"),
        "140300.~0123456789abcdef.2025@3",
    ],
)
def test_what_is_no_tag_of_ours(tag: str) -> None:
    assert passport_of(tag) is None


@pytest.mark.parametrize("value", ["9.0", "0.6380", "-1.20", "0", "1234567.89"])
def test_a_number_is_read_back_as_it_was_printed(value: str) -> None:
    read = value_of(f" {text_of(Decimal(value))} ")
    assert str(read) == value


@pytest.mark.parametrize("text", ["", "2.2万", "２．２a", "NaN", "1_000", "２"])
def test_what_is_no_number_any_more(text: str) -> None:
    assert value_of(text) is None
