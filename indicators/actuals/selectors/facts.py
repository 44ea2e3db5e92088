"""What a write asks about its values beside the values themselves: four queries for any number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from departments.rules.permissions import Subject
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.subjects import subjects
from indicators.plans.models import Indicator
from indicators.plans.selectors.catalogue import Catalogue, read_catalogue
from indicators.plans.selectors.promise_rows import Pair


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose a value is, what is measured, and in which provinces which years are open.

    `catalogue` is the whole of it. A pair whose region doesn't exist has no subject.
    """

    subjects: Mapping[Pair, Subject]
    catalogue: Catalogue
    open_years: frozenset[tuple[str, int]]  # province, year

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.catalogue.indicators

    def subject_of(self, key: ActualKey) -> Subject | None:
        return self.subjects.get((key.region, key.indicator))

    def is_open(self, key: ActualKey) -> bool:
        """Whether the province of `key` has opened its year; one that nobody opened is closed."""
        subject = self.subject_of(key)
        return subject is not None and (subject.ancestors[-1], key.year) in self.open_years

    @property
    def parents(self) -> dict[str, str | None]:
        """The region above each region; None above a province."""
        return {
            region: subject.ancestors[1] if len(subject.ancestors) > 1 else None
            for (region, _indicator), subject in self.subjects.items()
        }


def facts_of(keys: Collection[ActualKey]) -> Facts:
    opened = ReportingYear.objects.filter(is_open=True, year__in={key.year for key in keys})
    return Facts(
        subjects(keys),
        read_catalogue(),
        frozenset(opened.values_list("province_id", "year")),
    )
