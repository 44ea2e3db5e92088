"""Counts the headings, tables and pictures of a report while it is made."""

from siwei.reports.rules.blocks import Heading
from siwei.reports.rules.numerals import numbered


class Numbering:
    """Gives each heading the next number of its level, and each table and picture the next one."""

    def __init__(self) -> None:
        self._headings = {1: 0, 2: 0, 3: 0}
        self._tables = self._pictures = 0

    def heading(self, level: int, text: str) -> Heading:
        self._headings[level] += 1
        for below in range(level + 1, 4):
            self._headings[below] = 0
        return Heading(level, numbered(level, self._headings[level], text))

    def table(self, title: str) -> str:
        self._tables += 1
        return f"表{self._tables}　{title}"

    def picture(self, title: str) -> str:
        self._pictures += 1
        return f"图{self._pictures}　{title}"
