"""Which region a row, a column or a sentence is about."""

from pathlib import Path

import pytest

from departments.rules.roles import RegionLevel
from siwei.loading.problems import FixtureError
from siwei.loading.regions import PlanRegions
from siwei.loading.shared import RegionEntry
from tests.siwei.mini_plan import spoilt
from tests.siwei.test_load_plans_tables import ONE_BY_ONE, TABLE, TEXT, read, refused

NAMES = {
    "370000": "山东省",
    "371500": "聊城市",
    "371502": "东昌府区",
    "371503": "茌平区",
    "371521": "阳谷县",
    "371522": "莘县",
    "371525": "冠县",
    "371571": "聊城高新技术产业开发区",
}
LEVELS = {"370000": "province", "371500": "city", "371571": "zone"}
PARENTS = {"370000": None, "371500": "370000"}


def scope(own: str) -> PlanRegions:
    entries = {
        code: RegionEntry(
            code=code,
            name=name,
            name_en=code,
            level=RegionLevel(LEVELS.get(code, "county")),
            parent=PARENTS.get(code, "371500"),
        )
        for code, name in NAMES.items()
    }
    return PlanRegions(own, entries)


@pytest.mark.parametrize(
    ("cells", "called", "mentioned"),
    [
        (["1", "东昌府区", "2.7"], {"371502"}, {"371502"}),
        (["东昌 府区"], {"371502"}, {"371502"}),
        (["阳谷"], {"371521"}, set()),
        (["山东省聊城市东昌府区"], {"371502"}, {"371500", "371502"}),
        (["聊城东昌府"], {"371502"}, set()),
        (["聊城市", "东昌府区"], {"371500", "371502"}, {"371500", "371502"}),
        (["东昌府区（含茌平区的一部分）"], {"371502"}, {"371502", "371503"}),
        (["用水总量/东昌府区"], {"371502"}, {"371502"}),
        (["东昌府区、茌平区"], {"371502", "371503"}, {"371502", "371503"}),
        (["莘县冠县片", "阳谷县"], {"371521"}, {"371521", "371522", "371525"}),
        (["全市", "不含东昌府区"], {"371500"}, {"371502"}),
        (["聊城市高新区"], set(), {"371500"}),
    ],
)
def test_what_the_cells_of_a_row_name(
    cells: list[str], called: set[str], mentioned: set[str]
) -> None:
    regions = scope("371500")
    assert (regions.called(cells), regions.mentioned(cells)) == (called, mentioned)


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("到2025年，茌平区用水总量控制在1.7亿立方米以内", {"371503"}),
        ("其中：茌平区1.7亿立方米", {"371503"}),
        ("向茌平区供水1.7亿立方米", set()),
    ],
)
def test_with_which_region_a_sentence_begins(sentence: str, begins: set[str]) -> None:
    assert scope("371500").begins(sentence) == begins


FIRST = "东昌府区	2.6"
PRINTED = "原文印的是“{}”，而371502是“东昌府区”；确是这里的，在 note 里写明“东昌府区”"


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("聊城市东昌府区", ""),
        ("东昌府", ""),
        ("东昌府区（含高新区）", ""),
        ("东昌府区高新片", ""),
        ("阳谷县", PRINTED.format("阳谷县")),
        ("阳谷县城区", PRINTED.format("阳谷县")),
        ("合计", "原文这一行没有“东昌府区”（371502）"),
        ("聊城市", "原文这一行没有“东昌府区”（371502）"),
    ],
)
def test_a_row_of_a_county(tmp_path: Path, printed: str, why: str) -> None:
    text = spoilt(FIRST, FIRST.replace("东昌府区", printed), source=TEXT)
    if why:
        assert any(one.message.startswith(why) for one in refused(tmp_path, TABLE, text))
    else:
        read(tmp_path, TABLE, text)


@pytest.mark.parametrize(
    ("heads", "cells"),
    [("设区市	县区", "聊城市	东昌府区"), ("分区	县区", "莘县冠县片	东昌府区")],
)
def test_a_county_beside_what_it_lies_in(tmp_path: Path, heads: str, cells: str) -> None:
    text = spoilt("县区	用水", f"{heads}	用水", source=TEXT)
    text = spoilt("	2024年", "		2024年", source=text)
    text = spoilt(FIRST, FIRST.replace("东昌府区", cells), source=text)
    read(tmp_path, TABLE, spoilt("茌平区	—", "	茌平区	—", source=text))


SENTENCE = "到2030年，茌平区用水总量控制在2.5亿立方米以内"


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (SENTENCE, SENTENCE, False),
        (SENTENCE, SENTENCE.replace("茌平区", "东昌府区"), True),
        (SENTENCE, SENTENCE.replace("茌平区", "其县区"), False),
        (SENTENCE, SENTENCE.replace("茌平区", "聊城市茌平区"), False),
        (SENTENCE, SENTENCE.replace("茌平区", "茌平区、东昌府区"), False),
    ],
)
def test_a_sentence_of_another_county(tmp_path: Path, old: str, new: str, refusal: bool) -> None:
    text = spoilt(old, new, source=TEXT)
    body = spoilt(f"quote: {old}", f"quote: {new}", source=ONE_BY_ONE)
    try:
        read(tmp_path, body, text)
    except FixtureError as error:
        found = [one.message for one in error.problems]
        assert refusal and any("原文印的是“东昌府区”，而371503" in one for one in found), found
    else:
        assert not refusal
