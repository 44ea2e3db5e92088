"""Reads `tiles.yaml`: where a region has its tile on a map without borders.

The file is no part of the database: it says nothing of a region but where its tile is drawn, and
names those that no plan is of too. A folder without it has no maps.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from siwei.loading.entries import valid_list
from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.schema import Needed, RegionCode, Strict, Words10, Words40, Words60
from siwei.loading.yaml_source import Source, read_yaml

TILES = "tiles.yaml"
# As many as the style sheet has places for (siwei/css/tiles.css).
MOST = 12

Place = Annotated[int, Field(ge=1, le=MOST)]

# The map on which provinces stand, beside those of each province by its code.
NATION = ""


class TileEntry(Strict):
    """The tile of one region: a province's on the map of the nation, a city's on that of the
    province `of`."""

    code: RegionCode
    of: RegionCode | None = None
    name: Annotated[Words40, Needed]
    short: Annotated[Words10, Needed]
    name_en: Annotated[Words60, Needed]
    row: Place
    column: Place

    @property
    def map(self) -> str:
        return self.of or NATION


# The tiles of each map, by the code of the province or `NATION`, in the order of the file.
TileMaps = Mapping[str, list[TileEntry]]


def read_tiles(folder: Path) -> TileMaps:
    """The maps of `tiles.yaml` in `folder`. Raises `FixtureError` with everything that is wrong."""
    file = folder / TILES
    return _read(file, file.stat().st_mtime_ns) if file.exists() else {}


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> TileMaps:
    """Read once, and again when the file has changed."""
    source = read_yaml(file)
    entries = valid_list(source, TileEntry)
    if problems := _problems(source, entries):
        raise FixtureError(problems)
    maps: dict[str, list[TileEntry]] = defaultdict(list)
    for entry in entries:
        maps[entry.map].append(entry)
    return dict(maps)


def _problems(source: Source, entries: list[TileEntry]) -> list[FileProblem]:
    found: list[FileProblem] = []
    seen: set[str] = set()
    places: dict[tuple[str, int, int], str] = {}
    for i, entry in enumerate(entries):
        if entry.code in seen:
            found.append(source.problem((i, "code"), _("“%s”重复") % entry.code))
        seen.add(entry.code)
        if entry.of is not None and entry.code[:2] != entry.of[:2]:
            words = _("%(code)s不在%(province)s")
            known = {"code": entry.code, "province": entry.of}
            found.append(source.problem((i, "of"), words % known))
        place = (entry.map, entry.row, entry.column)
        if (other := places.setdefault(place, entry.name)) != entry.name:
            found.append(source.problem((i, "row"), _("这一格已是%s") % other))
    return found
