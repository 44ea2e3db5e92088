"""What an organ is called outside its region."""

import pytest

from departments.rules.organs import organ_name, short_organ_name


@pytest.mark.parametrize(
    ("region", "department", "name"),
    [
        ("阳泉市", "市水利局", "阳泉市水利局"),
        ("山西省", "省水利厅", "山西省水利厅"),
        ("平定县", "县水利局", "平定县水利局"),
        ("阳泉市", "阳泉市水利局", "阳泉市水利局"),
        ("阳泉市", "国网阳泉供电公司", "阳泉市国网阳泉供电公司"),
        ("阳泉市", "", "阳泉市"),
    ],
)
def test_the_name_of_the_region_is_said_once(region: str, department: str, name: str) -> None:
    assert organ_name(region, department) == name


@pytest.mark.parametrize(
    ("department", "short"),
    [
        ("市水利局", "水利"),
        ("市农业农村局", "农业农村"),
        ("市发展改革委", "发展改革"),
        ("省发展和改革委员会", "发展和改革"),
        ("省水利厅", "水利"),
        ("县政府办公室", "政府"),
        ("水务局", "水务"),
        ("市委", "市委"),
        ("国网阳泉供电公司", "国网阳泉供电公司"),
    ],
)
def test_a_short_name_leaves_out_what_its_place_says(department: str, short: str) -> None:
    assert short_organ_name(department) == short
