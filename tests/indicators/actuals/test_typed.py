"""What people type, paste or import: a number as printed, or words that help."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from indicators.actuals.rules import typed
from indicators.actuals.rules.findings import Finding, Severity
from indicators.actuals.wording import finding_message
from indicators.plans.rules.units import UnitTable
from tests.units import UNITS, unit

WATER = "亿立方米"


def read_value(text: str, symbol: str) -> Decimal | Finding:
    return typed.read_value(text, unit(symbol), lambda: UNITS)


@pytest.mark.parametrize(
    ("text", "symbol", "value"),
    [
        pytest.param("2.27", WATER, "2.27", id="plain"),
        pytest.param("9.0", "%", "9.0", id="as printed"),
        pytest.param("２．２７", WATER, "2.27", id="full-width"),
        pytest.param("\u3000 2.27\u00a0", WATER, "2.27", id="spaces of every kind"),
        pytest.param("12,345.60", "亩", "12345.60", id="thousands"),
        pytest.param("12，345", "亩", "12345", id="full-width comma"),
        pytest.param("1 234 567", "亩", "1234567", id="thousands by spaces"),
        pytest.param("95%", "%", "95", id="its own unit"),
        pytest.param("95 ％", "%", "95", id="its own unit, full-width"),
        pytest.param("2.27亿立方米", WATER, "2.27", id="its own unit in words"),
        pytest.param("158.97平方公里", "平方千米", "158.97", id="its own unit, spelt otherwise"),
        pytest.param("-3.5", "%", "-3.5", id="minus"),
        pytest.param("－3.5", "%", "-3.5", id="full-width minus"),
        pytest.param("−3.5", "%", "-3.5", id="a real minus sign"),
        pytest.param(".63", "1", "0.63", id="no leading zero"),
        pytest.param("0", WATER, "0", id="zero is a value"),
        pytest.param("+2.27", WATER, "2.27", id="plus"),
        pytest.param("2.27亿m³", WATER, "2.27", id="as bulletins spell it"),
        pytest.param("2.27 亿m3", WATER, "2.27", id="with a plain 3"),
        pytest.param("2.27亿 立方米", WATER, "2.27", id="a space in the unit"),
        pytest.param("0.6250无量纲", "1", "0.6250", id="no unit, in words"),
        pytest.param("155.6 km2", "平方千米", "155.6", id="square kilometres"),
    ],
)
def test_read(text: str, symbol: str, value: str) -> None:
    assert str(read_value(text, symbol)) == value


def test_a_plain_number_asks_for_no_table_of_units() -> None:
    def asked() -> UnitTable:
        raise AssertionError

    assert typed.read_value("2.27", unit(WATER), asked) == Decimal("2.27")


@pytest.mark.parametrize(
    ("text", "symbol", "code", "zh", "en"),
    [
        ("二点二", WATER, "not_a_number", "“二点二”不是数字", "is not a number"),
        ("约2.2", WATER, "not_a_number", "“约2.2”不是数字", "is not a number"),
        ("2.2.1", WATER, "not_a_number", "“2.2.1”不是数字", "is not a number"),
        ("2.21 2.25", WATER, "not_a_number", "不是数字", "is not a number"),
        ("2 21", WATER, "not_a_number", "不是数字", "is not a number"),
        ("1,2", WATER, "not_a_number", "不是数字", "is not a number"),
        ("", WATER, "not_a_number", "不是数字", "is not a number"),
        ("NaN", WATER, "not_a_number", "不是数字", "is not a number"),
        ("Infinity", WATER, "not_a_number", "不是数字", "is not a number"),
        ("1e5", WATER, "not_a_number", "不是数字", "is not a number"),
        ("２²", WATER, "unknown_unit", "“²”", "Values here are in 100 million m³"),
        ("=A1+2", WATER, "not_a_number", "不是数字", "is not a number"),
        ("-", "%", "not_a_number", "不是数字", "is not a number"),
        ("2.2亿", WATER, "unknown_unit", "“亿”", "Values here are in 100 million m³"),
        ("3亩", "%", "wrong_unit", "“亩”", "doesn't measure what %"),
        (
            "22700万立方米",
            WATER,
            "other_unit",
            "22700万立方米等于2.27亿立方米",
            "22700 × 10,000 m³ equals 2.27 × 100 million m³",
        ),
        (
            "4400万m3",
            WATER,
            "other_unit",
            "4400万立方米等于0.44亿立方米",
            "4400 × 10,000 m³ equals 0.44 × 100 million m³",
        ),
        ("63%", "1", "other_unit", "63%等于0.63", "63% equals 0.63"),
        ("2.1234567", WATER, "too_precise", "最多保留6位小数", "At most 6 decimals"),
        ("100000000000000", "亩", "too_large", "数值过大", "too large"),
        ("1234567890.123456", WATER, "too_long", "最多保留15位有效数字", "At most 15 significant"),
    ],
    ids=[
        "Chinese numerals",
        "about",
        "two points",
        "two numbers",
        "a stray space",
        "a comma for a point",
        "empty",
        "NaN",
        "Infinity",
        "scientific",
        "a superscript",
        "a formula",
        "a minus alone",
        "half a unit",
        "another kind of unit",
        "万 for 亿",
        "万 for 亿, with a plain 3",
        "per cent for a coefficient",
        "seven decimals",
        "fifteen digits",
        "more digits than SQLite keeps",
    ],
)
def test_refusals_help(text: str, symbol: str, code: str, zh: str, en: str) -> None:
    found = read_value(text, symbol)
    assert isinstance(found, Finding)
    assert (found.code, found.severity) == (code, Severity.ERROR)
    assert zh in finding_message(found)
    with override("en"):
        assert en in finding_message(found)


def test_zero_has_no_sign() -> None:
    assert str(read_value("-0.0", WATER)) == "0.0"


@given(st.decimals("-99999999", "99999999", places=6), st.sampled_from(sorted(UNITS.units)))
def test_what_is_printed_reads_back(value: Decimal, symbol: str) -> None:
    for text in (format(value, "f"), f" {value:,f} "):
        assert str(read_value(text, symbol)) == format(value, "f")


@given(st.text(max_size=20), st.sampled_from(sorted(UNITS.units)))
def test_any_text_is_a_number_or_an_error(text: str, symbol: str) -> None:
    found = read_value(text, symbol)
    assert found.is_finite() if isinstance(found, Decimal) else found.blocks
