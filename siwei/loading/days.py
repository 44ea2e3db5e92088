"""The days that a Chinese text prints: 2025年12月3日 and 二〇二五年十二月三日."""

import re
from collections.abc import Iterator
from datetime import date

_DAY = re.compile(r"([0-9０-９]{4})年([0-9０-９]{1,2})月([0-9０-９]{1,2})日")
_IN_WORDS = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def squeezed(text: str) -> str:
    """`text` without blanks and line ends, which a scan puts anywhere."""
    return "".join(text.split())


def days_in(text: str) -> set[date]:
    """Every full date of `text`; what is no day of the calendar is left out."""
    return set(_days(squeezed(text)))


def _days(text: str) -> Iterator[date]:
    numbers = [tuple(map(int, found)) for found in _DAY.findall(text)]
    in_words = [(_digits(y), _count(m), _count(d)) for y, m, d in _IN_WORDS.findall(text)]
    for year, month, day in (*numbers, *in_words):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _digits(signs: str) -> int:
    return int(signs.translate(_SIGNS))


def _count(words: str) -> int:
    """十二 is 12, 二十 is 20, 三 is 3."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _digits(words)
    return _digits(tens or "一") * 10 + _digits(ones or "零")
