"""What the regions of a province have to enter for a year, and what of it is there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from departments.models import Region
from departments.rules.permissions import IMPORT, Person, Subject, concerns, may
from departments.rules.successions import Lineage, not_reported
from departments.selectors import lineage, regions_within, with_parents
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import next_state, open_for
from indicators.actuals.selectors.completeness import required_keys
from indicators.actuals.selectors.subjects import sent_back, subjects
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.selectors.promise_rows import Pair, promise_rows


@dataclass(frozen=True, slots=True)
class ProvinceColumn:
    """An indicator, of a reduction with the year from which it counts."""

    indicator: Indicator
    base_year: int | None


@dataclass(frozen=True, slots=True)
class ProvinceGrid:
    """The regions of a province, itself among them, by what their plans require of one year.

    `required`: the values that plans ask for and the reader may see, of which those of `open`
    take a change; `regions` (by code) and `columns` (in the catalogue's order) are those of them.
    `enters`: the reader enters values of the province. `actuals`: what is stored in any row and
    column, required or not.
    """

    province: Region
    year: int
    is_open: bool
    due_on: date | None
    regions: Sequence[Region]
    columns: Sequence[ProvinceColumn]
    required: frozenset[ActualKey]
    open: frozenset[ActualKey]
    enters: bool
    actuals: Mapping[ActualKey, Actual]

    def key(self, region: Region, column: ProvinceColumn) -> ActualKey:
        return ActualKey(region.code, column.indicator.code, self.year, column.base_year)


def province_grid(*, province: Region, year: int, person: Person) -> ProvinceGrid:
    """What `person`, who may read the province, sees of it. A fixed number of queries.

    Open is what takes a change now: to who enters values, where they may; to who reviews or
    administers, all of it, for them to have it filled in.
    """
    known = lineage()
    regions = {one.code: one for one in with_parents(regions_within([province.code]))}
    wanted = _wanted(regions, year, known)
    subject_of = _subjects(wanted, regions)
    seen = {pair for pair, subject in subject_of.items() if concerns(person, subject)}
    required = frozenset(key for key in wanted if _pair(key) in seen)
    opened = ReportingYear.objects.filter(province=province, year=year).first()
    is_open = opened is not None and opened.is_open
    actuals = _actuals(required, year, seen)
    back = frozenset() if is_open else sent_back(actuals.values())
    return ProvinceGrid(
        province=province,
        year=year,
        is_open=is_open,
        due_on=opened.due_on if opened else None,
        regions=[regions[code] for code in sorted({key.region for key in required})],
        columns=_columns(required),
        required=required,
        open=frozenset(
            key
            for key in required
            if _takes(actuals.get(key), is_open=is_open, back=back)
            and may(person, IMPORT, subject_of[_pair(key)])
        ),
        enters=any(may(person, IMPORT, subject_of[_pair(key)]) for key in required),
        actuals=actuals,
    )


def _wanted(regions: Mapping[str, Region], year: int, known: Lineage) -> set[ActualKey]:
    """The values that plans require, under the codes under which they are entered."""
    rows = promise_rows(PlanIndicator.objects.filter(region__in=known.all_of(regions)))
    return {
        ActualKey(code, indicator, year, base_year)
        for (current, _year), keys in required_keys(rows, {year}).items()
        if (code := known.in_year(current, year)) in regions
        and not_reported(code, year, regions[code].validity, known) is None
        for _region, indicator, _same, base_year in keys
    }


def _subjects(wanted: Collection[ActualKey], regions: Mapping[str, Region]) -> dict[Pair, Subject]:
    """Whose each cell is, required or not. One query."""
    codes, indicators = {key.region for key in wanted}, {key.indicator for key in wanted}
    year = next((key.year for key in wanted), 0)
    every = [ActualKey(code, indicator, year) for code in codes for indicator in indicators]
    return subjects(every, regions)


def _actuals(
    required: Collection[ActualKey], year: int, seen: Collection[Pair]
) -> dict[ActualKey, Actual]:
    rows = Actual.objects.filter(
        region__in={key.region for key in required},
        indicator__in={key.indicator for key in required},
        year=year,
    )
    return {row.key: row for row in rows if _pair(row.key) in seen}


def _columns(required: Collection[ActualKey]) -> list[ProvinceColumn]:
    codes = {key.indicator for key in required}
    rows = Indicator.objects.select_related("unit").filter(code__in=codes)
    periods: dict[str, set[int | None]] = {code: set() for code in codes}
    for key in required:
        periods[key.indicator].add(key.base_year)
    return [
        ProvinceColumn(one, base_year)
        for one in rows.order_by("order", "code")
        for base_year in sorted(periods[one.code], key=lambda year: year or 0)
    ]


def _pair(key: ActualKey) -> Pair:
    return key.region, key.indicator


def _takes(actual: Actual | None, *, is_open: bool, back: frozenset[int]) -> bool:
    """Whether the workflow lets somebody save a value."""
    state = ActualState(actual.state) if actual else None
    published = actual is not None and actual.is_published
    returned = actual is not None and actual.pk in back
    return next_state(state, Action.SAVE, published=published) is not None and open_for(
        Action.SAVE, year_is_open=is_open, sent_back=returned
    )
