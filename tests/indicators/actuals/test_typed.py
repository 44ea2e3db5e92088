"""What people type, paste or import: a number as printed, or words that help."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from common.notation import plain
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
        pytest.param("155.6㎢", "平方千米", "155.6", id="a sign for km²"),
        pytest.param("2.27 亿㎥", WATER, "2.27", id="a sign for m³"),
        pytest.param("2.27亿m^3", WATER, "2.27", id="a power in the unit"),
        pytest.param("2.27亿M³", WATER, "2.27", id="capital letters"),
        pytest.param("2.27（亿立方米）", WATER, "2.27", id="brackets round the unit"),
        pytest.param("2.27（10⁸m³）", WATER, "2.27", id="as yearbooks head their columns"),
        pytest.param("95﹪", "%", "95", id="small per cent sign"),
        pytest.param("3.7个百分点", "百分点", "3.7", id="points"),
        pytest.param("347m³/亩", "立方米/亩", "347", id="so much a mu"),
        pytest.param("347 ㎥／亩", "立方米/亩", "347", id="in full width"),
        pytest.param("425立方米/人·年", "立方米/人", "425", id="so much a head"),
        pytest.param("125L/(人·d)", "升/(人·日)", "125", id="litres, a head and a day"),
        pytest.param("125 升／人・天", "升/(人·日)", "125", id="with another dot"),
        pytest.param("125升每人每日", "升/(人·日)", "125", id="in words alone"),
        pytest.param("4.1元/m3", "元/立方米", "4.1", id="a price"),
        pytest.param("4.1 元/吨", "元/立方米", "4.1", id="a price of water by weight"),
        pytest.param("12公里", "千米", "12", id="kilometres as plans print them"),
        pytest.param("3眼", "眼", "3", id="wells"),
        pytest.param("6个县", "个", "6", id="what is counted"),
        pytest.param("\u200b2.\ufeff27\u00ad", WATER, "2.27", id="invisible characters"),
        pytest.param("\u202a2.27\u202c", WATER, "2.27", id="an embedding of what was copied"),
        pytest.param("2。27", WATER, "2.27", id="a full stop of an input method"),
        pytest.param("2．27。", WATER, "2.27", id="and one after it"),
        pytest.param("12、345", "亩", "12345", id="an enumeration comma"),
        pytest.param("2,270", WATER, "2270", id="a separator where it can stand"),
        pytest.param("１，２３４，５６７．５", "亩", "1234567.5", id="several, full-width"),
        pytest.param("1.2e3", "亩", "1200", id="scientific"),
        pytest.param("1.2E+3", "亩", "1200", id="as spreadsheets show it"),
        pytest.param("1.25E-2", WATER, "0.0125", id="a negative exponent"),
        pytest.param("1.2×10^4", "亩", "12000", id="a power"),
        pytest.param("1.2 x 10⁴", "亩", "12000", id="a superscript"),
        pytest.param("-1.2＊10^2", "米", "-120", id="a star for times"),
        pytest.param("10^4", "亩", "10000", id="a power alone"),
        pytest.param("10⁴亩", "亩", "10000", id="a power alone, with the unit"),
        pytest.param("5×10⁻¹", WATER, "0.5", id="a negative superscript"),
        pytest.param("1.2·10⁴", "亩", "12000", id="a middle dot for times"),
        pytest.param("2·1", WATER, "2.1", id="a middle dot for a decimal point"),
        pytest.param("2・27亿m³", WATER, "2.27", id="that of Japanese"),
        pytest.param("2.10亿m3/年", WATER, "2.10", id="so much a year"),
        pytest.param("2.1亿m³/a", WATER, "2.1", id="a year as engineers write it"),
        pytest.param("2.1（10⁸m³/a）", WATER, "2.1", id="as yearbooks do"),
        pytest.param("2.1亿立方米每年", WATER, "2.1", id="in words"),
        pytest.param("2.27億立方米", WATER, "2.27", id="traditional characters"),
        pytest.param("30萬亩", "万亩", "30", id="others"),
        pytest.param("0e999999999999", WATER, "0", id="no times anything"),
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
        ("1,2", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("0,227", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("12,34", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("1,2345", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("1,234 567", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("2、27", WATER, "not_a_number", "逗号只能作千分位", "a comma only separates"),
        ("2①", WATER, "unknown_unit", "“①”", "The unit “①” is unknown"),
        ("½", WATER, "not_a_number", "不是数字", "is not a number"),
        ("1\u202e23", WATER, "not_a_number", "控制字符", "control characters"),
        ("1.2×108.5", WATER, "not_a_number", "不是数字", "is not a number"),
        ("1e99999999999999999999", WATER, "too_large", "数值过大", "too large"),
        ("-10^99999", "%", "too_large", "数值过大", "too large"),
        ("1e-99999999999999999999", WATER, "too_precise", "最多保留6位小数", "At most 6 decimals"),
        (f"1e{'9' * 5000}", WATER, "too_large", "数值过大", "too large"),
        ("", WATER, "not_a_number", "不是数字", "is not a number"),
        ("NaN", WATER, "not_a_number", "不是数字", "is not a number"),
        ("Infinity", WATER, "not_a_number", "不是数字", "is not a number"),
        ("1e", WATER, "unknown_unit", "“e”", "Values here are in 100 million m³"),
        ("２²", WATER, "not_a_number", "“２²”不是数字", "is not a number"),
        ("=A1+2", WATER, "not_a_number", "不是数字", "is not a number"),
        ("-", "%", "not_a_number", "不是数字", "is not a number"),
        ("1/2", WATER, "not_a_number", "“1/2”不是数字", "is not a number"),
        ("1／2亿m³", WATER, "not_a_number", "不是数字", "is not a number"),
        ("2.1~2.3", WATER, "not_a_number", "“2.1~2.3”不是数字", "is not a number"),
        ("2.1至2.3", WATER, "not_a_number", "不是数字", "is not a number"),
        ("2.2·1", WATER, "not_a_number", "不是数字", "is not a number"),
        ("5/万元", WATER, "unknown_unit", "“/万元”", "unknown"),
        ("2.27億", WATER, "unknown_unit", "“亿”", "Values here are in 100 million m³"),
        ("95%/年", "%", "unknown_unit", "“%/年”", "unknown"),
        (
            "2.1亿吨",
            WATER,
            "other_unit",
            "这里的单位是亿立方米；2.1亿吨等于2.1亿立方米，请填写 2.1。",
            "Please enter 2.1.",
        ),
        ("22700万m³/a", WATER, "other_unit", "请填写 2.27。", "Please enter 2.27."),
        ("2.2亿", WATER, "unknown_unit", "“亿”", "Values here are in 100 million m³"),
        ("3亩", "%", "wrong_unit", "“亩”", "doesn't measure what %"),
        (
            "22700万立方米",
            WATER,
            "other_unit",
            "22700万立方米等于2.27亿立方米",
            "22700 × 10,000 m³ equals 2.27 × 100 million m³. Please enter 2.27.",
        ),
        (
            "2.27×10⁸ m³",
            WATER,
            "other_unit",
            "227000000立方米等于2.27亿立方米，请填写 2.27。",
            "227000000 m³ equals 2.27 × 100 million m³",
        ),
        ("227百万立方米", WATER, "other_unit", "请填写 2.27。", "227 × 1,000,000 m³"),
        ("4.2千公顷", "万亩", "other_unit", "请填写 6.3。", "Please enter 6.3."),
        ("1000亩", "平方千米", "other_unit", "请填写 0.6667。", "Please enter 0.6667."),
        ("1亩", "平方千米", "other_unit", "请填写 0.0007。", "Please enter 0.0007."),
        ("9.0公顷", "亩", "other_unit", "请填写 135。", "Please enter 135."),
        (
            "1立方米",
            WATER,
            "other_unit_unfit",
            "不在可填的范围内",
            "outside of what can be entered",
        ),
        (f"{'9' * 40}.1234567立方米", WATER, "other_unit_unfit", "不在可填的范围内", "outside"),
        (f"0.{'0' * 40}1万立方米", WATER, "other_unit_unfit", "不在可填的范围内", "outside"),
        ("250%", "1", "other_unit_unfit", "本指标没有单位；按%填写", "has no unit"),
        ("10^900m³", WATER, "other_unit_unfit", "不在可填的范围内", "outside"),
        ("3亩", "1", "wrong_unit", "本指标没有单位，不能按“亩”填写", "has no unit"),
        ("3.7个百分点", "%", "wrong_unit", "“个百分点”", "doesn't measure what %"),
        ("3.7%", "百分点", "wrong_unit", "“%”", "doesn't measure what percentage points"),
        ("5205立方米/公顷", "立方米/亩", "other_unit", "请填写 347。", "Please enter 347."),
        ("125升", "升/(人·日)", "wrong_unit", "“升”", "doesn't measure what L per head"),
        ("1.2万户", "户", "other_unit", "请填写 12000。", "Please enter 12000."),
        ("0.6系数", "1", "unknown_unit", "本指标没有单位，请只填数字", "has no unit"),
        (
            "4400万m3",
            WATER,
            "other_unit",
            "4400万立方米等于0.44亿立方米",
            "4400 × 10,000 m³ equals 0.44 × 100 million m³",
        ),
        ("63%", "1", "other_unit", "本指标没有单位；63%等于0.63", "63% equals 0.63"),
        ("2.1234567", WATER, "too_precise", "最多保留6位小数", "At most 6 decimals"),
        ("100000000000000", "亩", "too_large", "数值过大", "too large"),
        ("1234567890.123456", WATER, "too_long", "最多保留15位有效数字", "At most 15 significant"),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("52.3立方米", "52.3"),
        ("52.3立方米/万元", "52.3"),
        ("52.3 m³/万元", "52.3"),
        ("52.3立方米每万元", "52.3"),
        ("52.3 方／万元", "52.3"),
        ("52.3 m³/10⁴元", "52.3"),
        ("5230立方米/百万元", "other_unit: 52.3"),
        ("0.00523 立方米/元", "other_unit: 52.3"),
        ("52.3 升/元", "other_unit: 523"),
        ("52.3立方米/亩", "wrong_unit"),
        ("0.00523万立方米", "other_unit: 52.3"),
    ],
)
def test_an_intensity_is_typed_per_its_divisor(text: str, value: str) -> None:
    read = typed.read_value(text, unit("立方米"), lambda: UNITS, per="万元")
    if isinstance(read, Finding):
        code, _colon, offered = value.partition(": ")
        assert (read.code, str(read.values.get("number", ""))) == (code, offered)
        assert offered in finding_message(read)
        assert ("立方米/万元" in finding_message(read)) is ("元" in text or code == "wrong_unit")
    else:
        assert str(read) == value


def test_only_an_intensity_is_typed_per_something() -> None:
    found = read_value("2.27亿立方米/万元", WATER)
    assert isinstance(found, Finding) and found.code == "wrong_unit"


def test_nothing_below_zero_is_offered_where_it_would_be_refused() -> None:
    read = typed.read_value("-3%", unit("1"), lambda: UNITS, negative=False)
    assert isinstance(read, Finding) and read.code == "negative"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1" + "亿" * 80_000 + "公顷", "not_a_number"),
        ("1" + "亿" * 90 + "公顷", "unknown_unit"),
        ("1" + "m³/" * 80_000, "not_a_number"),
        ("1" + "⁴ x" * 80_000, "not_a_number"),
        ("1" + ", " * 100_000 + "x", "not_a_number"),
        ("1" + "1" * 200_000 + "x", "not_a_number"),
        ("1" * 200_000, "too_large"),
        ("0." + "1" * 200_000, "too_precise"),
    ],
    ids=lambda one: one[:6],
)
def test_what_is_too_long_is_refused_and_not_remembered(text: str, code: str) -> None:
    """None of these took less than a second, or more than a megabyte, when all of it was read."""
    read = plain_calls(lambda: read_value(text, WATER))
    assert isinstance(read, Finding) and read.code == code
    assert len(finding_message(read)) < 200


def plain_calls(read: Callable[[], Decimal | Finding]) -> Decimal | Finding:
    """What `read` gives; nothing long may reach what takes the square of its length."""

    def short(text: str) -> str:
        assert len(text) <= typed.LONGEST_TYPED
        return plain(text)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typed, "plain", short)
        return read()


def test_a_number_with_blanks_around_it_is_no_longer_for_them() -> None:
    assert read_value(" " * 5000 + "2.27" + "\n" * 5000, WATER) == Decimal("2.27")


OTHERS = st.sampled_from(sorted(UNITS.units))


@given(st.decimals("0", "999999999", places=3), OTHERS, OTHERS)
def test_what_is_offered_can_be_typed(value: Decimal, given: str, symbol: str) -> None:
    """In the indicator's unit, with decimals that can be stored, and near what was typed."""
    found = read_value(f"{value}{UNITS.units[given].name}", symbol)
    if not isinstance(found, Finding) or found.code != "other_unit":
        return
    offered = found.values["number"]
    assert isinstance(offered, Decimal)
    assert str(read_value(format(offered, "f"), symbol)) == format(offered, "f")
    step = Decimal("0.001") * UNITS.units[given].factor
    stored = Decimal("0.000001") * UNITS.units[symbol].factor
    exact = value * UNITS.units[given].factor
    assert abs(offered * UNITS.units[symbol].factor - exact) <= max(step, stored)
