"""Which numbers a Chinese text holds."""

import pytest

from siwei.loading.numbers import number_tokens


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("控制在9.0%以内", ["9.0"], id="keeps the printed decimals"),
        pytest.param("到２０３０年达到０．６", ["2030", "0.6"], id="full-width digits"),
        pytest.param("69.2030年，推动形成用水格局", ["69", "2030"], id="item number before a year"),
        pytest.param("十五五期间", [], id="Chinese numerals are words"),
    ],
)
def test_number_tokens(text: str, values: list[str]) -> None:
    assert [str(token.value) for token in number_tokens(text)] == values
