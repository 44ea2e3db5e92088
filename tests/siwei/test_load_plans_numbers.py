"""Numbers of a plan that can't be, that stand in another unit, or that the wording contradicts."""

from pathlib import Path

import pytest

from indicators.plans.rules.units import UnitTable
from siwei.loading.printed_units import unit_after
from tests.siwei.mini_plan import TEXT, YAML, spoilt
from tests.siwei.mini_promise import (
    AREA,
    COEFFICIENT,
    FALL,
    INTENSITY,
    LEAKAGE,
    RECLAIMED,
    SURFACE,
    WATER,
    assert_said,
    problems,
    problems_of,
)
from tests.units import SHARED

Of = tuple[str, str]
PER_HEAD = ("water_use_per_head", "立方米/人")
UNITS: UnitTable = SHARED.unit_table


@pytest.mark.parametrize(
    ("text", "symbol", "rest"),
    [
        ("亿立方米以内", "亿立方米", "以内"),
        ("亿 m³以内", None, "亿 m³以内"),
        ("亿m³以内", "亿立方米", "以内"),
        ("万m3", "万立方米", ""),
        ("亿方，", "亿立方米", "，"),
        (" 万亩", "万亩", ""),
        ("％以上", "%", "以上"),
        ("个百分点以上", "百分点", "以上"),
        ("个点以上", "百分点", "以上"),
        ("立方米/亩以内", "立方米/亩", "以内"),
        ("升/(人·日)以内", "升/(人·日)", "以内"),
        ("平方公里", "平方千米", ""),
        ("规模以上", None, "规模以上"),
        ("，亿立方米", None, "，亿立方米"),
        ("]", None, "]"),
        ("]万亩", None, "]万亩"),
        ("）以内", None, "）以内"),
        ("/30", None, "/30"),
        ("/2.5亿立方米", None, "/2.5亿立方米"),
        ("无量纲", None, "无量纲"),
        ("", None, ""),
    ],
)
def test_the_unit_after_a_number_is_the_longest(text: str, symbol: str | None, rest: str) -> None:
    unit, left = unit_after(text, UNITS)
    assert (unit.symbol if unit else None, left) == (symbol, rest)


@pytest.mark.parametrize(
    ("of", "words", "keys", "why"),
    [
        (("high_standard_farmland", "亩"), "累计建成80万亩", "value: 80", "“万亩”，这里写的是“亩”"),
        (AREA, "累计建成高标准农田80万亩", "value: 80", ""),
        (("total_water_use", "万立方米"), "用水总量2.5亿立方米", "value: 2.5", "“亿立方米”，这里"),
        (WATER, "用水总量2.5万立方米", "value: 2.5", "“万立方米”，这里写的是“亿立方米”"),
        (WATER, "用水总量2.5亿m³", "value: 2.5", ""),
        (WATER, "用水总量2.5万方", "value: 2.5", "“万立方米”，这里"),
        (WATER, "用水总量2.5", "value: 2.5", ""),
        (WATER, "用水总量2.5%", "value: 2.5", "“%”，这里"),
        (WATER, "用水总量2.5亿立方米、力争24万立方米", "value: 2.5; aim: 24", "24 的单位是“万立"),
        (WATER, "用水总量（单位：亿立方米，2030年2.5）", "value: 2.5", ""),
        (WATER, "两项用水量8.5/2.5亿立方米", "value: 8.5", ""),
        (WATER, "两项用水量8.5/2.5万立方米", "value: 2.5", "“万立方米”，这里"),
        (COEFFICIENT, "系数提高到0.6", "value: 0.6", ""),
        (COEFFICIENT, "系数提高到0.6%", "value: 0.6", "“%”，这里写的是“无量纲”"),
        (INTENSITY, "万元GDP用水量47.5立方米/万元", "value: 47.5", ""),
        (INTENSITY, "万元GDP用水量47.5立方米", "value: 47.5", ""),
        (INTENSITY, "万元GDP用水量47.5立方米/亿元", "value: 47.5", "“立方米/亿元”，这里"),
        (PER_HEAD, "人均用水量120升/(人·日)", "value: 120", "“升/(人·日)”，这里写的是“立方米/人”"),
        (PER_HEAD, "人均用水量120升", "value: 120", "“升”，这里写的是“立方米/人”"),
        (PER_HEAD, "人均用水量300立方米", "value: 300", ""),
        (("irrigation_water_per_mu", "立方米/亩"), "亩均灌溉用水量210立方米", "value: 210", ""),
        (("new_surface_water_plants", "座"), "新建地表水厂3个", "value: 3", ""),
        (LEAKAGE, "较2020年降低2个百分点", "value: 2; form: points; base_year: 2020", ""),
        (INTENSITY, "较2020年年均下降2%", "value: 2; form: per_year; base_year: 2020", ""),
        (INTENSITY, "比2020年均下降2立方米", "value: 2; form: per_year; base_year: 2020", "是“%”"),
    ],
)  # fmt: skip
def test_a_number_is_in_the_unit_that_stands_after_it(
    tmp_path: Path, of: Of, words: str, keys: str, why: str
) -> None:
    assert_said(problems(tmp_path, of, words, f'{keys}; comparator: ">="'), why, "的单位是")


