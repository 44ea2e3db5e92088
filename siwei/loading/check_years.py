"""Checks the years of a promise: against the head of its column, its base, and the plan's day."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from siwei.loading.check_targets import TargetCheck, base_year_fault
from siwei.loading.checking import Path
from siwei.loading.clauses import CELL
from siwei.loading.schema import (
    CitationEntry,
    DatedEntry,
    IndicatorEntry,
    PlanHead,
    ReportedEntry,
    TargetEntry,
)

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
# A year with which something is compared: 较2020年下降, 比2020年, 与2020年相比, 以2020年为基期.
_COMPARED = re.compile(
    r"(?:(?<!占)比较?|较)\s*(20[0-9]{2})\s*年"
    r"|[与同]\s*(20[0-9]{2})\s*年[^，。；,;]{0,6}[比较]"
    r"|以\s*(20[0-9]{2})\s*年[^，。；,;]{0,6}为基"
)
# A year that isn't the one which a head is about: of a base, of prices, the first or last of some.
_ANOTHER = re.compile(r"20[0-9]{2}\s*年?\s*(?:为?基[期年数准]|起|以来|以?后|以前|价|不变价|可比价)")


def year_of_head(name: str) -> int | None:
    """The only year that the head of a column names; None for none, two, or the ends of a span."""
    found = _YEAR.findall(_ANOTHER.sub("", _COMPARED.sub("", name)))
    return int(found[0]) if len(found) == 1 and f"{found[0]}年" in name else None


def head_fault(name: str, year: int | None) -> str:
    """Why a value of `year` can't stand in the column of that head; "" where it can."""
    printed = year_of_head(name)
    if None in (printed, year) or printed == year:
        return ""
    words = _("“%(head)s”一列是%(printed)s年的，这里写的却是%(year)s年")
    return words % {"head": name, "printed": printed, "year": year}


def row_fault(cells: Iterable[str], year: int | None) -> str:
    """Why a row can't be that of `year`: it names another one; "" where it can."""
    printed = next(filter(None, map(year_of_head, cells)), None)
    if None in (printed, year) or printed == year:
        return ""
    return _("这一行是%(printed)s年的，这里写的却是%(year)s年") % {"printed": printed, "year": year}


def bases_named(texts: Iterable[str]) -> set[int]:
    """The years with which something is compared in these words."""
    return {
        int(year) for text in texts for years in _COMPARED.findall(text) for year in years if year
    }


class YearCheck(TargetCheck):
    """Says which years of a plan don't fit its words, or the day of its issue."""

    def _years(self, path: Path, entry: IndicatorEntry) -> None:
        known = self.catalogue.get(entry.indicator)
        reduction = known is not None and known.level_of is not None
        seen: set[tuple[object, ...]] = set()
        for kind, rows in (("targets", entry.targets), ("reported", entry.reported)):
            for j, row in enumerate(rows):
                here = (*path, kind, j)
                goal = row.goal_kind if isinstance(row, TargetEntry) else None
                identity = (kind, goal, row.year, row.base_year)
                if identity in seen:
                    self._say(here, _("年份 %s 重复") % (row.year or _("（长期）")))
                seen.add(identity)
                self._base_in_words(here, entry, row)
                self._in_its_time(here, entry, row)
                if known is None:
                    continue
                fault = base_year_fault(row, reduction=reduction)
                if fault:
                    self._say(here, fault)
                if row.base_year is not None and row.year is not None and row.base_year >= row.year:
                    self._say(here, _("基期年必须早于目标年"))

    def _base_in_words(self, path: Path, entry: IndicatorEntry, row: DatedEntry) -> None:
        """Where the words name a base year it is that one; a note counts where no quotation does.

        A sentence may compare several numbers, each with another year.
        """
        if row.base_year is None or any(one.states == "base_year" for one in row.citations):
            return
        quotes = [one.quote for one in row.citations if not one.column]
        named = bases_named(quotes) or bases_named([row.note]) or bases_named([entry.note])
        if named and row.base_year not in named:
            words = _("原文是与%(named)s年比较，基期年却写了%(year)s")
            years = "、".join(map(str, sorted(named)))
            self._say((*path, "base_year"), words % {"named": years, "year": row.base_year})
        elif not named and str(row.base_year) not in f"{self.whole}{row.note}{entry.note}":
            words = _(
                "正文里没有%(year)s年；基期年是推知的（“十三五”末），在 note 里说明“%(year)s年”"
            )
            self._say((*path, "base_year"), words % {"year": row.base_year})

    def _in_its_time(self, path: Path, entry: IndicatorEntry, row: DatedEntry) -> None:
        """What is reported was over when the plan was issued; what is promised was still to come.

        The note may argue that the paper says otherwise, and names the year.
        """
        if row.year is None:
            return
        head = self.plan.plan
        issued = year_of_issue(head)
        noted = str(row.year) in row.note + entry.note
        if isinstance(row, ReportedEntry):
            if row.year > issued:
                words = _("规划是%(issued)s年的，不能报告%(year)s年的数值；目标值不写 reported")
            elif row.year == issued and head.issued_on and not noted:
                words = _(
                    "规划印发时%(year)s年还没有过完；原文确实报告了这一年的数值，"
                    "在 note 里说明“%(year)s年”"
                )
            else:
                return
        elif row.year >= issued or _amends(row) or noted:
            return
        else:
            words = _(
                "规划是%(issued)s年的，%(year)s年已经过完：已有的数值写 reported；"
                "确是目标的，在 note 里说明“%(year)s年”"
            )
        self._say((*path, "year"), words % {"issued": issued, "year": row.year})

    def _year_of_column(
        self, path: Path, row: DatedEntry, citation: CitationEntry, start: int
    ) -> None:
        """The head of a column names the year of what stands below it, at `start` of the row."""
        clause = self.clauses[citation.clause]
        head = self.heads.get(clause.key)
        if head is None or citation.states == "base_year":
            return
        index = clause.text.count(CELL, 0, start)
        fault = head_fault(head.names[index], row.year) if index < len(head.names) else ""
        if fault:
            self._say((*path, "column"), fault)


def year_of_issue(head: PlanHead) -> int:
    """The year of a plan; of one without a date that of its slug."""
    return head.issued_on.year if head.issued_on else int(head.slug[-4:])


def _amends(row: DatedEntry) -> bool:
    """A document may set the value of a year that is over, which another one left open."""
    return isinstance(row, TargetEntry) and row.amends is not None
