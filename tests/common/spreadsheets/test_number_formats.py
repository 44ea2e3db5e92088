"""Which number formats are percent."""

import pytest

from common.spreadsheets.number_formats import is_percent


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ("#,##0.0%_);(#,##0.0%)", True),
        ('[=0]"-";0.0%', True),
        ("General", False),
        ("0.00", False),
        ('0.0"%"', False),
        ("0.0\\%", False),
        ('"增长 5%"0', False),
        ("[$%-804]0.00", False),
        ("0_%", False),
        ("0*%", False),
        ("", False),
    ],
)
def test_a_format_is_percent(code: str, expected: bool) -> None:
    assert is_percent(code) is expected
