"""What may be reported beside what the plans require, such as the rest of a bulletin. No query."""

from collections.abc import Collection

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import EDIT, Person, Subject, may
from indicators.plans.models import Indicator
from indicators.plans.selectors.catalogue import Catalogue


def is_allowed(person: Person, region: Region) -> bool:
    """Whether `person` may enter indicators of `region` for which no department answers: an editor
    of the water department. `region` comes with its parents joined."""
    return may(person, EDIT, Subject(ancestors_of(region), frozenset()))


def can_be_added(catalogue: Catalogue, code: str) -> bool:
    """Whether it is an indicator of its own: a reduction counts from a base year, which only a plan
    states."""
    return code in catalogue.indicators and not catalogue.indicators[code].is_reduction


def addable(catalogue: Catalogue, there: Collection[str]) -> list[Indicator]:
    """What isn't `there` yet, in the catalogue's order."""
    found = (
        one
        for code, one in catalogue.indicators.items()
        if code not in there and can_be_added(catalogue, code)
    )
    return sorted(found, key=lambda one: (one.order, one.code))
