"""The years that a plan prints: of a head, of a row, and those with which something is compared."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from siwei.loading.texts import plain

# Heads of the columns that say which year a row is about.
YEAR_HEADS = frozenset({"年份", "年度", "年", "水平年", "规划水平年", "目标年", "规划年"})
# A row says its year at its beginning, after a serial number at most.
_FIRST_CELLS = 2
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_BASE_YEARS = r"(20[0-9]{2}年?(?:[、和及]20[0-9]{2}年?)*(?<=年))"
# A year with which something is compared: 较2020年下降, 在2020年基础上, 基期（2020年）.
_COMPARED = re.compile(
    rf"(?:(?<!占)比较?|较|相对)于?(?:基[期准]年?[（(:：]?)?{_BASE_YEARS}"
    rf"|[与同]{_BASE_YEARS}[^，。；,;]{{0,6}}[比较]"
    rf"|以{_BASE_YEARS}[^，。；,;]{{0,6}}为基"
    rf"|{_BASE_YEARS}[底末]?(?:的?水平)?(?:的?基础|为?基[期准数]|为基)"
    rf"|基[期准]年?(?:份|为|是)?[（(:：]?{_BASE_YEARS}"
)
# A year that isn't the one which a head is about: from which something counts, of prices, of a
# document, of a day.
_ANOTHER = re.compile(
    r"(?:自|从|现状年?[（(:：]?)20[0-9]{2}年?"
    r"|20[0-9]{2}年?(?:为?基[期年数准]|起|以来|以?后|以前|价|不变价|可比价)"
    r"|20[0-9]{2}年?(?:下达|印发|发布|公布|批复|批准|核定|版|修订|修编|[0-9]{1,2}月)"
)
_LAST_YEAR = re.compile("上年|上一年|前一年|去年")


def year_of_head(name: str) -> int | None:
    """The only year that the head of a column names; None for none, two, or the ends of a span.

    Where a head, or a row of it, is nothing but a number, that is a year without 年.
    """
    text = _ANOTHER.sub("", _COMPARED.sub("", plain(name)))
    found = _YEAR.findall(text)
    if len(found) != 1 or (f"{found[0]}年" not in text and found[0] not in text.split("/")):
        return None
    return int(found[0])


def head_fault(
    name: str, year: int | None, others: Collection[int | None] = (), note: str = ""
) -> str:
    """Why a value of `year` can't stand in the column of that head; "" where it can.

    `others`: the base of the value, and the year from which it counts. A note argues by naming the
    printed year.
    """
    printed = year_of_head(name)
    if None in (printed, year) or printed in (year, *others) or names_year(note, printed):
        return ""
    words = _(
        "“%(head)s”一列是%(printed)s年的，这里写的却是%(year)s年；"
        "表头的年份另有所指的，在 note 里说明“%(printed)s年”"
    )
    return words % {"head": name, "printed": printed, "year": year}


def row_fault(names: Sequence[str], cells: Sequence[str], year: int | None, note: str = "") -> str:
    """Why a row below the heads `names` can't be that of `year`: it says another one.

    Only where a row says its year can it say another; any cell may name the right one.
    """
    if year is None:
        return ""
    headed, first = _year_cells(names, cells)
    printed = next((found for found in map(year_of_head, headed or first) if found), None)
    right = year in map(year_of_head, headed or cells)
    if printed is None or right or names_year(note, printed):
        return ""
    words = _(
        "这一行是%(printed)s年的，这里写的却是%(year)s年；"
        "原文的年份另有所指的，在 note 里说明“%(printed)s年”"
    )
    return words % {"printed": printed, "year": year}


def says_its_year(names: Sequence[str], cells: Sequence[str], year: int) -> Iterator[int]:
    """The cells in which a row below the heads `names` says that it is that of `year`."""
    headed, first = _year_cells(names, cells)
    own = headed or first
    for index, cell in enumerate(cells):
        if cell in own and year_of_head(cell) == year:
            yield index


def bases_named(texts: Iterable[str]) -> set[int]:
    """The years with which something is compared in these words."""
    return {
        int(year)
        for text in texts
        for groups in _COMPARED.findall(plain(text))
        for group in groups
        for year in _YEAR.findall(group)
    }


def prints_base(texts: Iterable[str], base: int) -> bool:
    """Whether these words print `base` as a year, alone or as the first of some: 2020—2025年."""
    return re.search(rf"(?<![0-9]){base}[年\-—–~]", plain("\n".join(texts))) is not None


def says_last_year(words: str) -> bool:
    """Whether something is compared with the year before its own: 较上年下降3%."""
    return _LAST_YEAR.search(words) is not None


def _year_cells(names: Sequence[str], cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """The cells below a head that is of years, and the first ones."""
    headed = [
        cell
        for name, cell in zip(names, cells, strict=False)
        if plain(name) in YEAR_HEADS and year_of_head(cell)
    ]
    return headed, list(cells[:_FIRST_CELLS])


def names_year(note: str, year: int | None) -> bool:
    """Whether a note names the year; what it names it argues about."""
    return year is not None and str(year) in plain(note)
