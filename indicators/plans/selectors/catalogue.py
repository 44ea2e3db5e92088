"""The catalogue with what its indicators are parts of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from indicators.plans.models import Indicator
from indicators.plans.rules.parts import Division


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every indicator by its code, with its unit, and the ways in which wholes are divided."""

    indicators: Mapping[str, Indicator]
    divisions: Sequence[Division]


def read_catalogue() -> Catalogue:
    """The whole catalogue. One query, in which a part of two wholes comes twice."""
    rows = (
        Indicator.objects.select_related("unit")
        .annotate(
            division=F("part_of__division"),
            whole=F("part_of__division__whole"),
            complete=F("part_of__division__complete"),
        )
        .order_by("part_of__division__whole__order", "part_of__division", "part_of__order")
    )
    indicators: dict[str, Indicator] = {}
    divided: dict[int, Division] = {}
    row: Any
    for row in rows:
        indicators.setdefault(row.code, row)
        if row.division is not None:
            before = divided.get(row.division)
            parts = (*before.parts, row.code) if before else (row.code,)
            divided[row.division] = Division(row.whole, parts, row.complete)
    return Catalogue(indicators, tuple(divided.values()))


def first_indicator() -> str:
    """The code of the catalogue's first indicator; empty where there is none."""
    codes = Indicator.objects.order_by("order", "code").values_list("code", flat=True)
    return codes.first() or ""
