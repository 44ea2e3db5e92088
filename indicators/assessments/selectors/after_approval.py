"""What an approval would do: each submitted value judged as if it were published already."""

from collections.abc import Collection, Mapping
from datetime import datetime

from departments.selectors import lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import published_note
from indicators.assessments.rules.assessment import Assessment, Observed
from indicators.assessments.selectors.published_promises import (
    PublishedPromises,
    promises_on,
    published_promises,
)
from indicators.plans.selectors.promise_rows import Pair


def verdicts_after_approval(
    actuals: Collection[Actual], *, now: datetime, last_over: int
) -> Mapping[ActualKey, Assessment]:
    """The verdict that each of `actuals` would have if it alone were approved `now`.

    Of several promises the verdict that asks for the most attention; none where nothing is promised
    that counts in its year. `last_over` is the last year that is over. A fixed number of queries.
    """
    if not actuals:
        return {}
    known = lineage()
    pairs: dict[ActualKey, Pair] = {
        one.key: (known.current(one.region_id), one.indicator_id) for one in actuals
    }
    published = published_promises(promises_on(set(pairs.values()), known))
    found = {one.key: _judged(one, pairs[one.key], published, now, last_over) for one in actuals}
    return {key: verdict for key, verdict in found.items() if verdict is not None}


def _judged(
    actual: Actual, pair: Pair, published: PublishedPromises, now: datetime, last_over: int
) -> Assessment | None:
    key = actual.key
    then = published.supposing(pair, (key.year, key.base_year), _as_published(actual, now))
    verdicts = [
        then.assess(row, key.year, last_over=last_over)
        for row in then.rows
        if row.counts_in(key.year)
    ]
    return max(verdicts, key=lambda one: one.status.rank, default=None)


def _as_published(actual: Actual, now: datetime) -> Observed:
    return Observed(
        actual.printed_value,
        ObsStatus(actual.obs_status),
        actual.demo,
        published_note(actual.obs_status, actual.note),
        published_at=now,
    )
