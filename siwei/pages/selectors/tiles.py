"""The tiles of the provinces, or of the cities of one; the map that a province has of its own."""

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from siwei.loading.maps import ProvinceMap, read_map
from siwei.loading.problems import FixtureError
from siwei.loading.tiles import NATION, TileEntry, read_tiles

logger = logging.getLogger(__name__)


def tiles_of(province: str = NATION) -> Sequence[TileEntry]:
    """Where the cities of `province` have their tiles, else the provinces; empty where the file
    says nothing of them. No query.

    A file that was spoilt costs the page its map and nothing else: `load_plans` says what is wrong.
    """
    try:
        return read_tiles(settings.FIXTURES).get(province, ())
    except FixtureError as error:
        logger.error("No maps of tiles: %s", error)
        return ()


def map_of(province: str) -> ProvinceMap | None:
    """The map that `province` has of its own; None where it has none, or a spoilt one, of which
    `manage.py check` says what is wrong. No query."""
    if not settings.MAPS:
        return None
    try:
        return read_map(Path(settings.MAPS), province)
    except FixtureError as error:
        logger.error("No map of its own: %s", error)
        return None
