"""What is known around a value, for the checks: read once for any number of values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q

from common.decimals import at_places
from departments.models import Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.derived import derived_between
from indicators.actuals.rules.findings import Finding, IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.plausibility import Context, Expected, run_checks
from indicators.actuals.selectors.promises import Promised, Promises
from indicators.plans.models import Indicator
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit
from indicators.plans.selectors.catalogue import read_catalogue
from indicators.plans.selectors.plans import plan_indicators


class Surroundings:
    """The neighbours of a set of values. A fixed number of queries, however many they are."""

    def __init__(self, keys: Iterable[ActualKey]) -> None:
        self._keys = set(keys)
        self._parents = dict(
            Region.objects.filter(code__in={key.region for key in self._keys}).values_list(
                "code", "parent"
            )
        )
        self._values = self._read_values()
        self._peers = self._read_peers()
        self._promises = Promises(
            plan_indicators().filter(
                region__in=self._parents, indicator__in={key.indicator for key in self._keys}
            )
        )
        catalogue = read_catalogue()
        self._indicators, self._divisions = catalogue.indicators, catalogue.divisions

    def findings(self, key: ActualKey, value: Decimal | None) -> list[Finding]:
        """Every finding on `value` as the value of `key`; none where there is no value."""
        return [] if value is None else run_checks(value, self.context(key))

    def context(self, key: ActualKey) -> Context:
        """What is known around the value of `key`, as the checks want it."""
        indicator = self._indicators[key.indicator]
        limited = self.limited_by(key)
        same_year = {
            other.indicator: value
            for other, value in self._values.items()
            if (other.region, other.year, other.base_year) == (key.region, key.year, None)
            and other != key
        }
        return Context(
            indicator=key.indicator,
            unit=indicator.unit.rule,
            expected=_expected(indicator),
            is_reduction=indicator.is_reduction,
            previous=self._values.get(
                ActualKey(key.region, key.indicator, key.year - 1, key.base_year)
            ),
            same_year=same_year,
            names={
                code: IndicatorName(one.name, one.name_en) for code, one in self._indicators.items()
            },
            divisions=self._divisions,
            peers=[
                value
                for region, value in self._peers.get(_period(key), {}).items()
                if region != key.region and region[:2] == key.region[:2]
            ],
            derived=derived_between(key, indicator.level_of_id, self._values),
            limit=limited[1] if limited else None,
            nature=limited[0].promise.nature if limited else Nature.UNSTATED,
        )

    def limited_by(self, key: ActualKey) -> tuple[Promised, Limit] | None:
        """The promise that limits the value of `key`, and the limit of its year."""
        return self._promises.limiting(key)

    def _read_values(self) -> Mapping[ActualKey, Decimal]:
        """The working values of the same regions in every year that a check looks at."""
        years = {key.year for key in self._keys}
        years |= {year - 1 for year in years}
        years |= {key.base_year for key in self._keys if key.base_year is not None}
        rows = Actual.objects.filter(
            region__in=self._parents, year__in=years, value__isnull=False
        ).values_list("region", "indicator", "year", "base_year", "value", "value_places")
        return {
            ActualKey(region, indicator, year, base_year): value
            for region, indicator, year, base_year, stored, places in rows
            if (value := at_places(stored, places)) is not None
        }

    def _read_peers(self) -> Mapping[tuple[str, int, int | None], dict[str, Decimal]]:
        """Published values of the same indicators and years in regions beside these."""
        asked = Q(pk__in=[])
        for parent in set(self._parents.values()):
            asked |= Q(region__parent=parent)
        rows = Actual.objects.filter(
            asked,
            indicator__in={key.indicator for key in self._keys},
            year__in={key.year for key in self._keys},
            published_value__isnull=False,
        ).values_list(
            "region", "indicator", "year", "base_year", "published_value", "published_places"
        )
        peers: dict[tuple[str, int, int | None], dict[str, Decimal]] = defaultdict(dict)
        for region, indicator, year, base_year, stored, places in rows:
            if (value := at_places(stored, places)) is not None:
                peers[(indicator, year, base_year)][region] = value
        return peers


def findings_of(actual: Actual) -> list[Finding]:
    """What the checks find in the working value of `actual`, stored or not yet."""
    return Surroundings([actual.key]).findings(actual.key, actual.printed_value)


def _expected(indicator: Indicator) -> Expected:
    """What the catalogue says of the indicator's values."""
    return Expected(
        may_be_negative=indicator.may_be_negative,
        whole_numbers=indicator.whole_numbers,
        cumulative=indicator.cumulative,
        is_intensity=indicator.is_intensity,
        largest=None if indicator.largest is None else indicator.largest.normalize(),
        yearly_change=indicator.yearly_change,
    )


def _period(key: ActualKey) -> tuple[str, int, int | None]:
    return (key.indicator, key.year, key.base_year)
