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
    apart = published.apart()
    found: dict[ActualKey, Assessment] = {}
    for one in actuals:
        key, pair = one.key, pairs[one.key]
        if pair not in apart:
            continue
        seen = _as_published(one, now)
        then = published.supposing(apart[pair], pair, (key.year, key.base_year), seen)
        verdict = _most_severe(then, key.year, last_over)
        if verdict is not None:
            found[key] = verdict
    return found


def _most_severe(promised: PublishedPromises, year: int, last_over: int) -> Assessment | None:
    verdicts = [
        promised.assess(row, year, last_over=last_over)
        for row in promised.rows
        if row.counts_in(year)
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
