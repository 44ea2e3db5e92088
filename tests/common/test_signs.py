"""What can be seen of a text, and what spoils it."""

import pytest
from django.core.exceptions import ValidationError

from common.signs import Spoilt, is_blank, shown, spoilt, tidy
from common.validators import check_text

UNSEEN = {
    "nothing": "",
    "spaces": " \t\r\n\u00a0\u3000",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "soft hyphen": "\u00ad",
    "direction marks": "\u200e\u200f\u061c",
    "combining marks alone": "\u0301\u20dd\u034f",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "a blank of braille": "\u2800",
    "variation selectors": "\ufe0f\U000e0100",
    "tags": "\U000e0041",
    "separators": "\u2028\u2029",
}


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_nothing_to_be_seen_is_empty(text: str) -> None:
    assert is_blank(text) and tidy(text) == ""


@pytest.mark.parametrize("text", ["公报", "。", "e\u0301", "0", "👩\u200d🌾", "\u200b核\u200b"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert not is_blank(text) and tidy(f" {text}\n") == text
    assert spoilt(text) is None
    check_text(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *[(f"公{sign}报", Spoilt.TURNING) for sign in "\u202a\u202b\u202c\u202d\u202e"],
        *[(f"公{sign}报", Spoilt.TURNING) for sign in "\u2066\u2067\u2068\u2069"],
        *[(f"公{sign}报", Spoilt.CONTROL) for sign in "\x00\x07\x1b\x7f\x85\uffff\ud800"],
        ("公\t报\r\n二", None),
    ],
)
def test_what_spoils_a_text_is_refused(text: str, why: Spoilt | None) -> None:
    assert spoilt(text) is why
    if why is not None:
        with pytest.raises(ValidationError) as refused:
            check_text(text)
        assert refused.value.code == why.value
        assert shown(text) == "公报"
