"""The tiles of a map without borders: the file as it is, and what is refused in another one."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from departments.models import Region
from indicators.assessments.rules.statuses import Status
from siwei.loading.problems import FixtureError
from siwei.loading.tiles import NATION, TILES, read_tiles
from siwei.pages.selectors.tiles import tiles_of
from siwei.pages.viewmodels.tiles import tiles

MAPS = read_tiles(settings.FIXTURES)
# All units of GB/T 2260 at the level of the province.
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63"
PROVINCES += " 64 65 71 81 82"
SHANXI = [f"14{number:02d}00" for number in range(1, 12)]
# Laiwu, 371200, is a part of Jinan since 2019.
SHANDONG = [f"37{number:02d}00" for number in range(1, 18) if number != 12]


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        (NATION, [f"{code}0000" for code in PROVINCES.split()]),
        ("140000", SHANXI),
        ("370000", SHANDONG),
    ],
)
def test_every_region_has_one_tile_of_its_own(of: str, codes: list[str]) -> None:
    assert sorted(one.code for one in MAPS[of]) == sorted(codes)
    places = Counter((one.row, one.column) for one in MAPS[of])
    assert set(places.values()) == {1}


@pytest.mark.parametrize(
    ("of", "neighbours"),
    [
        (NATION, "黑龙江-吉林 吉林-辽宁 北京-天津 河北-山东 山西-陕西 陕西-重庆 四川-云南"),
        (NATION, "湖北-湖南 江苏-上海 福建-台湾 广东-香港 新疆-西藏 内蒙古-宁夏 河南-安徽"),
        ("140000", "大同-朔州 朔州-忻州 忻州-太原 太原-阳泉 晋中-长治 临汾-运城 运城-晋城"),
        (
            "370000",
            "聊城-济南 德州-济南 东营-潍坊 青岛-日照 烟台-威海 泰安-济宁 菏泽-济宁 枣庄-临沂",
        ),
    ],
)
def test_neighbours_touch_by_side_or_corner(of: str, neighbours: str) -> None:
    known = {one.short: one for one in MAPS[of]}
    for pair in neighbours.split():
        first, second = (known[name] for name in pair.split("-"))
        assert max(abs(first.row - second.row), abs(first.column - second.column)) == 1, pair


def test_tiles_and_regions_have_one_name(plans: None) -> None:
    names = {one.code: (one.name, one.name_en) for of in MAPS.values() for one in of}
    known = Region.objects.filter(code__in=names)
    assert known.count() > 5
    assert {one.code: (one.name, one.name_en) for one in known} == {
        one.code: names[one.code] for one in known
    }


TAIYUAN = (
    '- {code: "140100", of: "140000", name: 太原市, short: 太原, name_en: T, row: 1, column: 1}'
)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (TAIYUAN, "重复"),
        (TAIYUAN.replace("140100", "140200").replace("太原市", "大同市"), "这一格已是太原市"),
        (TAIYUAN.replace("140100", "370100").replace("row: 1", "row: 2"), "370100不在140000"),
        (TAIYUAN.replace("140100", "140200").replace("row: 1", "row: 13"), "row"),
        (TAIYUAN.replace("140100", "140200").replace("row: 1", "row: 0"), "row"),
    ],
)
def test_a_wrong_file_is_refused_at_its_line(tmp_path: Path, other: str, why: str) -> None:
    (tmp_path / TILES).write_text(f"{TAIYUAN}\n{other}\n", encoding="utf-8")
    with pytest.raises(FixtureError) as refused:
        read_tiles(tmp_path)
    assert f"{TILES}:2" in str(refused.value)
    assert why in str(refused.value)


def test_without_the_file_there_are_no_maps(tmp_path: Path) -> None:
    assert read_tiles(tmp_path) == {}


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / TILES
    file.write_text(f"{TAIYUAN}\n", encoding="utf-8")
    assert [one.row for one in read_tiles(tmp_path)["140000"]] == [1]
    file.write_text(f"{TAIYUAN.replace('row: 1', 'row: 2')}\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert [one.row for one in read_tiles(tmp_path)["140000"]] == [2]


def test_a_spoilt_file_costs_the_map_alone_and_the_command_says_why(
    tmp_path: Path, settings: Any
) -> None:
    (tmp_path / TILES).write_text(f"{TAIYUAN}\n{TAIYUAN}\n", encoding="utf-8")
    settings.FIXTURES = tmp_path
    assert list(tiles_of("140000")) == []
    with pytest.raises(CommandError, match="重复"):
        call_command("load_plans", "--check")


def test_a_tile_says_the_worst_status_and_how_often(tmp_path: Path) -> None:
    stand = {
        "140300": {Status.MET: 4, Status.MISSED: 2, Status.NO_DATA: 3},
        "140400": {},
    }
    shown = {one.code: one for one in tiles(MAPS["140000"], stand)}
    assert (shown["140300"].status, shown["140300"].number) == (Status.MISSED, 2)
    assert (shown["140400"].status, shown["140400"].is_known) == (None, True)
    assert (shown["140200"].status, shown["140200"].is_known) == (None, False)
    assert [one.code for one in tiles(MAPS["140000"], {})][:2] == ["140600", "140200"]