HEAD = "序号	指标名称	单位	2025年	2030年	责任单位"
ROW = "1	用水总量	亿立方米	2.27	2.35	市水利局、市城管局"


@pytest.mark.parametrize(
    ("old", "new", "count", "why"),
    [
        (ROW, ROW.replace("亿立方米", "万立方米"), 2, "条款“a1.1”里 2.27 的单位是“万立方米”"),
        (ROW, ROW.replace("亿立方米", ""), 0, ""),
        (ROW, ROW.replace("亿立方米", "市水利局"), 0, ""),
        (ROW, ROW.replace("亿立方米", "万立方米").replace("2.27", "2.27亿立方米"), 1, "里 2.35 "),
        (HEAD, HEAD.replace("2030年", "2030年（万立方米）"), 1, "里 2.35 的单位是“万立方米”"),
        (HEAD, HEAD.replace("2030年", "2030年（县）"), 1, "里 2.35 的单位是“个”"),
        (HEAD, HEAD.replace("2030年", "2030年（预期值）"), 0, ""),
        (HEAD, HEAD.replace("2030年", "2030年各市（县）目标"), 0, ""),
        ("= 附件1\n", "= 附件1\n单位：万立方米\n", 0, ""),
    ],
)  # fmt: skip
def test_a_number_of_a_table_is_in_the_unit_of_its_head_or_its_row(
    tmp_path: Path, old: str, new: str, count: int, why: str
) -> None:
    text = spoilt(old, new, source=TEXT)
    yaml_text = YAML.replace("column: 2030年", f"column: {column_2030(new)}")
    found = [one for one in problems_of(tmp_path, text, yaml_text) if "的单位是" in one]
    assert len(found) == count and (not why or why in found[0]), found


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("万立方米", 2),
        ("万m3", 2),
        ("亿立方米", 0),
        ("%", 0),
        ("万立方米，立方米/万元", 0),
        ("万立方米、万亩", 0),
        ("万m³，再生水为亿m³", 0),
        ("万立方米 万亩", 0),
    ],
)
def test_a_caption_says_the_unit_where_the_table_does_not(
    tmp_path: Path, unit: str, count: int
) -> None:
    text = spoilt("= 附件1\n", f"= 附件1\n（单位：{unit}）\n", source=TEXT)
    text = spoilt(ROW, ROW.replace("亿立方米", ""), source=text)
    found = [one for one in problems_of(tmp_path, text, YAML) if "的单位是" in one]
    assert len(found) == count, found


