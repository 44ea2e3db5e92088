"""Stores what the plans share: regions, units, kinds of department, the catalogue, breaks."""

from django.db.models import Q

from departments.models import DepartmentFunction, Region, RegionSuccession
from indicators.plans.models import (
    Indicator,
    IndicatorDivision,
    IndicatorPart,
    SeriesBreak,
    Unit,
    UnitSpelling,
)
from siwei.loading.masters import release
from siwei.loading.shared import (
    BREAKS,
    CATALOGUE,
    FUNCTIONS,
    REGIONS,
    UNITS,
    CatalogueEntry,
    Shared,
    UnitEntry,
)
from siwei.loading.sync import Row, SyncCounts


def store_regions(shared: Shared, tally: SyncCounts) -> None:
    """The table may hold more than the file names (a province's own counties): those stay."""
    rows = [
        {
            "code": entry.code,
            "name": entry.name,
            "name_en": entry.name_en,
            "level": entry.level,
            "parent_id": entry.parent,
            "valid_from": entry.valid_from,
            "valid_to": entry.valid_to,
            "managed_by_file": REGIONS,
        }
        # Parents first: a row refers to one that exists.
        for entry in sorted(shared.regions.values(), key=lambda entry: entry.parent or "")
    ]
    stored = tally.sync(Region.objects.filter(code__in=shared.regions), ["code"], rows)
    _store_successions(shared, tally)
    tally.updated += release(Region, REGIONS, stored.values())


def _store_successions(shared: Shared, tally: SyncCounts) -> None:
    """What is taken out goes: nothing hangs on a succession."""
    rows = [
        {
            "predecessor_id": entry.code,
            "successor_id": one.code,
            "kind": one.kind,
            "on": one.on,
            "note": one.note.strip(),
            "managed_by_file": REGIONS,
        }
        for entry in shared.regions.values()
        for one in entry.became
    ]
    mine = Q(managed_by_file=REGIONS)
    for row in rows:
        mine |= Q(predecessor=row["predecessor_id"], successor=row["successor_id"])
    known = RegionSuccession.objects.filter(mine)
    tally.sync(known, ["predecessor_id", "successor_id"], rows)
    tally.remove_surplus()


def store_units(shared: Shared, tally: SyncCounts) -> None:
    """The units of the file, and how they are also written."""
    entries = shared.units.values()
    rows = [_unit_row(entry, order) for order, entry in enumerate(entries, start=1)]
    stored = tally.sync(Unit.objects.filter(symbol__in=shared.units), ["symbol"], rows)
    spellings = [
        {
            "text": text,
            "unit_id": entry.symbol,
            "in_plans": in_plans,
            "managed_by_file": UNITS,
        }
        for entry in entries
        for texts, in_plans in ((entry.printed, True), (entry.typed, False))
        for text in texts
    ]
    mine = Q(managed_by_file=UNITS) | Q(text__in=[row["text"] for row in spellings])
    tally.sync(UnitSpelling.objects.filter(mine), ["text"], spellings)
    tally.remove_surplus()
    tally.updated += release(Unit, UNITS, stored.values())


def _unit_row(entry: UnitEntry, order: int) -> Row:
    return {
        "symbol": entry.symbol,
        "dimension": entry.dimension,
        "factor": entry.factor,
        "name": entry.name,
        "name_en": entry.name_en,
        "highest": entry.highest,
        "is_share": entry.is_share,
        "is_count": entry.is_count,
        "in_points": entry.in_points,
        "is_bare": entry.is_bare,
        "order": order,
        "managed_by_file": UNITS,
    }


def store_functions(shared: Shared, tally: SyncCounts) -> None:
    """The kinds of department of the file."""
    rows = [
        {
            "code": entry.code,
            "name": entry.name,
            "name_en": entry.name_en,
            "enters_every_indicator": entry.enters_every_indicator,
            "order": order,
            "managed_by_file": FUNCTIONS,
        }
        for order, entry in enumerate(shared.functions.values(), start=1)
    ]
    known = DepartmentFunction.objects.filter(code__in=shared.functions)
    stored = tally.sync(known, ["code"], rows)
    tally.updated += release(DepartmentFunction, FUNCTIONS, stored.values())


