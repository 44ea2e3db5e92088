"""The years of a page as links, for whoever has no script or wants no slider."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class YearLink:
    """A year, and the address of the same page about it."""

    year: int
    url: str
    current: bool


def year_links(request: HttpRequest, years: Sequence[int], current: int) -> list[YearLink]:
    """A link for each of `years`; every other condition of the address stays."""
    return [YearLink(year, _address(request, year), year == current) for year in years]


def _address(request: HttpRequest, year: int) -> str:
    asked = request.GET.copy()
    asked["year"] = str(year)
    return f"{request.path}?{asked.urlencode()}"
