"""Checks the years of a promise: against the head of its column, its base, and the plan's day."""

from django.utils.translation import gettext as _

from siwei.loading.check_targets import TargetCheck, base_year_fault
from siwei.loading.checking import Path
from siwei.loading.clauses import CELL, ClauseText
from siwei.loading.heads import cell_start
from siwei.loading.numbers import number_tokens
from siwei.loading.printed_years import (
    bases_named,
    head_fault,
    names_year,
    prints_base,
    says_its_year,
    says_last_year,
)
from siwei.loading.schema import (
    CitationEntry,
    DatedEntry,
    IndicatorEntry,
    PlanHead,
    ReportedEntry,
    TargetEntry,
)


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
        noted = names_year(row.note + entry.note, row.base_year)
        if named and row.base_year not in named and not noted:
            words = _(
                "原文是与%(named)s年比较，基期年却写了%(year)s；"
                "另有依据的，在 note 里说明“%(year)s年”"
            )
            years = "、".join(map(str, sorted(named)))
            self._say((*path, "base_year"), words % {"named": years, "year": row.base_year})
        elif not named and not noted and not self._base_is_printed(row, row.base_year):
            words = _(
                "正文里没有%(year)s年；基期年是推知的（“十三五”末），在 note 里说明“%(year)s年”"
            )
            self._say((*path, "base_year"), words % {"year": row.base_year})

    def _base_is_printed(self, row: DatedEntry, base: int) -> bool:
        """Whether the plan prints the base year, elsewhere than in its number and date."""
        clauses = [one.text for one in self.clauses.values() if one.kind != "front"]
        headings = [one.heading for one in self.clauses.values()]
        return prints_base([*clauses, *headings], base) or (
            base + 1 == row.year and any(says_last_year(one.quote) for one in row.citations)
        )

    def _in_its_time(self, path: Path, entry: IndicatorEntry, row: DatedEntry) -> None:
        """What is reported was over when the plan was issued; what is promised was still to come.

        The note may argue that the paper says otherwise, and names the year.
        """
        if row.year is None:
            return
        head = self.plan.plan
        issued = year_of_issue(head)
        noted = names_year(row.note + entry.note, row.year)
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
        self,
        path: Path,
        entry: IndicatorEntry,
        row: DatedEntry,
        citation: CitationEntry,
        start: int,
    ) -> None:
        """The head of a column names the year of the number below it, at `start` of the row."""
        clause = self.clauses[citation.clause]
        head = self.heads.get(clause.key)
        if head is None or citation.states == "base_year":
            return
        index = clause.text.count(CELL, 0, start)
        if index >= len(head.names):
            return
        others = (row.base_year, row.counts_from if isinstance(row, TargetEntry) else None)
        note = f"{row.note}{entry.note}"
        if fault := head_fault(head.names[index], row.year, others, note):
            self._say((*path, "column"), fault)

    def _years_of_rows(self) -> None:
        """The year of a row counts by itself, as that in the head of a column does."""
        for table in self.plan.tables:
            for key, row in table.rows.items():
                clause = self.clauses.get(key)
                if clause is not None and row.year is not None and key in self.heads:
                    self._year_of_row(clause, row.year)

    def _year_of_row(self, clause: ClauseText, year: int) -> None:
        names = self.heads[clause.key].names
        for index in says_its_year(names, clause.cells, year):
            start = cell_start(clause, index)
            for token in number_tokens(clause.cells[index]):
                if token.value == year:
                    self.accounting.account(clause.key, start + token.start, start + token.end)


def year_of_issue(head: PlanHead) -> int:
    """The year of a plan; of one without a date that of its slug."""
    return head.issued_on.year if head.issued_on else int(head.slug[-4:])


def _amends(row: DatedEntry) -> bool:
    """A document may set the value of a year that is over, which another one left open."""
    return isinstance(row, TargetEntry) and row.amends is not None
