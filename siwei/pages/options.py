"""What the filter forms of these pages offer."""

from collections.abc import Iterable

from django.utils.translation import get_language

from departments.models import Region
from siwei.lib.bilingual import Bilingual


def province_options(regions: Iterable[Region]) -> list[tuple[str, str]]:
    """The provinces of the regions, each once, by code."""
    parents = {region.parent.code: region.parent for region in regions if region.parent}
    language = get_language() or ""
    return [
        (code, Bilingual(one.name, one.name_en).in_language(language))
        for code, one in sorted(parents.items())
    ]
