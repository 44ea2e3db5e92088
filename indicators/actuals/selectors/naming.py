"""What the rows of a grid are called in tables that people keep."""

from collections.abc import Sequence
from functools import cache

from departments.models import Region
from indicators.actuals.rules.row_names import Place
from indicators.actuals.rules.table_scope import RegionNames
from indicators.actuals.selectors.entry import EntryRow, Grid
from indicators.plans.rules.units import UnitTable, UnknownUnitError
from indicators.plans.selectors.units import unit_table


def named_places(shown: Grid) -> list[Place]:
    """Each row with its key and code, what plans of the region call it, and the catalogue's name.

    No query.
    """
    return [Place(row.key, _names(row, shown), row.editable) for row in shown.all_rows]


def region_names(own: Region) -> RegionNames:
    """What tables call the regions, as seen from `own`. One query."""
    regions = {one.code: one for one in Region.objects.all()}
    above: dict[str, Region] = {}
    parent = own.parent_id
    while parent is not None and parent in regions and parent not in above:
        above[parent] = regions[parent]
        parent = regions[parent].parent_id
    others = [one for code, one in regions.items() if code != own.code and code not in above]
    return RegionNames.of(_called(own), map(_called, above.values()), map(_called, others))


def _called(region: Region) -> Sequence[str]:
    return [region.code, region.name, region.name_en]


class KnownUnits:
    """Tells whether a text is a unit; the units are read when they are first asked for."""

    def __init__(self) -> None:
        self._table = cache(unit_table)

    def __contains__(self, text: str) -> bool:
        table: UnitTable = self._table()
        try:
            table.parse_typed(text)
        except UnknownUnitError:
            return False
        return True


def _names(row: EntryRow, shown: Grid) -> Sequence[Sequence[str]]:
    indicator = row.indicator
    printed = [one.row.printed_name for one in shown.known.promises.of(row.key)]
    return [[str(row.key), indicator.code], printed, [indicator.name, indicator.name_en]]