def test_a_caption_of_volumes_is_not_meant_for_a_quotient(tmp_path: Path) -> None:
    text = spoilt("= 附件1\n", "= 附件1\n（单位：亿立方米）\n", source=TEXT)
    text = spoilt(ROW, ROW.replace("亿立方米", ""), source=text)
    entry = spoilt("indicator: total_water_use", "indicator: gdp_water_intensity")
    entry = spoilt("unit: 亿立方米", "unit: 立方米", source=entry)
    assert [one for one in problems_of(tmp_path, text, entry) if "“a1.1”里" in one] == []


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (("total_water_use", "亿m³"), "未知的计量单位“亿m³”，写“亿立方米”"),
        (("gdp_water_intensity", "立方米/万元"), "由目录的 per 说明，写“立方米”"),
        (("gdp_water_intensity", "m³/万元"), "由目录的 per 说明，写“立方米”"),
        (("irrigation_efficiency", "—"), "未知的计量单位“—”，写“/”"),
        (("total_water_use", "大桶"), "未知的计量单位“大桶”"),
    ],
)
def test_an_unknown_unit_is_answered_with_the_one_that_is_meant(
    tmp_path: Path, of: Of, why: str
) -> None:
    found = problems(tmp_path, of, "用水量2.5", 'value: 2.5; comparator: "<="')
    assert [one for one in found if one.endswith(why)], found


@pytest.mark.parametrize(
    ("of", "words", "value", "right"),
    [
        (("groundwater_use", "万立方米"), "地下水开采量32,000万立方米", "32000", True),
        (("groundwater_use", "万立方米"), "地下水开采量32,000万立方米", "32", False),
        (("groundwater_use", "万立方米"), "地下水开采量32，000万立方米", "32000", True),
        (SURFACE, "地表水控制在2.5亿m3以内", "2.5", True),
        (("urban_development_boundary", "平方千米"), "边界控制在9.5km2以内", "9.5", True),
    ],
)
def test_a_number_is_read_whole(
    tmp_path: Path, of: Of, words: str, value: str, right: bool
) -> None:
    found = problems(tmp_path, of, words, f'value: {value}; comparator: "<="')
    assert (found == []) == right, found


@pytest.mark.parametrize(
    ("of", "words", "keys", "why"),
    [
        (RECLAIMED, "再生水利用率达到100%", "value: 100", ""),
        (RECLAIMED, "再生水利用率达到120%", "value: 120", "120 不可能：最大是 100%"),
        (RECLAIMED, "再生水利用率80%—160%", "value: 80; value_to: 160", "160 不可能"),
        (RECLAIMED, "再生水利用率达到80%、力争160%", "value: 80; aim: 160", "160 不可能"),
        (COEFFICIENT, "系数提高到1", "value: 1", ""),
        (COEFFICIENT, "系数提高到1.62", "value: 1.62", "1.62 不可能：最大是 1"),
        (("irrigation_efficiency", "%"), "系数提高到62%", "value: 62", ""),
        (("irrigation_efficiency", "%"), "系数提高到162%", "value: 162", "162 不可能：最大是 1"),
        (FALL, "较2020年下降120%", "value: 120; base_year: 2020", "120 不可能"),
        (FALL, "较2020年年均下降0%", "value: 0; base_year: 2020; form: per_year", "变化不能是 0"),
        (FALL, "较2020年下降0%", "value: 0; base_year: 2020", ""),
        (WATER, "用水总量2000亿立方米", "value: 2000", ""),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(
    tmp_path: Path, of: Of, words: str, keys: str, why: str
) -> None:
    assert_said(problems(tmp_path, of, words, f'{keys}; comparator: ">="'), why, "不可能", "不能是")


@pytest.mark.parametrize(
    ("wording", "right"),
    [
        ("控制在3.1亿立方米以内", True),
        ("控制在1.3亿立方米以内", False),
        ("控制在３.１亿立方米以内", True),
        ("控制在31000万立方米以内", True),
        ("控制在13000万立方米以内", False),
        ("严格控制", True),
        ("到2030年底严格控制", True),
        ("5年内严格控制（第3条）", True),
        ("控制在3.1亿立方米以内、力争2.9亿立方米", True),
        ("2.9—3.0", False),
    ],
)
def test_a_wording_with_numbers_has_the_value(tmp_path: Path, wording: str, right: bool) -> None:
    keys = f'value: 3.1; comparator: "<="; wording: {wording}'
    found = problems(tmp_path, WATER, "用水总量控制在3.1亿立方米以内", keys)
    assert_said(found, "" if right else "写的不是数值 3.1", "wording")


def column_2030(head: str) -> str:
    return next((one for one in head.split("\t") if one.startswith("2030年")), "2030年")
