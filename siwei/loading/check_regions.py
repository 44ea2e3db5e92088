"""Checks that the rows and columns of a table belong to the regions that they name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from departments.rules.roles import RegionLevel
from siwei.loading.check_years import YearCheck
from siwei.loading.checking import Path
from siwei.loading.schema import IndicatorEntry
from siwei.loading.schema_tables import TableEntry


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
        for key in rows:
            cells = self.clauses[key].cells
            self._is_printed((*path, "region"), entry.region, cells, entry.note, must=False)

    def _is_printed(
        self, path: Path, code: str, cells: Iterable[str], note: str, *, must: bool
    ) -> None:
        """The cells name that region, or the note says that they mean it.

        `must`: they name one. A zone goes by many names (高新区, 经开区), and the whole by none.
        """
        region = self.regions.get(code)
        if region is None or region.name in note:
            return
        named = self.scope.named_in(cells)
        if named & self.scope.alike(code):
            return
        known = {"code": code, "name": region.name}
        if named:
            printed = "、".join(sorted({self.regions[one].name for one in named}))
            words = _("原文印的是“%(printed)s”，而%(code)s是“%(name)s”")
            self._say(path, words % {**known, "printed": printed})
        elif must and region.level is RegionLevel.COUNTY and not self.scope.is_own(code):
            words = _(
                "原文这一行没有“%(name)s”（%(code)s）；是别称或误印的，在 note 里写明“%(name)s”"
            )
            self._say(path, words % known)
