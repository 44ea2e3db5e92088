"""What the filter forms of these pages offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.language import local_name

if TYPE_CHECKING:
    from departments.models import Region


def province_options(regions: Sequence[Region]) -> list[tuple[str, str]]:
    """The provinces of the regions, each once, by code."""
    parents = {region.parent.code: region.parent for region in regions if region.parent}
    return [(code, local_name(one)) for code, one in sorted(parents.items())]
