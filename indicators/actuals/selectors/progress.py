"""How far each region is with a year: what is required, and in which state it stands."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from departments.models import Region
from departments.rules.permissions import Scope
from departments.selectors import reached
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.actuals.selectors.completeness import Key, required_keys
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.answering import in_scope
from indicators.plans.selectors.promise_rows import promise_rows


@dataclass(frozen=True, slots=True)
class Progress:
    """The required values of one region and year, counted by state."""

    region: Region
    year: int
    required: int
    approved: int
    submitted: int
    returned: int
    in_work: int

    @property
    def unfinished(self) -> int:
        """What the clerks still have to hand in."""
        return self.required - self.approved - self.submitted

    @property
    def missing(self) -> int:
        """Nobody has entered them, or what was entered was taken back."""
        return self.required - self.approved - self.submitted - self.returned - self.in_work


def progress(*, scope: Scope, years: Collection[int]) -> list[Progress]:
    """The progress of every region that has to report, by region and year: of what `scope`
    includes. Six queries for any number of regions and years.
    """
    promises = PlanIndicator.objects.filter(in_scope(scope))
    wanted = required_keys(promise_rows(promises), years)
    names = Region.objects.in_bulk([code for code, _year in wanted])
    states = _states(scope, years)
    return [
        _count(names[code], year, keys, states) for (code, year), keys in sorted(wanted.items())
    ]


def _states(scope: Scope, years: Collection[int]) -> dict[Key, str]:
    entered = Actual.objects.filter(reached(scope), year__in=years).exclude(
        obs_status=ObsStatus.MISSING.value
    )
    rows = entered.values_list("region_id", "indicator_id", "year", "base_year", "state")
    return {(region, indicator, at, base): state for region, indicator, at, base, state in rows}


def _count(region: Region, year: int, wanted: Collection[Key], states: dict[Key, str]) -> Progress:
    found = Counter(states[key] for key in wanted if key in states)
    return Progress(
        region=region,
        year=year,
        required=len(wanted),
        approved=found[ActualState.APPROVED],
        submitted=found[ActualState.SUBMITTED],
        returned=found[ActualState.RETURNED],
        in_work=found[ActualState.DRAFT] + found[ActualState.REOPENED],
    )
