"""The day on which a deadline in Chinese words ends: 2027年6月底前 is due on 2027-06-30.

What can be read in two ways has no day: 2027年前 is before that year to some and within it to
others, 年底前 without a year is told by its plan alone, 年初 and 左右 say no day.

前, 之前 and 以前 count the day itself. No law says so of them (article 1259 of the Civil Code is
about 以上, 以下, 以内 and 届满), but offices do: who hands in on 15 March what is due 3月15日前 is
in time.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_IN_WORDS = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_COUNT = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_COUNTED = re.compile(f"({_COUNT})(?=[月日])")
# 2026.3.15, 2026-03-15 and 2026/3/15: three parts, or it may be a number or a span of years.
_WITH_POINTS = re.compile(r"(?<![0-9])([0-9]{4})([.\-/])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])日?")
_QUOTES = re.compile("[“”\"'「」『』]")

# What may stand before a day without moving it, and after it.
_LEAD = re.compile(
    "(?:力争|争取|确保|务必|计划|预计|原则上|最迟|应当?|须|并|截[至止]|不[迟晚]于|直?到|至|在|于)+"
)
_TAIL = re.compile("(?:为?止|为限)?(?:(?:全部|全面|基本)?完成)?[,。;、:]?$")
_SINCE = re.compile("^(?:自|从)")
_SPAN = re.compile("[—–~-]+|至|到")
_NOTE = re.compile(r"(.+?)\((.+)\)")
# Stages of a plan, of which only their brackets tell a day.
_VAGUE = frozenset(
    {"近期", "中期", "远期", "短期", "长期", "中远期", "中长期", "规划期末", "规划期"}
)

_POINT = re.compile(
    r"""
    (?:(?P<year>(?:19|20|21)[0-9]{2})年度?)?
    (?:
        (?P<month>[0-9]{1,2})月份?
        (?: (?P<day>[0-9]{1,2})[日号] (?:(?:[1-9]|1[0-9]|2[0-4])(?:时|点|:00))?
          | (?P<third>[上中下])旬 )?
      | (?P<half>[上下])半年
      | 第?(?P<quarter>[1-4一二三四])季度
      | 前(?P<quarters>[23二两三])个?季度
      | 全年
    )?
    (?P<end>年?[底末]|年终|月[底末])?
    (?P<before>以前|之前|前)?
    (?P<within>年内|以内|之内|内|期间|年?间)?
    """,
    re.VERBOSE,
)
# “十五五”末, 十四五期末, “十五五”期间: the plans of five years are counted from 1953 on.
_FIVE_YEARS = re.compile(
    f"({_COUNT})五(?:规划)?(?:(?:时?期)?末年?(?:以前|之前|前)?|(?:期间|时期)(?:内|以内)?)"
)
_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_THIRDS = {"上": 10, "中": 20, "下": 31}


def due_day(words: str) -> date | None:
    """The last day of what a deadline's words say; None where they don't say one clearly.

    Of a span (2025—2027年) it is the end. A year in brackets, as in “十四五”末（2025年）, must
    agree with the words before it; 近期 and the like say nothing that it could contradict.
    """
    text = _plain(words)
    noted = _NOTE.fullmatch(text)
    if noted:
        outer, inner = noted.groups()
        told = due_day(inner)
        return told if outer in _VAGUE or due_day(outer) == told else None
    led = _LEAD.match(text)
    text = _TAIL.sub("", text[led.end() :] if led else text)
    five = _FIVE_YEARS.fullmatch(text)
    if five:
        return date(1955 + 5 * _count(five[1]), 12, 31)
    return _of_span(text)


def _of_span(text: str) -> date | None:
    """The day of one point in time, or of the second of two that a sign or 至 joins."""
    since = _SINCE.match(text)
    parts = _SPAN.split(text[since.end() :] if since else text)
    if len(parts) == 1:
        point = None if since else _point(text)
        return point.last_day() if point else None
    if len(parts) != 2:
        return None
    first = _point(_completed(re.sub("(?:起|开始)$", "", parts[0]), parts[1]))
    if first and re.match("[0-9]{1,2}[日号]", parts[1]):  # 3月1—15日
        parts[1] = f"{first.month}月{parts[1]}"
    second = _point(parts[1], year=first.year if first else None)
    begun, ended = (one.last_day() if one else None for one in (first, second))
    return ended if begun and ended and begun < ended else None


def _completed(first: str, second: str) -> str:
    """The first half of a span with the 年 or 月 that the second half has for both."""
    if not first[-1:].isdigit():
        return first
    unit = "年" if re.fullmatch("[0-9]{4}", first) else "月" if "月" in second else "日"
    return first + unit


@dataclass(frozen=True, slots=True)
class _Point:
    """A time as printed: a year, and what part of it."""

    year: int
    month: int = 12
    day: int = 31
    is_day: bool = False

    def last_day(self) -> date | None:
        if not 1 <= self.month <= 12:
            return None
        last = monthrange(self.year, self.month)[1]
        if self.day < 1 or (self.is_day and self.day > last):
            return None
        return date(self.year, self.month, min(self.day, last))


def _point(text: str, *, year: int | None = None) -> _Point | None:
    """What `text` says, in `year` where it names none; None where that isn't clear."""
    found = _POINT.fullmatch(text)
    if found is None or not text:
        return None
    said = int(found["year"]) if found["year"] else year
    if said is None or not _is_clear(found):
        return None
    if found["month"]:
        day = int(found["day"] or _THIRDS.get(found["third"], 31))
        return _Point(said, int(found["month"]), day, is_day=found["day"] is not None)
    if found["half"]:
        return _Point(said, 6 if found["half"] == "上" else 12)
    quarter = found["quarter"] or found["quarters"]
    return _Point(said, 3 * _quarter(quarter) if quarter else 12)


def _is_clear(found: re.Match[str]) -> bool:
    """Whether the signs around a time go together: 前 needs a day or an end, as in 6月底前.

    Without one, 6月前 may end with May or with June.
    """
    end, month = found["end"] or "", found["month"]
    if found["before"] and not (end or found["day"]):
        return False
    if found["within"] and (end or found["day"] or found["before"]):
        return False
    if end and (found["day"] or found["third"]):
        return False
    whole_year = not (month or found["half"] or found["quarter"] or found["quarters"])
    if end.startswith("年") or (found["within"] or "").startswith("年"):
        return whole_year
    return month is not None if end.startswith("月") else True


def _plain(words: str) -> str:
    """`words` without blanks and quotation marks, in half-width signs, with years, months and days
    in digits."""
    text = _QUOTES.sub("", "".join(unicodedata.normalize("NFKC", words).split()))
    text = re.sub(r"^\((.*)\)$", r"\1", text)
    text = _YEAR_IN_WORDS.sub(lambda found: found[0].translate(_SIGNS), text)
    text = _COUNTED.sub(lambda found: str(_count(found[1])), text)
    return _WITH_POINTS.sub(r"\1年\3月\4日", text)


def _quarter(sign: str) -> int:
    return _QUARTERS.get(sign) or int(sign)


def _count(words: str) -> int:
    """十二 is 12, 二十 is 20, 三 is 3."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(words.translate(_SIGNS))
    return int((tens or "一").translate(_SIGNS)) * 10 + int((ones or "零").translate(_SIGNS))
