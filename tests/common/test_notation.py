"""One way of writing for what people write in many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.notation import plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("２．２７×１０⁸ ㎥", "2.27×10^8 m3"),
        ("万㎥", "万m3"),
        ("㏊", "ha"),
        ("－５﹪", "-5%"),
        ("5×10⁻³", "5×10^-3"),
        ("m³", "m3"),
        ("\u200b12\u00ad,345\ufeff", "12,345"),
        ("\u202a2.27\u202c", "2.27"),
        ("12\u202e34", "12\u202e34"),
        ("1。5亩。", "1.5亩"),
        ("①½Ⅷ⒈", "①½Ⅷ⒈"),
    ],
)
def test_one_notation(text: str, written: str) -> None:
    assert plain(text) == written


@given(st.text())
def test_no_digit_comes_from_nowhere(text: str) -> None:
    """Only what is a digit, in whichever width or height, becomes one."""
    signs = (sign for sign in text if sign.isdigit() or "\u3300" <= sign <= "\u33ff")
    assert sum(sign.isascii() and sign.isdigit() for sign in plain(text)) <= 2 * len(list(signs))
