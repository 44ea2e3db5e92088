"""What the words around a number say: its side, its form, its goal, its entry."""

from pathlib import Path

import pytest

from tests.siwei.mini_plan import TEXT, YAML, spoilt
from tests.siwei.mini_promise import (
    AREA,
    EFFICIENT,
    FALL,
    FIRMS,
    INTENSITY,
    LEAKAGE,
    RECLAIMED,
    SURFACE,
    WATER,
    YELLOW,
    assert_said,
    problems,
    problems_of,
)

Of = tuple[str, str]
# Ceilings of what should be much, each with the word that says so.
CEILINGS = {
    "高标准农田上限为80万亩": "上限为",
    "最大高标准农田80万亩": "最大",
    "高标准农田低于80万亩": "低于",
    "高标准农田限定在80万亩": "限定在",
    "高标准农田调减为80万亩": "调减为",
    "高标准农田80万亩（含）以内": "以内",
}


@pytest.mark.parametrize(
    ("of", "words", "keys", "why"),
    [
        # The words beside the number.
        (WATER, "用水总量控制在2.5亿立方米以内", 'value: 2.5; comparator: "<="', ""),
        (WATER, "用水总量控制在2.5亿立方米以内", 'value: 2.5; comparator: ">="', "“以内”，"),
        (WATER, "用水总量控制在2.5亿立方米以内", 'value: 2.5; comparator: "="', "“以内”，"),
        (WATER, "用水总量控制在2.5亿立方米内", 'value: 2.5; comparator: "="', "“内”，"),
        (WATER, "用水总量控制在每年2.5亿立方米", 'value: 2.5; comparator: "="', "控制在每年"),
        (WATER, "用水总量不得超过2.5亿立方米", 'value: 2.5; comparator: "="', "“不得超过”"),
        (LEAKAGE, "漏损率降到9%", 'value: 9; comparator: "="', "“降到”"),
        (LEAKAGE, "漏损率达到9%", 'value: 9; comparator: "<="', ""),
        (RECLAIMED, "再生水利用率不低于25%", 'value: 25; comparator: ">="', ""),
        (RECLAIMED, "再生水利用率不低于25%", 'value: 25; comparator: "<="', "“不低于”，"),
        (RECLAIMED, "再生水利用率25%以上", 'value: 25; comparator: "="', "应是 >=，而不是 ="),
        (RECLAIMED, "再生水利用率达到25%", 'value: 25; comparator: "="', "“达到”，"),
        (RECLAIMED, "再生水利用率稳定在25%", 'value: 25; comparator: "="', ""),
        (RECLAIMED, "再生水利用率控制在25%以上", 'value: 25; comparator: ">="', ""),
        (YELLOW, "黄河干流水4.83亿立方米", 'value: 4.83; comparator: "="', ""),
        (YELLOW, "黄河干流水不少于4.83亿立方米", 'value: 4.83; comparator: "<="', "“不少于”"),
        (
            RECLAIMED,
            "再生水利用率达到28%—30%",
            'value: 30; value_to: 28; comparator: "<="',
            "“达到”，comparator 应是 >=",
        ),
        (
            RECLAIMED,
            "再生水利用率25%以上",
            'value: 25; comparator: "="; note: 原文“以上”指别的数',
            "",
        ),
        # The catalogue's direction.
        (AREA, "累计建成高标准农田80万亩", 'value: 80; comparator: ">="', ""),
        (AREA, "累计建成高标准农田80万亩", 'value: 80; comparator: "<="', "没有这样的词：应是 >="),
        (RECLAIMED, "再生水利用率28%—30%", 'value: 30; value_to: 28; comparator: "<="', "应是 >="),
        (AREA, "高标准农田退减到80万亩", 'value: 80; comparator: "<="', "在 note 里说明“退减到”"),
        (
            AREA,
            "高标准农田退减到80万亩",
            'value: 80; comparator: "<="; note: 原文是“退减到”',
            "",
        ),
        # Other words of a side.
        (RECLAIMED, "再生水利用率高于25%", 'value: 25; comparator: "="', "“高于”，"),
        (RECLAIMED, "再生水利用率高于25%", 'value: 25; comparator: ">="', ""),
        (RECLAIMED, "再生水利用率超过25%", 'value: 25; comparator: "="', "“超过”，"),
        (RECLAIMED, "再生水利用率至少25%", 'value: 25; comparator: "="', "“至少”，"),
        (LEAKAGE, "漏损率低于9%", 'value: 9; comparator: "="', "“低于”，comparator 应是 <="),
        (LEAKAGE, "漏损率小于等于9%", 'value: 9; comparator: "<="', ""),
        (WATER, "用水总量不宜超过2.5亿立方米", 'value: 2.5; comparator: "<="', ""),
        (WATER, "用水总量严禁超过2.5亿立方米", 'value: 2.5; comparator: "<="', ""),
        (WATER, "用水总量上限2.5亿立方米", 'value: 2.5; comparator: "="', "“上限”，"),
        (RECLAIMED, "再生水利用率稳定在25%", 'value: 25; comparator: ">="', "“稳定在”，"),
        (
            RECLAIMED,
            "再生水利用率稳定在25%",
            'value: 25; comparator: ">="; note: “稳定在”指不再降低',
            "",
        ),
        (
            RECLAIMED,
            "再生水利用率保持在25%至30%之间",
            'value: 25; value_to: 30; comparator: ">="',
            "",
        ),
        *(
            (AREA, words, 'value: 80; comparator: "<="', f"“{said}”与“high_standard_farmland”")
            for words, said in CEILINGS.items()
        ),
        *(
            (AREA, words, f'value: 80; comparator: "<="; note: 原文是“{said}”', "")
            for words, said in CEILINGS.items()
        ),
        (AREA, "高标准农田80万亩封顶", 'value: 80; comparator: "<="', "用引号照录"),
        (AREA, "高标准农田80万亩封顶", 'value: 80; comparator: "<="; note: 原文是“封顶”', ""),
        (AREA, "高标准农田80万亩", 'value: 80; comparator: "<="; note: 原文是“封顶”', "照录"),
        (AREA, "高标准农田80万亩", 'value: 80; comparator: "<="; note: 仅“农田”', "照录"),
        (AREA, "最大限度建设高标准农田80万亩", 'value: 80; comparator: ">="', ""),
        (
            ("nonconventional_water_use", "亿立方米"),
            "非常规水最低利用量控制在1.2亿立方米",
            'value: 1.2; comparator: ">="',
            "",
        ),
        (
            ("nonconventional_water_use", "亿立方米"),
            "非常规水利用量控制在1.2亿立方米",
            'value: 1.2; comparator: ">="',
            "“控制在”",
        ),
        # A change counts in the good direction.
        (
            INTENSITY,
            "万元GDP用水量比2020年年均下降2%",
            'value: 2; form: per_year; base_year: 2020; comparator: "<="',
            "comparator 一律是 >=，而不是 <=",
        ),
        (
            LEAKAGE,
            "漏损率较2020年降低2个百分点",
            'value: 2; form: points; base_year: 2020; comparator: "="',
            "comparator 一律是 >=，而不是 =",
        ),
    ],
)  # fmt: skip
def test_a_comparator_is_that_of_the_words_and_of_the_catalogue(
    tmp_path: Path, of: Of, words: str, keys: str, why: str
) -> None:
    assert_said(problems(tmp_path, of, words, keys), why, "comparator", "方向")


