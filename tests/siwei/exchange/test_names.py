"""Which indicator the cells of a row name together."""

import pytest

from siwei.exchange.rules.names import IndicatorIndex

CITY, OTHER = "140500", "140300"
NAMES = IndicatorIndex(
    codes={"area": ["灌溉面积"], "area_added": ["新增灌溉面积"], "use": ["用水总量"]},
    printed={CITY: {"area_added": ["灌溉面积"]}},
)


@pytest.mark.parametrize(
    ("texts", "region", "found"),
    [
        (["灌溉面积"], CITY, {"area_added"}),  # as its plan calls it
        (["灌溉面积"], OTHER, {"area"}),
        (["灌溉面积", "area_added"], CITY, {"area_added"}),
        (["灌溉面积", "area"], CITY, {"area"}),  # as the template of the city has it
        (["新增灌溉面积", "area"], CITY, set()),
        (["灌溉面积", "use"], CITY, set()),
        (["什么", "use"], CITY, {"use"}),
        (["什么"], CITY, set()),
        ([], CITY, set()),
    ],
)
def test_code_and_name_together(texts: list[str], region: str, found: set[str]) -> None:
    assert NAMES.find(texts, region) == found
