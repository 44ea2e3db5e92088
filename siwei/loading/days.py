"""The days that a Chinese text prints: 2025年12月3日 and 二〇二五年十二月三日."""

import re
from collections.abc import Iterator
from datetime import date

from siwei.loading.texts import plain

_DAY = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_COUNT = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_IN_WORDS = re.compile(f"([〇○零一二三四五六七八九]{{4}})年(?:({_COUNT})月)?(?:({_COUNT})日)?")
# What is in force from a day, a month or a year on: 自2023年7月1日起, 自2023年1月起, 自2023年度起.
_BEGINS = re.compile("([0-9]{4})年(?:度|([0-9]{1,2})月(?:份|([0-9]{1,2})日)?)?(?:起|开始)")
# The same where a document says it of its own: 自2023年7月1日起施行.
_IN_FORCE = re.compile(_BEGINS.pattern + "(?:正式|开始)?(?:施行|执行|实施|生效)")
# A day of something else than of the paper: 2022年1月1日起施行, 2025年12月31日前.
_NO_ISSUE = re.compile("[起止至前底]|以前|之前|施行|执行|实施|生效")
_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def days_in(text: str) -> set[date]:
    """Every full date of `text`; what is no day of the calendar is left out."""
    return {day for day, _after in _days(_in_digits(text))}


def days_of_issue(text: str) -> set[date]:
    """The dates of `text` that may be those of a paper: not 2022年1月1日起施行."""
    return {day for day, after in _days(_in_digits(text)) if not _NO_ISSUE.match(after)}


def days_begun(text: str) -> set[date]:
    """The days from which something holds: 自2023年1月起 is the first of that month."""
    return set(_first_days(_BEGINS, text))


def days_in_force(text: str) -> set[date]:
    """The days from which the text says that it is in force."""
    return set(_first_days(_IN_FORCE, text))


def _in_digits(text: str) -> str:
    """`text` without blanks, its days in digits."""
    return _IN_WORDS.sub(_day_in_digits, plain(text))


def _days(text: str) -> Iterator[tuple[date, str]]:
    """Each full date, and the text after it."""
    for found in _DAY.finditer(text):
        day = _day(*found.groups())
        if day is not None:
            yield day, text[found.end() :]


def _first_days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for year, month, day in pattern.findall(_in_digits(text)):
        first = _day(year, month or "1", day or "1")
        if first is not None:
            yield first


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day_in_digits(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    parts = (f"{_digits(year)}年", f"{_count(month)}月" if month else "")
    return "".join((*parts, f"{_count(day)}日" if day else ""))


def _digits(signs: str) -> int:
    return int(signs.translate(_SIGNS))


def _count(words: str) -> int:
    """十二 is 12, 二十 is 20, 三 is 3."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _digits(words)
    return _digits(tens or "一") * 10 + _digits(ones or "零")
