"""Where a region may lie."""

import pytest
from django.db import IntegrityError, transaction

from departments.models import Region
from departments.rules.regions import (
    Misplaced,
    RegionPlace,
    joined,
    levels_above,
    misplaced,
    range_of,
)
from departments.rules.roles import RegionLevel
from departments.selectors import regions_within

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


@pytest.mark.parametrize(
    ("code", "lowest", "highest"),
    [
        ("140000", "140000", "149999"),
        ("140300", "140300", "140399"),
        # A zone in a county has a code beside it.
        ("140321", "140300", "140399"),
    ],
)
def test_the_codes_of_what_lies_in_a_region(code: str, lowest: str, highest: str) -> None:
    assert range_of(code) == (lowest, highest)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("", []),
        ("140000 130000 150000", [("130000", "159999")]),
        ("130000 150000", [("130000", "139999"), ("150000", "159999")]),
        ("140000 140300", [("140000", "149999")]),
        ("140300 140321 140400", [("140300", "140499")]),
        # What an address may name, though no region has such a code.
        ("10 9 x xx0000", [("10", "10"), ("9", "9"), ("x", "x"), ("xx0000", "xx9999")]),
    ],
)
def test_ranges_that_follow_one_another_are_one(
    codes: str, expected: list[tuple[str, str]]
) -> None:
    assert joined(map(range_of, codes.split())) == expected


@pytest.fixture
def map_of_regions(db: None) -> None:
    """A province with a city, its county and a zone in that; beside them a county of the province
    itself, whose code begins as the city's; and another province."""
    for code, level, parent in [
        ("140000", "province", None),
        ("140300", "city", "140000"),
        ("140321", "county", "140300"),
        ("140371", "zone", "140321"),
        ("140388", "county", "140000"),
        ("140400", "city", "140000"),
        ("150000", "province", None),
        ("150300", "city", "150000"),
    ]:
        Region.objects.create(code=code, name=code, name_en=code, level=level, parent_id=parent)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("140000", "140000 140300 140321 140371 140388 140400"),
        ("140300", "140300 140321 140371"),
        ("140321", "140321 140371"),
        ("140371", "140371"),
        ("140388 140400", "140388 140400"),
        ("140000 150000", "140000 140300 140321 140371 140388 140400 150000 150300"),
        ("140321 150000", "140321 140371 150000 150300"),
        ("", ""),
        ("149900", ""),
        ("990000 x", ""),
    ],
)
def test_what_lies_in_regions_is_found_by_the_links_within_the_range_of_their_codes(
    map_of_regions: None, codes: str, expected: str
) -> None:
    found = regions_within(codes.split())
    assert [one.code for one in found] == expected.split()
    # An index finds the range; over joins alone every row of the country would be read.
    assert not codes or ">=" in str(found.query)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        pytest.param("150321", "county", "140300", id="of another province than its parent"),
        pytest.param("140421", "county", "140300", id="of another city than its parent"),
        pytest.param("140421", "zone", "140321", id="of another city than the county it lies in"),
        pytest.param("150400", "city", "140000", id="of another province"),
        pytest.param("160001", "province", None, id="not one of a province"),
    ],
)
def test_the_database_refuses_a_code_that_begins_otherwise_than_its_parent_s(
    map_of_regions: None, code: str, level: str, parent: str | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code=code, name=code, name_en=code, level=level, parent_id=parent)
    if parent is not None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Region.objects.filter(code="150300").update(parent="140000")
