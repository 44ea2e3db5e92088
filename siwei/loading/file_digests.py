"""Digests of the files that a load reads, and of the code that reads them."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from common.release import release
from siwei.loading.shared import BREAKS, CATALOGUE, FUNCTIONS, REGIONS, UNITS
from siwei.loading.tiles import TILES

# What of others decides how a file is understood; Django is in `release`.
_LIBRARIES = ("pyyaml", "pydantic", "pydantic-core")


def digest_of_shared_files(folder: Path) -> str | None:
    """Of what every plan is checked against, and of the code that does; None where a file can't be
    read."""
    files = [folder / name for name in (REGIONS, UNITS, FUNCTIONS, CATALOGUE, BREAKS)]
    # A folder without tiles has no maps.
    tiles = folder / TILES
    return _digest([*files, tiles] if tiles.exists() else files, _code())


def digest_of_plan_file(file: Path) -> str | None:
    """Of a plan's two files; None where one can't be read."""
    return _digest([file, file.with_suffix(".txt")])


@cache
def _code() -> str:
    """Another word for another release: a migration, a check or a library may see a file in
    another light."""
    return "\0".join((release(), *(f"{name} {version(name)}" for name in _LIBRARIES)))


def _digest(files: Iterable[Path], *words: str) -> str | None:
    found = hashlib.sha256("\0".join(words).encode())
    for file in files:
        try:
            content = file.read_bytes()
        except OSError:
            return None
        found.update(f"{file.name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
