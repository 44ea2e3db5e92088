"""What a history row put before the public: the value as it was published by it, or withdrawn."""

from collections.abc import Collection
from dataclasses import replace

from common.records.models import HistoryRow
from departments.models import Region
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.rules.workflow import published_note
from indicators.actuals.selectors.actuals import PublishedView
from indicators.plans.models import Indicator


class PublishedThen:
    """Reads regions and indicators of history rows of actuals, which have their records. Two
    queries; none for none."""

    def __init__(self, rows: Collection[HistoryRow]) -> None:
        keys = [parse_key(row.record.key) for row in rows]
        codes, indicators = {key.region for key in keys}, {key.indicator for key in keys}
        self._regions = Region.objects.in_bulk(codes) if codes else {}
        found = Indicator.objects.select_related("unit").in_bulk(indicators) if indicators else {}
        self._indicators = found

    def view(self, row: HistoryRow) -> PublishedView | None:
        """What the public saw right after `row`, which published or withdrew a value; None where
        its indicator is no longer in the catalogue. `pk` is the number of the row."""
        key, said = parse_key(row.record.key), ActualContent.of_json(row.after)
        region, indicator = self._regions.get(key.region), self._indicators.get(key.indicator)
        if region is None or indicator is None:
            return None
        view = PublishedView(
            pk=row.sequence,
            key=key,
            region=region,
            indicator=indicator,
            demo=said.demo,
            withdrawn=said.withdrawn,
            value=said.value,
            obs_status=said.obs_status,
            source=said.source,
            note=published_note(said.obs_status, said.note),
            version=row.number,
            updated_at=row.at,
        )
        if said.withdrawn is None:
            return view
        return replace(view, value=None, obs_status=ObsStatus.MISSING, source="", note="")
