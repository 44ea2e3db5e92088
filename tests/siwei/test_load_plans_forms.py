"""Ranges, aims, changes, 左右, goals and increments in a plan's file, and what is refused."""

from pathlib import Path

import pytest

from siwei.loading.check_shared import indicator_check
from siwei.loading.shared import DivisionEntry
from tests.siwei.mini_promise import (
    ADDED,
    AREA,
    FALL,
    INTENSITY,
    LEAKAGE,
    RECLAIMED,
    WATER,
    problems,
)
from tests.units import SHARED


@pytest.mark.parametrize(
    ("of", "words", "keys"),
    [
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 28; value_to: 30; form: range; comparator: ">="',
            id="range",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%以内、力争8.5%",
            'value: 9; aim: 8.5; comparator: "<="',
            id="a firm value with an aim",
        ),
        pytest.param(
            FALL,
            "万元工业增加值用水量较2020年年均下降2%以上",
            'value: 2; form: per_year; base_year: 2020; comparator: ">="',
            id="a yearly rate of a reduction",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量比2020年年均下降2%以上",
            'value: 2; form: per_year; base_year: 2020; comparator: ">="',
            id="a yearly rate of a level",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率较2020年降低2个百分点",
            'value: 2; form: points; base_year: 2020; comparator: ">="',
            id="percentage points",
        ),
        pytest.param(
            ADDED,
            "自2027年起新增高效节水灌溉面积10万亩",
            'value: 10; form: increment; counts_from: 2027; comparator: ">="',
            id="an increment from a year on",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到自治区下达目标",
            'form: set_elsewhere; wording: 达到自治区下达目标; comparator: ">="',
            id="set elsewhere",
        ),
        pytest.param(
            AREA,
            "高标准农田新增10万亩，累计达到61万亩",
            'value: 61; note: 新增的10万亩另列; comparator: ">="; wording: 累计达到61万亩',
            id="a word of another number, told by the note",
        ),
    ],
)
def test_a_form_that_is_right(tmp_path: Path, of: tuple[str, str], words: str, keys: str) -> None:
    found = problems(tmp_path, of, words, keys)
    assert [one for one in found if "没有着落" not in one] == []


@pytest.mark.parametrize(
    ("of", "words", "keys", "reason"),
    [
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 28; comparator: ">="',
            "原文是区间“28%—30”，须写 form: range",
            id="a range told as a value",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 30; value_to: 28; comparator: ">="',
            "value 须是近端",
            id="the far end of a floor",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在8%至9%",
            'value: 8; value_to: 9; comparator: "<="',
            "value 须是近端",
            id="the far end of a ceiling",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%以上",
            'value: 28; value_to: 30; comparator: ">="',
            "没有一条引文写明数值 30",
            id="an end that isn't cited",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 28; value_to: 28; comparator: ">="',
            "两端相同",
            id="a range of one end",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到28%以上",
            'value: 28; form: range; comparator: ">="',
            "区间须写明两端",
            id="a range without its other end",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%以内、力争9.5%",
            'value: 9; aim: 9.5; comparator: "<="',
            "更进一步",
            id="an aim that is less",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%以内、力争8.5%",
            'value: 9; aim: 8.50; comparator: "<="',
            "原文写作 8.5，请照写",
            id="an aim not as printed",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率力争达到9%",
            'aim: 9; wording: 力争; comparator: "<="',
            "须与确保的数值",
            id="an aim alone",
        ),
        pytest.param(
            FALL,
            "万元工业增加值用水量较2020年年均下降2%以上",
            'value: 2; base_year: 2020; comparator: ">="',
            "原文写的是“年均”，须写 form: per_year",
            id="a yearly rate told as a total",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量年均下降2%以上",
            'value: 2; form: per_year; comparator: ">="',
            "必须写明年份和基期年",
            id="a change of no base year",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量比2020年年均增长2%以内",
            'value: 2; form: per_year; base_year: 2020; comparator: "<="',
            "相反方向",
            id="a change for the worse",
        ),
        pytest.param(
            FALL,
            "万元工业增加值用水量较2020年年均下降100%以上",
            'value: 100; form: per_year; base_year: 2020; comparator: ">="',
            "下降不能达到或超过 100%：100",
            id="a yearly fall to nothing",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量比2020年年均下降250%以上",
            'value: 250; form: per_year; base_year: 2020; comparator: ">="',
            "下降不能达到或超过 100%：250",
            id="a yearly fall of a level to nothing",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率较2020年降低100个百分点",
            'value: 100; form: points; base_year: 2020; comparator: ">="',
            "下降不能达到或超过 100%：100",
            id="all the points that there are",
        ),
        pytest.param(
            FALL,
            "万元工业增加值用水量较2020年下降2%以上",
            'value: 2; form: per_year; base_year: 2020; comparator: ">="',
            "没有“年均”",
            id="a yearly rate that the paper doesn't say",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率较2020年降低2个百分点",
            'value: 2; comparator: "<="',
            "原文写的是“百分点”，须写 form: points",
            id="points told as a level",
        ),
        pytest.param(
            INTENSITY,
            "万元GDP用水量比2020年降低2个百分点",
            'value: 2; form: points; base_year: 2020; comparator: ">="',
            "没有百分点",
            id="points of what is no percentage",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%左右",
            'value: 9; comparator: "<="',
            "原文写的是“左右”，须写 form: about",
            id="左右 told as a value",
        ),
        pytest.param(
            ("new_surface_water_plants", "座"),
            "新建地表水厂9座左右",
            'value: 9; form: about; comparator: ">="',
            "没有写明“左右”的容差",
            id="左右 without a tolerance",
        ),
        pytest.param(
            LEAKAGE,
            "漏损率控制在9%以内",
            'value: 9; form: about; comparator: "<="',
            "没有“左右”或“约”",
            id="左右 that the paper doesn't say",
        ),
        pytest.param(
            AREA,
            "新增高标准农田10万亩",
            'value: 10; comparator: ">="',
            "原文写的是“新增”，须写 form: increment",
            id="an increment told as a stock",
        ),
        pytest.param(
            AREA,
            "新增高标准农田10万亩",
            'value: 10; form: increment; comparator: ">="',
            "不是增量指标",
            id="an increment of a stock's entry",
        ),
        pytest.param(
            ADDED,
            "高效节水灌溉面积10万亩",
            'value: 10; comparator: ">="',
            "是增量指标，须写 form: increment",
            id="an increment's entry without its form",
        ),
        pytest.param(
            ADDED,
            "自2030年起新增高效节水灌溉面积10万亩",
            'value: 10; form: increment; counts_from: 2030; comparator: ">="',
            "起算年必须早于目标年",
            id="counts from its own year",
        ),
        pytest.param(
            AREA,
            "高标准农田达到10万亩",
            'value: 10; counts_from: 2020; comparator: ">="',
            "只有增量",
            id="a stock that counts from a year",
        ),
        pytest.param(
            RECLAIMED,
            "再生水利用率达到自治区下达目标28%",
            'value: 28; form: set_elsewhere; comparator: ">="',
            "还没有数值",
            id="set elsewhere with a number",
        ),
        pytest.param(
            WATER,
            "用水总量控制在2.5亿立方米以内",
            'value: 2.5; goal: standing; comparator: "<="',
            "有年份的目标不写 goal",
            id="a goal kind beside a year",
        ),
        pytest.param(
            WATER,
            "用水总量较2020年控制在2.5亿立方米以内",
            'value: 2.5; base_year: 2020; comparator: "<="',
            "才有基期年",
            id="a base year of a plain level",
        ),
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    tmp_path: Path, of: tuple[str, str], words: str, keys: str, reason: str
) -> None:
    found = problems(tmp_path, of, words, keys)
    assert any(reason in one for one in found), found
    assert all(one.startswith("plans/mini-2025.") for one in found)


