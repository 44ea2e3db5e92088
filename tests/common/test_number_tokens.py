"""Which numbers a Chinese text holds."""

import pytest

from siwei.loading.numbers import number_tokens


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("控制在9.0%以内", ["9.0"], id="keeps the printed decimals"),
        pytest.param("到２０３０年达到０．６", ["2030", "0.6"], id="full-width digits"),
        pytest.param("69.2030年，推动形成用水格局", ["69", "2030"], id="item number before a year"),
        pytest.param("共1,234.5万元，余12,000,000元", ["1234.5", "12000000"], id="thousands"),
        pytest.param("共32，000万元", ["32000"], id="no number begins with a 0"),
        pytest.param("为150，200万亩", ["150", "200"], id="full-width commas enumerate"),
        pytest.param("分别为150,200,300万亩", ["150", "200", "300"], id="respectively"),
        pytest.param("分别为2,700万亩、1,300万亩", ["2700", "1300"], id="thousands, respectively"),
        pytest.param("2025,2030年，8.5,192,1200", ["2025", "2030", "8.5", "192", "1200"], id="no"),
        pytest.param(
            "40m3、158km2、5万m³、PM2.5、3m20", ["40", "158", "5", "2.5", "3", "20"], id="m3"
        ),
        pytest.param("十五五期间", [], id="Chinese numerals are words"),
    ],
)
def test_number_tokens(text: str, values: list[str]) -> None:
    assert [str(token.value) for token in number_tokens(text)] == values
