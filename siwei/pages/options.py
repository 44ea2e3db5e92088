"""What the filter forms of these pages offer."""

from collections.abc import Iterable

from common.language import local_name
from departments.models import Region


def province_options(regions: Iterable[Region]) -> list[tuple[str, str]]:
    """The provinces of the regions, each once, by code."""
    parents = {region.parent.code: region.parent for region in regions if region.parent}
    return [(code, local_name(one)) for code, one in sorted(parents.items())]
