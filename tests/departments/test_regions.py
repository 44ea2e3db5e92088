"""Where a region may lie."""

import pytest

from departments.rules.regions import Misplaced, RegionPlace, levels_above, misplaced
from departments.rules.roles import RegionLevel

PROVINCE, CITY, COUNTY = RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY
SHANXI = RegionPlace("140000", PROVINCE)
YANGQUAN = RegionPlace("140300", CITY)
PINGDING = RegionPlace("140321", COUNTY)
BEIJING = RegionPlace("110000", PROVINCE)
HENAN = RegionPlace("410000", PROVINCE)


@pytest.mark.parametrize(
    ("place", "parent", "expected"),
    [
        pytest.param(SHANXI, None, None, id="a province"),
        pytest.param(YANGQUAN, SHANXI, None, id="a city of its province"),
        pytest.param(PINGDING, YANGQUAN, None, id="a county of its city"),
        pytest.param(RegionPlace("110108", COUNTY), BEIJING, None, id="a county of a municipality"),
        pytest.param(
            RegionPlace("419001", COUNTY), HENAN, None, id="a county of the province itself"
        ),
        pytest.param(SHANXI, BEIJING, Misplaced.NOT_BELOW, id="a province in a province"),
        pytest.param(YANGQUAN, None, Misplaced.WRONG_LEVEL, id="a city in nothing"),
        pytest.param(PINGDING, None, Misplaced.WRONG_LEVEL, id="a county in nothing"),
        pytest.param(YANGQUAN, YANGQUAN, Misplaced.WRONG_LEVEL, id="a city in itself"),
        pytest.param(YANGQUAN, PINGDING, Misplaced.WRONG_LEVEL, id="a city in its county"),
        pytest.param(
            RegionPlace("140322", COUNTY),
            PINGDING,
            Misplaced.WRONG_LEVEL,
            id="a county in a county",
        ),
        pytest.param(YANGQUAN, BEIJING, Misplaced.WRONG_CODE, id="a city of another province"),
        pytest.param(PINGDING, BEIJING, Misplaced.WRONG_CODE, id="a county of another province"),
        pytest.param(
            RegionPlace("140421", COUNTY),
            YANGQUAN,
            Misplaced.WRONG_CODE,
            id="a county of another city",
        ),
    ],
)
def test_where_a_region_may_lie(
    place: RegionPlace, parent: RegionPlace | None, expected: Misplaced | None
) -> None:
    assert misplaced(place, parent) is expected


def test_the_levels_above_each() -> None:
    assert [levels_above(level) for level in RegionLevel] == [
        (),
        (PROVINCE,),
        (PROVINCE, CITY),
        (PROVINCE, CITY, COUNTY),
    ]
