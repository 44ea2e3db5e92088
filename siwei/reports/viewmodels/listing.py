"""The regions of which there are reports, by province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from departments.rules.roles import RegionLevel

if TYPE_CHECKING:
    from departments.models import Region


@dataclass(frozen=True, slots=True)
class ProvinceReports:
    """A province, and the regions in it that have a plan, by code."""

    region: Region
    inside: list[Region] = field(default_factory=list)


def reports_by_province(regions: Iterable[Region]) -> list[ProvinceReports]:
    """The regions come with those above them joined; what lies in no province is left out."""
    found: dict[str, ProvinceReports] = {}
    for region in regions:
        above = region
        while above.parent is not None:
            above = above.parent
        if above.level != RegionLevel.PROVINCE:
            continue
        province = found.setdefault(above.code, ProvinceReports(above))
        if region is not above:
            province.inside.append(region)
    return [found[code] for code in sorted(found)]
