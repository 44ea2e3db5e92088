"""What an organ is called outside its region."""

import pytest

from departments.rules.organs import organ_name


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
