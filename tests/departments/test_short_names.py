"""What a city is called where room is short."""

import pytest

from departments.rules.short_names import short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("阳泉市", "阳泉"),
        ("呼和浩特市", "呼和浩特"),
        ("黔南布依族苗族自治州", "黔南布依族苗族自治州"),
        ("沙市", "沙市"),
        ("Yangquan", "Yangquan"),
    ],
)
def test_a_city_is_short_without_its_last_character(name: str, short: str) -> None:
    assert short_name(name) == short
