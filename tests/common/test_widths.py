"""How wide a text is."""

import pytest

from common.widths import width_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("2.27", 4), ("用水总量", 8), ("（%）", 5), ("GDP用水", 7), ("“m³”", 4)],
    ids=["nothing", "digits", "Chinese", "wide brackets", "both", "quotation marks"],
)
def test_how_wide_a_text_is(text: str, expected: int) -> None:
    assert width_of(text) == expected
