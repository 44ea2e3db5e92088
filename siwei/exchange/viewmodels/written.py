"""What an import wrote: how many values, and in which grids they are submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from common.language import local_name
from siwei.exchange.rules.kept import Grid

if TYPE_CHECKING:
    from departments.models import Region

MOST = 60  # grids that are listed


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """The grid of a region and a year, and how many of its values were written."""

    name: str
    year: int
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """`more`: grids that aren't listed."""

    number: int
    places: list[WrittenPlace]
    more: int


def latest(grids: Mapping[Grid, int]) -> list[Grid]:
    """The grids that are listed: the latest year first, then by region."""
    return sorted(grids, key=lambda grid: (-grid[1], grid[0]))[:MOST]


def written(grids: Mapping[Grid, int], regions: Mapping[str, Region]) -> Written:
    """`grids`: how many values were written in each."""
    places = [
        WrittenPlace(
            _name(code, regions), year, grids[code, year], reverse("entry", args=[code, year])
        )
        for code, year in latest(grids)
    ]
    return Written(sum(grids.values()), places, len(grids) - len(places))


def _name(code: str, regions: Mapping[str, Region]) -> str:
    return local_name(regions[code]) if code in regions else code
