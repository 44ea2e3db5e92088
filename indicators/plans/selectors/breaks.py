"""口径变动: the breaks of every series, read once for any number of promises."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet

from departments.rules.successions import NO_LINEAGE, Lineage
from departments.selectors import lineage
from indicators.plans.models import Indicator, SeriesBreak
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import BreakKind

_COLUMNS = ("indicator_id", "region_id", "year", "kind", "note", "note_en", "source")


class SeriesBreaks:
    """The breaks of all indicators, by indicator."""

    def __init__(self, breaks: Iterable[Break] = ()) -> None:
        self._by_indicator: dict[str, list[Break]] = defaultdict(list)
        for one in breaks:
            self._by_indicator[one.indicator].append(one)

    def of(self, region: str, indicator: str, level: str | None = None) -> tuple[Break, ...]:
        """The breaks of `indicator` in `region`, by year; of a reduction those of its `level` too.

        Where both break in one year, that is said once, in the level's words.
        """
        found: dict[int, Break] = {}
        for code in (indicator, level):
            for one in self._by_indicator.get(code or "", ()):
                if one.region in (None, region):
                    found[one.year] = one
        return tuple(found[year] for year in sorted(found))


def break_rows() -> QuerySet[SeriesBreak]:
    """Every break, with its indicator and region, by indicator and year."""
    return SeriesBreak.objects.select_related("indicator", "region").order_by(
        "indicator__order",
        "indicator_id",
        "year",
        F("region_id").asc(nulls_first=True),
        "pk",
    )


def series_breaks(lineage: Lineage = NO_LINEAGE) -> SeriesBreaks:
    """The breaks of all series, in one query; each under the code that its region has today."""
    rows = SeriesBreak.objects.order_by("year", "pk").values_list(*_COLUMNS)
    return SeriesBreaks(
        Break(
            year,
            BreakKind(kind),
            note,
            note_en,
            source,
            indicator,
            None if region is None else lineage.current(region),
        )
        for indicator, region, year, kind, note, note_en, source in rows
    )


def breaks_of(indicator: Indicator, region: str) -> tuple[Break, ...]:
    """The breaks of one series, by year; of a reduction those of its level too. Two queries."""
    known = lineage()
    found = series_breaks(known)
    return found.of(known.current(region), indicator.code, indicator.level_of_id)
