"""How far each region is with a year: what is required, and in which state it stands."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from departments.models import Region
from departments.selectors import within
from indicators.models import Actual, PlanIndicator
from indicators.rules.keys import ActualKey
from indicators.rules.words import ActualState, ObsStatus
from indicators.selectors.promises import promised, required


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
    def missing(self) -> int:
        """Nobody has entered them, or what was entered was taken back."""
        return self.required - self.approved - self.submitted - self.returned - self.in_work


def progress(*, regions: Collection[str], year: int) -> list[Progress]:
    """The progress of every region with a plan in or below `regions`. Four queries."""
    rows = (
        PlanIndicator.objects.filter(within(regions))
        .select_related("plan", "region", "indicator")
        .prefetch_related("targets", "reported")
        .order_by("region_id")
    )
    keys: dict[Region, set[ActualKey]] = defaultdict(set)
    for one, key in required(promised(rows, {}), year):
        keys[one.row.region].add(key)
    states = _states(regions, year)
    return [_count(region, year, wanted, states) for region, wanted in keys.items()]


def _states(regions: Collection[str], year: int) -> dict[ActualKey, str]:
    entered = Actual.objects.filter(within(regions), year=year).exclude(
        obs_status=ObsStatus.MISSING.value
    )
    return {row.key: row.state for row in entered}


def _count(
    region: Region, year: int, wanted: Collection[ActualKey], states: dict[ActualKey, str]
) -> Progress:
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