def store_catalogue(shared: Shared, tally: SyncCounts) -> None:
    """The indicators of the file, and which of them are parts of which."""
    entries = shared.catalogue.values()
    rows = [_indicator_row(entry, order) for order, entry in enumerate(entries, start=1)]
    # Levels and stocks first: a row refers to one that exists.
    rows.sort(key=lambda row: (row["level_of_id"] or row["increment_of_id"]) is not None)
    stored = tally.sync(Indicator.objects.filter(code__in=shared.catalogue), ["code"], rows)
    _store_slips(shared, tally)
    _store_divisions(shared, tally)
    tally.updated += release(Indicator, CATALOGUE, stored.values())


def _indicator_row(entry: CatalogueEntry, order: int) -> Row:
    return {
        "code": entry.code,
        "name": entry.name,
        "name_en": entry.name_en,
        "unit_id": entry.unit,
        "direction": entry.direction,
        "theme": entry.theme,
        "level_of_id": entry.level_of,
        "definition": entry.definition,
        "definition_en": entry.definition_en,
        "definition_source": entry.definition_source,
        "increment_of_id": entry.increment_of,
        "basin": entry.basin,
        "is_intensity": entry.is_intensity,
        "may_be_negative": entry.may_be_negative,
        "whole_numbers": entry.whole_numbers,
        "cumulative": entry.cumulative,
        "per_id": entry.per,
        "smallest": entry.smallest,
        "largest": entry.largest,
        "yearly_change": entry.yearly_change,
        "tolerance": entry.tolerance,
        "price_basis": entry.price_basis or "",
        "order": order,
        "managed_by_file": CATALOGUE,
    }


def _store_slips(shared: Shared, tally: SyncCounts) -> None:
    rows = [
        {"indicator_id": entry.code, "unit_id": symbol}
        for entry in shared.catalogue.values()
        for symbol in entry.slips
    ]
    known = Indicator.slips.through.objects.filter(indicator__in=shared.catalogue)
    tally.sync(known, ["indicator_id", "unit_id"], rows)
    tally.remove_surplus()


def _store_divisions(shared: Shared, tally: SyncCounts) -> None:
    wanted = [
        (entry.code, division)
        for entry in shared.catalogue.values()
        for division in entry.divisions
    ]
    rows = [
        {
            "whole_id": whole,
            "code": division.code,
            "complete": division.complete,
            "managed_by_file": CATALOGUE,
        }
        for whole, division in wanted
    ]
    mine = Q(managed_by_file=CATALOGUE)
    for whole, division in wanted:
        mine |= Q(whole=whole, code=division.code)
    stored = tally.sync(IndicatorDivision.objects.filter(mine), ["whole_id", "code"], rows)
    parts = [
        {"division_id": stored[whole, division.code].pk, "part_id": part, "order": order}
        for whole, division in wanted
        for order, part in enumerate(division.parts, start=1)
    ]
    known = IndicatorPart.objects.filter(division__in=stored.values())
    tally.sync(known, ["division_id", "part_id"], parts)
    tally.remove_surplus()


def store_breaks(shared: Shared, tally: SyncCounts) -> None:
    """The breaks of the file. What is taken out goes: nothing hangs on a break."""
    rows = [
        {
            "indicator_id": entry.indicator,
            "region_id": entry.region,
            "year": entry.year,
            "kind": entry.kind,
            "note": entry.note.strip(),
            "note_en": entry.note_en.strip(),
            "source": entry.source,
            "managed_by_file": BREAKS,
        }
        for entry in shared.breaks.values()
    ]
    mine = Q(managed_by_file=BREAKS)
    for row in rows:
        mine |= Q(indicator=row["indicator_id"], region=row["region_id"], year=row["year"])
    tally.sync(SeriesBreak.objects.filter(mine), ["indicator_id", "region_id", "year"], rows)
    tally.remove_surplus()
