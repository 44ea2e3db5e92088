"""What every value of the country rests on alike: regions, the catalogue, the years that are open.

It changes when a plan is loaded, a year is opened or the catalogue is worked on, and is asked for
by every write. So it is kept until then (`common.kept`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from common.kept import Kept
from departments.models import Region
from departments.rules.successions import Lineage, Validity
from departments.selectors import lineage
from indicators.actuals.models import ReportingYear
from indicators.plans.models import Unit
from indicators.plans.selectors.catalogue import Catalogue, read_catalogue


class Place(NamedTuple):
    """A region: its code with those of all above it, and from when to when it is there."""

    ancestors: tuple[str, ...]
    validity: Validity

    @property
    def parent(self) -> str | None:
        """The region above it; None above a province."""
        return self.ancestors[1] if len(self.ancestors) > 1 else None


@dataclass(frozen=True, slots=True)
class Country:
    """`places`: every region by its code. `lineage`: which codes are one series. `units`: every
    unit by its symbol. `open_years`: province and year.

    What plans say of a region isn't here: a fault in one of them is no other region's.
    """

    places: Mapping[str, Place]
    lineage: Lineage
    catalogue: Catalogue
    units: Mapping[str, Unit]
    open_years: frozenset[tuple[str, int]]

    def parents_of(self, regions: Collection[str]) -> dict[str, str | None]:
        """The region above each of `regions` that exists; None above a province."""
        return {code: self.places[code].parent for code in regions if code in self.places}


_KEPT = Kept[Country](most=1, values=False)


def country() -> Country:
    """One query, and seven more where something of it was written since. Nothing of it may be
    changed by who gets it: it is kept."""
    return _KEPT.get(None, _read)


def _read() -> Country:
    known = lineage()
    years = ReportingYear.objects.filter(is_open=True).order_by()
    return Country(
        places=_places(),
        lineage=known,
        catalogue=read_catalogue(known),
        units=Unit.objects.in_bulk(),
        open_years=frozenset(years.values_list("province_id", "year")),
    )


def _places() -> dict[str, Place]:
    rows = Region.objects.order_by().values_list("code", "parent", "valid_from", "valid_to")
    found = {code: (parent, Validity(first, end)) for code, parent, first, end in rows}
    parents = {code: parent for code, (parent, _validity) in found.items()}
    return {code: Place(_ancestors(code, parents), one) for code, (_parent, one) in found.items()}


def _ancestors(code: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    found = [code]
    # One that lies in itself is a fault of its own, and no other region's.
    while (above := parents[found[-1]]) is not None and above not in found:
        found.append(above)
    return tuple(found)
