"""What stands around one actual: its promises with their verdicts, its evidence, its history."""

from dataclasses import dataclass

from departments.selectors import lineage
from indicators.actuals.rules.keys import ActualKey
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.outlook import Outlook, outlook
from indicators.assessments.selectors.published_promises import published_promises
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.plans import plan_indicators


@dataclass(frozen=True, slots=True)
class PromiseVerdict:
    """What one plan promises of the actual's indicator, and how the published value stands.

    `outlook`: what is ahead of it; None where nothing is.
    """

    promise: PlanIndicator
    assessment: Assessment
    outlook: Outlook | None


def verdicts(*, key: ActualKey, last_over: int) -> list[PromiseVerdict]:
    """Every promise of the region for the indicator, judged by what is published.

    `last_over` is the last year that is over. A fixed number of queries.
    """
    codes = lineage().series(key.region)
    promises = plan_indicators().filter(region__in=codes, indicator=key.indicator)
    by_pk = {promise.pk: promise for promise in promises}
    published = published_promises(PlanIndicator.objects.filter(pk__in=by_pk))
    found = [
        (by_pk[one.pk], published.assess(one, key.year, last_over=last_over))
        for one in published.rows
    ]
    return [
        PromiseVerdict(promise, verdict, outlook(verdict, last_over=last_over))
        for promise, verdict in found
    ]
