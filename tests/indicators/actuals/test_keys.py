"""The public key of an actual."""

import pytest

from indicators.actuals.rules.keys import ActualKey, parse_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("140300.total_water_use.2025", ActualKey("140300", "total_water_use", 2025)),
        (
            "140300.gdp_water_intensity_reduction.2020-2025",
            ActualKey("140300", "gdp_water_intensity_reduction", 2025, 2020),
        ),
    ],
    ids=["a level", "a reduction"],
)
def test_key(text: str, key: ActualKey) -> None:
    assert parse_key(text) == key
    assert str(key) == text


@pytest.mark.parametrize(
    "text",
    ["", "140300.total_water_use", "14030.total_water_use.2025", "140300.Total.2025",
     "140300.total_water_use.0000", "140300.total_water_use.0999-2025",
     "１４０３００.total_water_use.2025", "140300.total_water_use.٢٠٢٥",
     "140300.total_water_use.2025 ", "140300.total_water_use.25", "140300..2025"],
)  # fmt: skip
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_key(text)
