"""Whole numbers as people and programs send them."""

import pytest

from common.numbers import ID_DIGITS, whole_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12", 12, id="a number"),
        pytest.param("0", 0, id="zero"),
        pytest.param("999999999", 999999999, id="nine digits"),
        pytest.param("1000000000", None, id="ten digits"),
        pytest.param("", None, id="nothing"),
        pytest.param("-1", None, id="below zero"),
        pytest.param("1.0", None, id="a fraction"),
        pytest.param(" 1", None, id="a blank"),
        pytest.param("١٢", None, id="Arabic digits"),
        pytest.param("１２", None, id="wide digits"),
        pytest.param("²", None, id="a power"),
        pytest.param("1\x00", None, id="a NUL"),
    ],
)
def test_a_whole_number(text: str, expected: int | None) -> None:
    assert whole_number(text) == expected


def test_an_id_is_never_more_than_a_database_holds() -> None:
    assert whole_number("9" * ID_DIGITS, digits=ID_DIGITS) == 10**ID_DIGITS - 1 < 2**63
    assert whole_number("1" + "0" * ID_DIGITS, digits=ID_DIGITS) is None
