"""What the filter forms of these pages offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.language import local_name

if TYPE_CHECKING:
    from departments.models import Region


def province_options(regions: Sequence[Region]) -> list[tuple[str, str]]:
    """The provinces in which the regions lie, each once, by code.

    The regions come with those above them joined; a county may lie in a city of its province.
    """
    provinces = {one.code: one for one in map(_province, regions)}
    return [(code, local_name(one)) for code, one in sorted(provinces.items())]


def _province(region: Region) -> Region:
    while region.parent is not None:
        region = region.parent
    return region
