"""The catalogue with what its indicators are parts of, and where their series break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from departments.rules.successions import NO_LINEAGE, Lineage
from indicators.plans.models import Indicator
from indicators.plans.rules.parts import Division
from indicators.plans.rules.slips import Slip
from indicators.plans.selectors.breaks import SeriesBreaks, series_breaks


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every indicator by its code, with its unit, and the ways in which wholes are divided.

    `slips`: the units in which values are typed by mistake, by indicator. `breaks`: where each
    is counted differently from a year on.
    """

    indicators: Mapping[str, Indicator]
    divisions: Sequence[Division]
    slips: Mapping[str, Sequence[Slip]] = field(default_factory=dict)
    breaks: SeriesBreaks = field(default_factory=SeriesBreaks)


def read_catalogue(lineage: Lineage = NO_LINEAGE) -> Catalogue:
    """The whole catalogue. Two queries; in the first a part of two wholes, or an indicator with
    two slips, comes twice."""
    indicators: dict[str, Indicator] = {}
    divided: dict[int, Division] = {}
    slips: dict[str, dict[str, Slip]] = {}
    row: Any
    for row in _rows().all():
        indicators.setdefault(row.code, row)
        if row.slip is not None:
            slips.setdefault(row.code, {})[row.slip_name] = _slip(row)
        if row.division is not None:
            before = divided.get(row.division)
            known = before.parts if before else ()
            parts = known if row.code in known else (*known, row.code)
            divided[row.division] = Division(row.whole, parts, row.complete)
    return Catalogue(
        indicators,
        tuple(divided.values()),
        {code: tuple(found.values()) for code, found in slips.items()},
        series_breaks(lineage),
    )


@cache
def _rows() -> QuerySet[Indicator]:
    """The query of the catalogue, put together once: that takes longer than to read it."""
    return (
        Indicator.objects.select_related("unit")
        .annotate(
            division=F("part_of__division"),
            whole=F("part_of__division__whole"),
            complete=F("part_of__division__complete"),
            slip=F("slips__factor"),
            slip_name=F("slips__name"),
            slip_name_en=F("slips__name_en"),
            slip_highest=F("slips__highest"),
            slip_is_bare=F("slips__is_bare"),
        )
        .order_by(
            "part_of__division__whole__order",
            "part_of__division",
            "part_of__order",
            "slips__order",
        )
    )


def _slip(row: Any) -> Slip:
    return Slip(
        row.unit.factor / row.slip,
        row.slip_name,
        row.slip_name_en,
        None if row.slip_highest is None else row.slip_highest.normalize(),
        row.slip_is_bare,
    )


def first_indicator() -> str:
    """The code of the catalogue's first indicator; empty where there is none."""
    codes = Indicator.objects.order_by("order", "code").values_list("code", flat=True)
    return codes.first() or ""
