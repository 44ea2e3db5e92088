"""What a write asks about its values beside the values themselves: six queries for any number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from departments.rules.permissions import Subject
from departments.rules.successions import Lineage, NotReported, Validity, not_reported
from departments.selectors import lineage
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.subjects import regions_of, subjects
from indicators.plans.models import Indicator
from indicators.plans.selectors.catalogue import Catalogue, read_catalogue
from indicators.plans.selectors.promise_rows import Pair


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose a value is, what is measured, and in which provinces which years are open.

    `catalogue` is the whole of it. A pair whose region doesn't exist has no subject. `validity`:
    from when to when each region is there; `lineage`: which codes are one series.
    """

    subjects: Mapping[Pair, Subject]
    catalogue: Catalogue
    open_years: frozenset[tuple[str, int]]  # province, year
    validity: Mapping[str, Validity]
    lineage: Lineage

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.catalogue.indicators

    def subject_of(self, key: ActualKey) -> Subject | None:
        return self.subjects.get((key.region, key.indicator))

    def is_open(self, key: ActualKey) -> bool:
        """Whether the province of `key` has opened its year; one that nobody opened is closed."""
        subject = self.subject_of(key)
        return subject is not None and (subject.ancestors[-1], key.year) in self.open_years

    def not_reported(self, key: ActualKey) -> NotReported | None:
        """Why a value of that year isn't entered for that region; None where it is."""
        return not_reported(key.region, key.year, self.validity[key.region], self.lineage)

    @property
    def parents(self) -> dict[str, str | None]:
        """The region above each region; None above a province."""
        return {
            region: subject.ancestors[1] if len(subject.ancestors) > 1 else None
            for (region, _indicator), subject in self.subjects.items()
        }


def facts_of(keys: Collection[ActualKey]) -> Facts:
    opened = ReportingYear.objects.filter(is_open=True, year__in={key.year for key in keys})
    regions, known = regions_of(keys), lineage()
    return Facts(
        subjects(keys, regions),
        read_catalogue(known),
        frozenset(opened.values_list("province_id", "year")),
        {code: region.validity for code, region in regions.items()},
        known,
    )
