"""What an import wrote: how many values, and in which grids they are submitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from common.language import local_name
from indicators.actuals.rules.keys import parse_key

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


def regions_of(keys: Iterable[str]) -> set[str]:
    return {parse_key(key).region for key in keys}


def written(keys: Iterable[str], regions: Mapping[str, Region]) -> Written:
    """`keys`: of the values that were written."""
    found = Counter((key.region, key.year) for key in map(parse_key, keys))
    places = [
        WrittenPlace(_name(code, regions), year, number, reverse("entry", args=[code, year]))
        for (code, year), number in sorted(found.items(), key=lambda item: (-item[0][1], item[0]))
    ]
    return Written(found.total(), places[:MOST], max(0, len(places) - MOST))


def _name(code: str, regions: Mapping[str, Region]) -> str:
    return local_name(regions[code]) if code in regions else code
