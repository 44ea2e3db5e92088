"""What the filter forms of these pages offer."""

from collections.abc import Iterable

from departments.models import Region
from siwei.lib.language import local_name


def province_options(regions: Iterable[Region]) -> list[tuple[str, str]]:
    """The provinces of the regions, each once, by code."""
    parents = {region.parent.code: region.parent for region in regions if region.parent}
    return [(code, local_name(one)) for code, one in sorted(parents.items())]
