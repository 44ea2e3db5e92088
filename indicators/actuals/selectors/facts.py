"""What a write asks about its values beside the values themselves: four queries for any number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from departments.rules.permissions import Matter
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.matters import matters
from indicators.plans.models import Indicator
from indicators.plans.selectors.catalogue import Catalogue, read_catalogue

Pair: TypeAlias = tuple[str, str]  # region, indicator


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose a value is, what is measured, and in which provinces which years are open.

    `catalogue` is the whole of it. A pair whose region doesn't exist has no matter.
    """

    matters: Mapping[Pair, Matter]
    catalogue: Catalogue
    open_years: frozenset[tuple[str, int]]  # province, year

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.catalogue.indicators

    def matter_of(self, key: ActualKey) -> Matter | None:
        return self.matters.get((key.region, key.indicator))

    def is_open(self, key: ActualKey) -> bool:
        """Whether the province of `key` has opened its year; one that nobody opened is closed."""
        matter = self.matter_of(key)
        return matter is not None and (matter.lineage[-1], key.year) in self.open_years

    @property
    def parents(self) -> dict[str, str | None]:
        """The region above each region; None above a province."""
        return {
            region: matter.lineage[1] if len(matter.lineage) > 1 else None
            for (region, _indicator), matter in self.matters.items()
        }


def facts_of(keys: Collection[ActualKey]) -> Facts:
    opened = ReportingYear.objects.filter(is_open=True, year__in={key.year for key in keys})
    return Facts(
        matters(keys),
        read_catalogue(),
        frozenset(opened.values_list("province_id", "year")),
    )
