"""How an address names a moment: a day or a time, in one notation."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from common.as_of import AsOfField
from common.moments import moment


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-06-30", "2025-06-30T23:59:59.999999+08:00"),
        (" 2025-06-30 ", "2025-06-30T23:59:59.999999+08:00"),
        ("2025-06-30T12:00", "2025-06-30T12:00:00+08:00"),
        ("2025-06-30 12:00:05", "2025-06-30T12:00:05+08:00"),
        ("2025-06-30T12:00:00.5Z", "2025-06-30T20:00:00.500000+08:00"),
        ("2025-06-30T12:00:00-05:30", "2025-07-01T01:30:00+08:00"),
        ("2025-06-30T12:00:00+17:45", "2025-06-30T02:15:00+08:00"),
    ],
)
@override_settings(TIME_ZONE="Asia/Shanghai")
def test_moment(text: str, at: str) -> None:
    found = moment(text).at
    assert found is not None and found.isoformat() == at


@pytest.mark.parametrize(
    "text",
    ["20250630", "2025-W01-1", "2025-W011", "20250630T120000", "2025-W01-1T12:00", "2025-06-30T12",
     "2025-06-30\n", "\n2025-06-30", "2025-06-30T12:00\n", "２０２５-06-30", "2025-06-30T", "now"],
)  # fmt: skip
def test_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(text)
    with pytest.raises(ValidationError):
        AsOfField().clean(text)