@pytest.mark.parametrize(
    ("head", "notes", "why"),
    [
        ("2030年控制下限", "", "写的是“下限”，comparator 应是 >="),
        ("2030年控制下限", "note: 表头的“下限”是误印", ""),
        ("2030年控制上限", "", ""),
    ],
)
def test_the_head_of_a_column_says_a_side(tmp_path: Path, head: str, notes: str, why: str) -> None:
    heads = "单位\t2025年\t2030年\t"
    text = spoilt(heads, heads.replace("2030年", head), source=TEXT)
    entry = YAML.replace("column: 2030年", f"column: {head}")
    entry = spoilt("unit: 亿立方米\n", f"unit: 亿立方米\n    {notes}\n", source=entry)
    assert_said(problems_of(tmp_path, text, entry), why, "comparator")


@pytest.mark.parametrize(
    ("head", "side", "of", "cells", "why"),
    [
        ("灌溉面积控制上限（万亩）", "", "", "", "应是 <=，而不是 >=，或在 cells 或"),
        ("灌溉面积控制上限（万亩）", "<=", "", "", "在 cells 或 indicators 的 note 里说明“上限”"),
        ("灌溉面积控制上限（万亩）", "<=", "表头写的是“上限”", "", ""),
        ("灌溉面积控制上限（万亩）", "<=", "", "表头写的是“上限”", ""),
        ("灌溉面积（万亩）", "<=", "", "", "没有这样的词：应是 >="),
        ("灌溉面积（万亩）", "", "", "", ""),
    ],
)  # fmt: skip
def test_a_ceiling_in_a_table_is_argued_in_either_note(
    tmp_path: Path, head: str, side: str, of: str, cells: str, why: str
) -> None:
    shared = f"name: 灌溉面积, unit: 万亩, nature: constraint, note: {of or '甲'}"
    shared += f', comparator: "{side}"' if side else ""
    block = (
        "tables:\n  - head: a3.head\n    rows: {a3.1: {region: null, note: 甲}}\n    columns:\n"
        f"      - {{column: {head}, indicator: irrigated_area, year: 2030}}\n"
        f"    indicators:\n      irrigated_area: {{{shared}}}\n"
        f"    cells: [{{row: a3.1, column: {head}, note: {cells or '甲'}}}]\n"
    )
    text = f"{TEXT}\n@a3 annex\n= 附件3\n\n@a3.head header\n名称\t{head}\n\n@a3.1 row\n全市\t80\n"
    found = problems_of(tmp_path, text, spoilt("\ntasks:", f"\n{block}tasks:"))
    assert_said(found, why, "comparator", "方向")


