"""What a template says of itself comes back whole, or is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from indicators.actuals.rules.keys import ActualKey
from siwei.exchange.rules.template import (
    CITY,
    PROVINCE,
    DamagedTemplateError,
    OtherFormatError,
    TemplateFacts,
    facts_as_rows,
    facts_of,
    key_at,
    period_of,
)

MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VERSIONS = {
    "140300.gdp_water_intensity_reduction.2020-2025": 4,
    "140300.total_water_use.2025": 1,
}
FACTS = TemplateFacts(CITY, "140300", 2025, MADE, VERSIONS)

Rows = list[list[Any]]


def rows() -> Rows:
    """As a reader gives them: numbers as floats, each row as wide as the widest."""
    found = [list(row) + [""] * (2 - len(row)) for row in facts_as_rows(FACTS)]
    return [[float(cell) if isinstance(cell, int) else cell for cell in row] for row in found]


def test_the_facts_come_back() -> None:
    assert facts_of(facts_as_rows(FACTS)) == FACTS
    assert facts_of([[], *rows(), ["", None]]) == FACTS
    province = TemplateFacts(PROVINCE, "140000", 2025, MADE, VERSIONS)
    assert facts_of(facts_as_rows(province)) == province
    empty = TemplateFacts(CITY, "140300", 2025, MADE)
    assert facts_of(facts_as_rows(empty)) == empty


def put(at: int, *cells: object) -> Callable[[Rows], Rows]:
    """The rows with another one at a place."""
    return lambda rows: [*rows[:at], list(cells), *rows[at + 1 :]]


DAMAGED: dict[str, Callable[[Rows], Rows]] = {
    "empty": lambda _rows: [],
    "without the versions": lambda rows: rows[:5],
    "without the region": lambda rows: rows[:2] + rows[3:],
    "a fact twice": lambda rows: [rows[0], *rows],
    "a fact that nobody knows": lambda rows: [["colour", "red"], *rows],
    "a fact of three cells": put(0, "kind", "city", "province"),
    "another kind": put(0, "kind", "county"),
    "a region that is none": put(2, "region", "14030"),
    "a region as a number with a fraction": put(2, "region", 140300.5),
    "a year that is none": put(3, "year", "the last"),
    "no moment": put(4, "made_at", "yesterday"),
    "a moment without an offset": put(4, "made_at", "2026-03-01T09:30:00"),
    "no key": put(6, "total_water_use", 1.0),
    "no version": put(6, "140300.total_water_use.2025", "new"),
    "version 0": put(6, "140300.total_water_use.2025", 0.0),
    "half a version": put(6, "140300.total_water_use.2025", 1.5),
    "true": put(6, "140300.total_water_use.2025", True),
    "a value twice": lambda rows: [*rows, rows[-1]],
    "a value of another region": put(6, "140100.total_water_use.2025", 1.0),
    "a value of another year": put(6, "140300.total_water_use.2024", 1.0),
}


@pytest.mark.parametrize("spoil", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_one_is_refused(spoil: Callable[[Rows], Rows]) -> None:
    with pytest.raises(DamagedTemplateError) as refused:
        facts_of(spoil(rows()))
    assert not isinstance(refused.value, OtherFormatError)


def test_one_of_another_format_is_told_apart() -> None:
    with pytest.raises(OtherFormatError):
        facts_of(put(1, "format", 2.0)(rows()))


def test_a_region_may_be_a_number() -> None:
    """A program that guesses what cells are."""
    assert facts_of(put(2, "region", 140300.0)(rows())) == FACTS


@pytest.mark.parametrize("text", VERSIONS)
def test_a_column_names_its_values(text: str) -> None:
    base_year = 2020 if "-" in text else None
    key = ActualKey("140300", text.split(".")[1], 2025, base_year)
    assert key_at("140300", period_of(key), 2025) == key


@pytest.mark.parametrize("period", ["", "Total water use", "fall.2020-2024", "fall.2025.1"])
def test_a_column_that_names_none_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="140300"):
        key_at("140300", period, 2025)