@pytest.mark.parametrize("goal", ["standing", "undated"])
def test_a_number_without_a_year_is_a_limit_of_every_year_or_a_goal_of_none(
    tmp_path: Path, goal: str
) -> None:
    keys = f'value: 10; goal: {goal}; comparator: ">="'
    found = problems(tmp_path, AREA, "高标准农田达到10万亩", keys, year="null")
    # The year in the text is no longer the target's, so nothing accounts for it.
    assert len(found) == 1 and "数字 2030 没有着落" in found[0]


@pytest.mark.parametrize(
    ("words", "keys", "told"),
    [
        pytest.param("高标准农田达到10万亩", "", False, id="reached one day"),
        pytest.param("新建高标准农田10万亩", "", False, id="built"),
        pytest.param("高标准农田达到10万亩", "; note: 达到以后每年保持", True, id="the note tells"),
        pytest.param("高标准农田应达到10万亩", "", True, id="a duty"),
        pytest.param("高标准农田每年达到10万亩", "", True, id="each year"),
        pytest.param("高标准农田稳定在10万亩", "", True, id="kept"),
    ],
)
def test_words_of_something_reached_once_need_to_say_which_goal_it_is(
    tmp_path: Path, words: str, keys: str, told: bool
) -> None:
    found = problems(tmp_path, AREA, words, f'value: 10; comparator: ">="{keys}', year="null")
    assert any("须写 goal: undated" in one for one in found) is not told


@pytest.mark.parametrize(
    ("code", "change", "reason"),
    [
        ("efficient_irrigation_increment", {"increment_of": "nothing"}, "指标目录里没有“nothing”"),
        (
            "efficient_irrigation_increment",
            {"increment_of": "high_standard_farmland_upgrade"},
            "“high_standard_farmland_upgrade”不是累计的量",
        ),
        (
            "efficient_irrigation_increment",
            {"increment_of": "gdp_water_intensity_reduction"},
            "不是累计的量",
        ),
        (
            "efficient_irrigation_increment",
            {"increment_of": "total_water_use"},
            "增量的单位是“万亩”，与累计的量“亿立方米”不同",
        ),
        (
            "total_water_use",
            {
                "divisions": [
                    DivisionEntry(
                        code="basin", complete=True, parts=["haihe_surface_water_abstraction"]
                    )
                ]
            },
            "只计一个流域，不能是加起来等于总量的分项",
        ),
    ],
)
def test_an_increment_or_a_basin_that_does_not_fit_the_catalogue_is_refused(
    code: str, change: dict[str, object], reason: str
) -> None:
    check = indicator_check(SHARED.units)
    assert list(check(SHARED.catalogue[code], SHARED.catalogue)) == []
    entry = SHARED.catalogue[code].model_copy(update=change)
    assert [words for _path, words in check(entry, SHARED.catalogue) if reason in words]