@pytest.mark.parametrize(
    ("of", "words", "keys", "why"),
    [
        (RECLAIMED, "再生水利用率达到25%上下", "value: 25", "“上下”，须写 form: about"),
        (RECLAIMED, "再生水利用率达到近25%", "value: 25", "“近”，须写 form: about"),
        (RECLAIMED, "再生水利用率约为25%", "value: 25", "“约为”，须写 form: about"),
        (RECLAIMED, "再生水利用率约达25%", "value: 25", "“约达”，须写 form: about"),
        (RECLAIMED, "再生水利用率约为25%", "value: 25; form: about", ""),
        (RECLAIMED, "再生水利用率达到25%上下", "value: 25; form: about", ""),
        (RECLAIMED, "近3年再生水利用率达到25%", "value: 25", ""),
        (RECLAIMED, "城区附近再生水利用率达到25%上下游", "value: 25", ""),
        (WATER, "节约2.5亿立方米", "value: 2.5", ""),
        (FALL, "用水量较2020年每年下降2%", "value: 2; base_year: 2020", "“每年”，须写 form"),
        (FALL, "用水量较2020年逐年下降2%", "value: 2; base_year: 2020", "“逐年”，须写 form"),
        (FALL, "用水量较2020年年平均下降2%", "value: 2; base_year: 2020", "“年平均”，须写 form"),
        (FALL, "用水量较2020年每年下降2%", "value: 2; base_year: 2020; form: per_year", ""),
        (FALL, "用水量较2020年逐年下降2%", "value: 2; base_year: 2020; form: per_year", ""),
        (FALL, "用水量较2020年年平均下降2%", "value: 2; base_year: 2020; form: per_year", ""),
        (LEAKAGE, "比2020年每年降低1个百分点", "value: 1; base_year: 2020; form: points", "“每年”"),
        (LEAKAGE, "漏损率较2020年降低2个点", "value: 2", "“个点”，须写 form: points"),
        (LEAKAGE, "漏损率较2020年降低2个点", "value: 2; base_year: 2020; form: points", ""),
        (RECLAIMED, "再生水利用率逐年提高到30%", "value: 30", ""),
        (RECLAIMED, "再生水利用率每年达到30%", "value: 30", ""),
        (WATER, "每年减少取用2.5亿立方米", "value: 2.5", ""),
        (FALL, "较2020年逐年递减2%", "value: 2; base_year: 2020", "“逐年”，须写 form"),
        (FALL, "较2020年逐年递减2%", "value: 2; base_year: 2020; form: per_year", ""),
        (FALL, "较2020年用水量年降低2%以上", "value: 2; base_year: 2020", "“年降”，须写 form"),
        (FALL, "较2020年用水量年降低2%", "value: 2; base_year: 2020; form: per_year", ""),
        (FALL, "用水量年度降幅2%，较2020年", "value: 2; base_year: 2020", "“年度降”，须写 form"),
        (FALL, "较2020年年下降率2%", "value: 2; base_year: 2020; form: per_year", ""),
        (FALL, "较2020年年均下降幅度不低于2%", "value: 2; base_year: 2020", "“年均”，须写 form"),
        (FALL, "年均（2020年起）下降2%", "value: 2; base_year: 2020", "“年均”，须写 form"),
        (FALL, "较2020年年均分别下降2、3.5%", "value: 2; base_year: 2020", "“年均”，须写 form"),
        (FALL, "较2020年年降幅为2%", "value: 2; base_year: 2020", "“年降”，须写 form"),
        (FALL, "用水量降幅年均2%，较2020年", "value: 2; base_year: 2020", "“降幅年均”"),
        (FALL, "用水量较2020年降低2%", "value: 2; base_year: 2020", ""),
        (FALL, "2020年至今，较上年降低2%", "value: 2; base_year: 2020", ""),
        (FALL, "较2020年降低2%", "value: 2; base_year: 2020; form: per_year", "引文和 wording 里"),
        (RECLAIMED, "再生水利用率年提高1%，较2020年", "value: 1", "“年提高”，须写 form"),
        (WATER, "多年平均来水条件下用水总量2.5亿立方米", "value: 2.5", ""),
        (WATER, "“十四五”期间年均用水总量控制在2.5亿立方米", "value: 2.5", ""),
        (RECLAIMED, "汾河左右岸再生水利用率25%", "value: 25", ""),
        (("industrial_water_reuse_rate", "%"), "新增工业项目重复利用率达到95%", "value: 95", ""),
        (EFFICIENT, "新增高效节水灌溉面积0.9万亩", "value: 0.9", "“新增”，须写 form: increment"),
        (RECLAIMED, "再生水利用率较2020年提高5个百分点、达到30%", "value: 30", ""),
        (LEAKAGE, "漏损率较2020年下降2个百分点至9%", "value: 9", ""),
        (LEAKAGE, "漏损率较2020年下降2个百分点至9%", "value: 2", "“百分点”，须写 form: points"),
        (RECLAIMED, "两项较2020年分别提高2、3个百分点", "value: 2", "“百分点”，须写 form: points"),
        (RECLAIMED, "再生水利用率从20%到30%", "value: 30", ""),
        (WATER, "用水总量由2.6亿立方米至2.5亿立方米", "value: 2.5", ""),
        (RECLAIMED, "再生水利用率从25%到30%之间", "value: 25", "原文是区间“25%到30”"),
        (FIRMS, "节水型企业近60家", "value: 60", "没有容差，在 note 里说明“近”"),
        (FIRMS, "节水型企业近60家", "value: 60; note: 原文是“近”60家", ""),
        (AREA, "累计新建高标准农田70万亩", "value: 70", ""),
        (AREA, "高标准农田改造面积累计70万亩", "value: 70", ""),
        (AREA, "发展旱作农业后高标准农田总数70万亩", "value: 70", ""),
        (RECLAIMED, "再生水利用率介于25%和30%之间", "value: 25", "原文是区间“25%和30”"),
        (RECLAIMED, "再生水利用率介于25%和30%之间", "value: 25; value_to: 30", ""),
        (RECLAIMED, "两项利用率分别达到25%和30%", "value: 25", ""),
        (AREA, "累计改造完成高标准农田70万亩", "value: 70", "“改造”，是增量"),
        (AREA, "新建高标准农田70万亩", "value: 70", "“新建”，是增量"),
        (AREA, "增加高标准农田70万亩", "value: 70", "“增加”，是增量"),
        (AREA, "高标准农田增加到70万亩", "value: 70", ""),
        (AREA, "经新建和改造高标准农田达到70万亩", "value: 70", ""),
        (AREA, "新建高标准农田12万亩、累计建成70万亩", "value: 70", ""),
        (EFFICIENT, "发展高效节水灌溉0.9万亩", "value: 0.9", "“efficient_irrigation_increment”"),
        (EFFICIENT, "高效节水灌溉发展到0.9万亩", "value: 0.9", ""),
        (EFFICIENT, "高质量发展高效节水灌溉0.9万亩", "value: 0.9", ""),
        (SURFACE, "海河流域地表水取水量2.5亿立方米", "value: 2.5", "只是“海河流域”的量"),
        (SURFACE, "海河流域内的地表水取水量2.5亿立方米", "value: 2.5", "只是“海河流域”的量"),
        (SURFACE, "海河流域地表水取水量2.5亿立方米", "value: 2.5; note: 全市都在海河流域", ""),
        (SURFACE, "地表水取水量2.5亿立方米", "value: 2.5", ""),
        (SURFACE, "落实黄河流域保护要求后地表水取水量2.5亿立方米", "value: 2.5", ""),
        (RECLAIMED, "再生水利用率达到省下达目标", "wording: 达到", "须写 form: set_elsewhere"),
        (RECLAIMED, "完成省下达的再生水利用率目标", "wording: 完成", "须写 form: set_elsewhere"),
        (RECLAIMED, "提高用水计划下达后的再生水利用率", "wording: 提高", ""),
    ],
)  # fmt: skip
def test_words_of_a_number_are_told(
    tmp_path: Path, of: Of, words: str, keys: str, why: str
) -> None:
    side = "<=" if of in (WATER, SURFACE) else ">="
    found = problems(tmp_path, of, words, f'{keys}; comparator: "{side}"')
    assert_said(found, why, "form", "增量", "流域", "引文和", "区间", "容差")


