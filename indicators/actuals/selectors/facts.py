"""What a write asks about its values beside the values themselves: for any number of them at most
two queries (`country`), but for what was written of the country since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from departments.rules.permissions import EDIT, Person, Subject, scope_of
from departments.rules.successions import NotReported, Validity, not_reported
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.country import Country, Place, country
from indicators.plans.models import Indicator
from indicators.plans.selectors.answering import answering
from indicators.plans.selectors.promise_rows import Pair


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose a value is, what is measured, and in which provinces which years are open.

    A pair whose region doesn't exist has no subject.
    """

    subjects: Mapping[Pair, Subject]
    country: Country

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.country.catalogue.indicators

    def subject_of(self, key: ActualKey) -> Subject | None:
        return self.subjects.get((key.region, key.indicator))

    def is_open(self, key: ActualKey) -> bool:
        """Whether the province of `key` has opened its year; one that nobody opened is closed."""
        subject = self.subject_of(key)
        if subject is None:
            return False
        return (subject.ancestors[-1], key.year) in self.country.open_years

    def validity(self, key: ActualKey) -> Validity:
        """From when to when the region of `key` is there."""
        return self.country.places[key.region].validity

    def not_reported(self, key: ActualKey) -> NotReported | None:
        """Why a value of that year isn't entered for that region; None where it is."""
        return not_reported(key.region, key.year, self.validity(key), self.country.lineage)


def facts_of(keys: Collection[ActualKey], *, person: Person | None = None) -> Facts:
    """The facts of `keys`, for what `person` may do: which departments answer for a value only
    where they act for one."""
    known = country()
    for_parts = person is None or bool(scope_of(person, EDIT).parts)
    return Facts(_subjects(keys, known.places, with_departments=for_parts), known)


def _subjects(
    keys: Collection[ActualKey], places: Mapping[str, Place], *, with_departments: bool
) -> dict[Pair, Subject]:
    pairs = {(key.region, key.indicator) for key in keys}
    owners = answering(pairs) if with_departments else {}
    return {
        pair: Subject(places[pair[0]].ancestors, owners.get(pair, frozenset()))
        for pair in pairs
        if pair[0] in places
    }
