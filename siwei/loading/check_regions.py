"""Checks that the rows and columns of a table belong to the regions that they name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from departments.rules.roles import RegionLevel
from siwei.loading.check_years import YearCheck
from siwei.loading.checking import Path
from siwei.loading.clauses import ClauseText
from siwei.loading.schema import IndicatorEntry
from siwei.loading.schema_tables import TableEntry
from siwei.loading.shared import RegionEntry


class RegionCheck(YearCheck):
    """Says where a promise is given to another region than the printed one."""

    def _regions_of_tables(self) -> None:
        for number, table in enumerate(self.plan.tables):
            path: Path = ("tables", number)
            for key, row in table.rows.items():
                clause = self.clauses.get(key)
                if row.region is not None and clause is not None:
                    here = (*path, "rows", key)
                    self._is_printed(here, row.region, clause.cells, row.note, must=True)
            self._regions_of_columns(path, table)

    def _regions_of_columns(self, path: Path, table: TableEntry) -> None:
        head = next((self.heads[key] for key in table.rows if key in self.heads), None)
        for i, column in enumerate(table.columns):
            index = head.head.find(column.column) if head else None
            if head and index is not None and column.region is not None:
                here = (*path, "columns", i)
                self._is_printed(here, column.region, [head.names[index]], "", must=False)

    def _region_of_rows(self, path: Path, entry: IndicatorEntry) -> None:
        """The rows that a promise of its own cites may be those of an indicator: few name any."""
        if entry.region is None or (*path, "region") not in self.source.lines:
            return  # that of a table is looked at with its table
        rows = {
            one.clause
            for row in (*entry.targets, *entry.reported)
            for one in row.citations
            if one.column and one.clause in self.heads
        }
        self._region_of_sentences(path, entry, entry.region)
        for key in rows:
            cells = self.clauses[key].cells
            self._is_printed((*path, "region"), entry.region, cells, entry.note, must=False)

    def _region_of_sentences(self, path: Path, entry: IndicatorEntry, code: str) -> None:
        """A sentence of a promise isn't about another region.

        Where its clause names the region as well, only the beginning of the sentence is a sign. A
        zone goes by many names.
        """
        region = self.regions.get(code)
        if region is None or region.level is RegionLevel.ZONE or region.name in entry.note:
            return
        for row in (*entry.targets, *entry.reported):
            quotes = [one for one in row.citations if not one.column and one.clause in self.clauses]
            for one in quotes if region.name not in row.note else ():
                if others := self._others_in(one.quote, self.clauses[one.clause], code):
                    self._is_another((*path, "region"), region, others)

    def _others_in(self, quote: str, clause: ClauseText, code: str) -> set[str]:
        """The regions that a sentence is about instead of that of `code`."""
        own, named = self.scope.alike(code), self.scope.mentioned([quote])
        if named & own:
            return set()
        if self.scope.mentioned([clause.heading, clause.text]) & own:
            named = self.scope.begins(quote)
        return named - self.scope.above(code)

    def _is_another(self, path: Path, region: RegionEntry, others: set[str]) -> None:
        words = _(
            "原文印的是“%(printed)s”，而%(code)s是“%(name)s”；确是这里的，在 note 里写明“%(name)s”"
        )
        printed = "、".join(sorted({self.regions[one].name for one in others}))
        self._say(path, words % {"printed": printed, "code": region.code, "name": region.name})

    def _is_printed(
        self, path: Path, code: str, cells: Iterable[str], note: str, *, must: bool
    ) -> None:
        """The cells name that region, or the note says that they mean it.

        A cell that is a name is a stronger sign than a name inside a longer word (莘县冠县片); a
        region above is never another one, nor what a remark tells from the whole. `must`: they name
        one. A zone goes by many names (高新区, 经开区), and the whole by none.
        """
        region = self.regions.get(code)
        if region is None or region.name in note:
            return
        printed, own = list(cells), self.scope.alike(code)
        called, mentioned = self.scope.called(printed), self.scope.mentioned(printed)
        others = called - self.scope.above(code)
        if called & own or (mentioned & own and not others):
            return
        named_in_full = region.level is not RegionLevel.ZONE and not self.scope.is_own(code)
        if not others and named_in_full:
            others = mentioned - self.scope.above(code)
        if others:
            self._is_another(path, region, others)
        elif must and named_in_full and region.level is RegionLevel.COUNTY:
            words = _(
                "原文这一行没有“%(name)s”（%(code)s）；是别称或误印的，在 note 里写明“%(name)s”"
            )
            self._say(path, words % {"code": code, "name": region.name})