@pytest.mark.parametrize(
    ("words", "keys", "why"),
    [
        ("再生水利用率保持在60%以上", "goal: undated", "每年都须做到：须写 goal: standing"),
        ("再生水利用率稳定在60%以上", "goal: undated", "“稳定在”，每年都须做到"),
        ("再生水利用率保持在60%以上", "goal: standing", ""),
        ("再生水利用率保持在60%以上", "note: 甲", ""),
        ("再生水利用率达到60%以上", "goal: undated", ""),
        ("补充再生水60%", "note: 甲", "“补充”：须写 goal: undated"),
        ("形成再生水60%", "note: 甲", "“形成”：须写 goal: undated"),
        ("补充再生水60%", "goal: undated", ""),
        ("建成应急再生水60%", "note: 甲", "“建成”：须写 goal: undated"),
        ("相应再生水利用率达到60%", "note: 甲", "“达到”：须写 goal: undated"),
        ("再生水利用率应达到60%", "note: 甲", ""),
    ],
)  # fmt: skip
def test_what_is_kept_holds_every_year_and_what_is_added_does_not(
    tmp_path: Path, words: str, keys: str, why: str
) -> None:
    keys = f'value: 60; {keys}; comparator: ">="'
    assert_said(problems(tmp_path, RECLAIMED, words, keys, year="null"), why, "goal")
