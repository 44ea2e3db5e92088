"""What a write asks about its values beside the values themselves: for any number of them at most
six queries, each when it is first asked."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TypeAlias

from departments.models import Region
from departments.rules.permissions import EDIT, Person, Subject, scope_of
from departments.rules.successions import Lineage, NotReported, Validity, not_reported
from departments.selectors import lineage as read_lineage
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.models import Indicator
from indicators.plans.selectors.answering import answering
from indicators.plans.selectors.catalogue import Catalogue, read_catalogue
from indicators.plans.selectors.plans import catalogue
from indicators.plans.selectors.promise_rows import Pair

# Of each region its code with those above it, and from when to when it is there.
Places: TypeAlias = Mapping[str, tuple[tuple[str, ...], Validity]]


class Facts:
    """Whose a value is, what is measured, and in which provinces which years are open.

    A pair whose region doesn't exist has no subject. `open_years`: province and year. `validity`:
    from when to when each region is there. `catalogue`, the whole of it, and `lineage`, which codes
    are one series, are read when they are first asked for, unless they are given; of the
    `indicators` those of the values are enough until then.
    """

    def __init__(
        self,
        *,
        subjects: Mapping[Pair, Subject],
        open_years: frozenset[tuple[str, int]],
        validity: Mapping[str, Validity],
        measured: Mapping[str, Indicator] | None = None,
        catalogue: Catalogue | None = None,
        lineage: Lineage | None = None,
    ) -> None:
        self.subjects, self.open_years, self.validity = subjects, open_years, validity
        self._measured, self._catalogue, self._lineage = measured, catalogue, lineage

    @cached_property
    def lineage(self) -> Lineage:
        return read_lineage() if self._lineage is None else self._lineage

    @cached_property
    def catalogue(self) -> Catalogue:
        return read_catalogue(self.lineage) if self._catalogue is None else self._catalogue

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.catalogue.indicators if self._measured is None else self._measured

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


def facts_of(
    keys: Collection[ActualKey], *, person: Person | None = None, whole: bool = True
) -> Facts:
    """The facts of `keys`, for what `person` may do: which departments answer for a value only
    where they act for one. Not `whole`: without checks in view, which want all of the catalogue."""
    opened = ReportingYear.objects.filter(is_open=True, year__in={key.year for key in keys})
    places = _places(keys)
    for_parts = person is None or bool(scope_of(person, EDIT).parts)
    measured = {key.indicator for key in keys}
    return Facts(
        subjects=_subjects(keys, places, with_departments=for_parts),
        open_years=frozenset(opened.order_by().values_list("province_id", "year")),
        validity={code: validity for code, (_ancestors, validity) in places.items()},
        measured=None
        if whole
        else {one.code: one for one in catalogue().filter(code__in=measured).order_by()},
    )


def _places(keys: Collection[ActualKey]) -> Places:
    """The regions of `keys` that exist: the code of each with those above it, and from when to when
    it is there. One query."""
    rows = Region.objects.filter(code__in={key.region for key in keys}).order_by()
    columns = ("parent", "parent__parent", "parent__parent__parent", "valid_from", "valid_to")
    return {
        code: ((code, *(one for one in above if one is not None)), Validity(first, end))
        for code, *above, first, end in rows.values_list("code", *columns)
    }


def _subjects(
    keys: Collection[ActualKey], places: Places, *, with_departments: bool
) -> dict[Pair, Subject]:
    pairs = {(key.region, key.indicator) for key in keys}
    owners = answering(pairs) if with_departments else {}
    return {
        pair: Subject(places[pair[0]][0], owners.get(pair, frozenset()))
        for pair in pairs
        if pair[0] in places
    }
