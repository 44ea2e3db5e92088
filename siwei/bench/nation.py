"""A nation of invented regions, plans and values, in a database of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from string import ascii_lowercase
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet

from common.chunks import chunks
from common.records.models import HistoryRow, Publication, Record
from common.records.rules.doors import by_command
from common.records.services.history import HistoryStep, append, lock_all
from common.rows import update_locked
from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.storing import content_of
from indicators.plans.models import Indicator, Plan, PlanIndicator, Target
from indicators.plans.rules.enums import Comparator, Direction, Nature, Origin, PlanStatus, Theme
from indicators.plans.services.history import record_promises
from siwei.loading.problems import FileProblem
from siwei.loading.read import read_shared
from siwei.loading.store_shared import store_units
from siwei.loading.sync import SyncCounts

PROVINCES, CITIES, COUNTIES = 31, 333, 2850
YEARS = range(2015, 2031)
PLAN_YEAR, MIDDLE, END = 2025, 2027, 2030
_BATCH = 2000
_DOOR = by_command("bench")
_AT = datetime(2026, 3, 1, tzinfo=UTC)
# A day after which one value in twenty was corrected, and one plan in twenty loaded anew.
THEN = date(2026, 3, 31)
# The day on which everything was published.
SINCE = date(2026, 3, 1)
_LATER = datetime(2026, 6, 1, tzinfo=UTC)
_CORRECTED = 20
_BUILT = (Region, Indicator, Plan, PlanIndicator, Target, Actual, Record, HistoryRow, Publication)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: 15 ceilings, 15 floors, and 3 reductions of the first three ceilings."""

    code: str
    direction: Direction
    level_of: str | None = None


def measures() -> list[Measure]:
    ceilings = [Measure(f"ceiling_{x}", Direction.AT_MOST) for x in ascii_lowercase[:15]]
    floors = [Measure(f"floor_{x}", Direction.AT_LEAST) for x in ascii_lowercase[:15]]
    falls = [Measure(f"fall_{x}", Direction.AT_LEAST, f"ceiling_{x}") for x in ascii_lowercase[:3]]
    return [*ceilings, *floors, *falls]


def build(cities: int) -> list[str]:
    """Everything of the first `cities` cities that isn't there yet; their codes.

    The first call makes the provinces and the catalogue, too; the counties come with the last
    city, so that a small country stays small.
    """
    if not Indicator.objects.exists():
        _catalogue()
    known = set(Region.objects.values_list("code", flat=True))
    codes = list(islice(_city_codes(), cities))
    regions = [region for region in _regions(codes) if region.code not in known]
    Region.objects.bulk_create(regions, batch_size=_BATCH)
    new = [code for code in codes if code not in known]
    _promises(new)
    _values(new)
    _correct(new)
    if cities == CITIES:
        Region.objects.bulk_create(_counties(codes), batch_size=_BATCH)
    _learn()
    return codes


def _learn() -> None:
    """Let the database look at its tables: what it knows of them when they were empty would lead it
    through all rows for every row."""
    with connection.cursor() as cursor:
        for model in _BUILT:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _city_codes() -> Iterator[str]:
    """Cities in turn: one of every province, then a second one of every province, and so on."""
    for number in range(CITIES):
        yield f"{11 + number % PROVINCES}{1 + number // PROVINCES:02d}00"


def _regions(codes: list[str]) -> Iterator[Region]:
    for province in sorted({code[:2] for code in codes}):
        yield _region(f"{province}0000", RegionLevel.PROVINCE, None)
    for code in codes:
        yield _region(code, RegionLevel.CITY, f"{code[:2]}0000")


def _counties(codes: list[str]) -> Iterator[Region]:
    for number in range(COUNTIES):
        city = codes[number % len(codes)]
        code = f"{city[:4]}{1 + number // len(codes):02d}"
        yield _region(code, RegionLevel.COUNTY, city)


def _region(code: str, level: RegionLevel, parent: str | None) -> Region:
    return Region(
        code=code, name=f"甲{code}", name_en=f"Region {code}", level=level, parent_id=parent
    )


def _catalogue() -> None:
    problems: list[FileProblem] = []
    store_units(read_shared(settings.FIXTURES, problems), SyncCounts())
    assert not problems, problems
    Indicator.objects.bulk_create(
        Indicator(
            code=one.code,
            name=one.code,
            name_en=one.code,
            unit_id="%" if one.level_of else "亿立方米",
            direction=one.direction,
            theme=list(Theme)[order % len(Theme)],
            level_of_id=one.level_of,
            order=order,
        )
        for order, one in enumerate(measures(), start=1)
    )


def _promises(codes: list[str]) -> None:
    plans = Plan.objects.bulk_create(
        Plan(
            slug=f"plan-{code}",
            region_id=code,
            year=PLAN_YEAR,
            title=f"甲{code}实施方案",
            status=PlanStatus.UNDATED,
        )
        for code in codes
    )
    rows = PlanIndicator.objects.bulk_create(
        (
            _plan_indicator(plan, one, order)
            for plan in plans
            for order, one in enumerate(measures())
        ),
        batch_size=_BATCH,
    )
    Target.objects.bulk_create(
        (target for row in rows for target in _targets(row)), batch_size=_BATCH
    )
    with transaction.atomic():
        record_promises(plans=plans, now=_AT, door=_DOOR)


def _plan_indicator(plan: Plan, one: Measure, order: int) -> PlanIndicator:
    return PlanIndicator(
        plan=plan,
        region_id=plan.region_id,
        indicator_id=one.code,
        printed_name=one.code,
        printed_unit="%" if one.level_of else "亿立方米",
        unit_id="%" if one.level_of else "亿立方米",
        nature=list(Nature)[order % len(Nature)],
        origin=Origin.ANNEX,
        order=order,
    )


def _targets(row: PlanIndicator) -> Iterator[Target]:
    kind = row.indicator_id.split("_")[0]
    values = {"ceiling": ("9.90", "10.40"), "floor": ("10.20", "11.50"), "fall": ("3.0", "7.0")}
    for year, text in zip((MIDDLE, END), values[kind], strict=True):
        value = Decimal(text)
        yield Target(
            plan_indicator=row,
            year=year,
            base_year=PLAN_YEAR - 1 if kind == "fall" else None,
            value=value,
            value_places=1 if kind == "fall" else 2,
            comparator=Comparator.AT_MOST if kind == "ceiling" else Comparator.AT_LEAST,
        )


def _values(codes: list[str]) -> None:
    """The actuals of these cities, each published, with its history."""
    values = _actuals(codes)
    while some := list(islice(values, _BATCH)):
        _publish(some)


@transaction.atomic
def _publish(some: list[Actual]) -> None:
    Record.objects.bulk_create(row.record for row in some)
    for row in some:
        # Set anew, since its number is known only now: a column that changes forgets its row.
        row.record = row.record
    Actual.objects.bulk_create(some)
    append(
        [
            HistoryStep(row.record, Action.LOAD, _AT, None, _DOOR, None, content_of(row).as_json())
            for row in some
        ]
    )


@transaction.atomic
def _correct(codes: list[str]) -> None:
    """What was changed after `THEN`: by the same services' rows, without their checks."""
    lock_all()
    some = list(Actual.objects.filter(region__in=codes, record__in=_each(Record)))
    records = Record.objects.in_bulk([row.record_id for row in some])
    steps = []
    for row in some:
        before = content_of(row).as_json()
        row.value = row.published_value = (row.value or 0) + Decimal("0.01")
        row.version = row.published_version = row.version + 1
        row.updated_at = row.published_at = _LATER
        after = content_of(row).as_json()
        record = records[row.record_id]
        steps.append(HistoryStep(record, Action.APPROVE, _LATER, None, _DOOR, before, after))
    changed = ["value", "published_value", "version", "published_version", "updated_at"]
    update_locked(some, [*changed, "published_at"])
    for part in chunks(steps):
        append(part)
    plans = list(Plan.objects.filter(region__in=codes, pk__in=_each(Plan)))
    Target.objects.filter(plan_indicator__plan__in=plans, year=END).update(value=Decimal("9.99"))
    record_promises(plans=plans, now=_LATER, door=_DOOR)


def _each(model: type[Model]) -> QuerySet[Any]:
    """One row in twenty, by its number."""
    numbers = model._default_manager.annotate(rest=F("pk") % _CORRECTED)
    return numbers.filter(rest=0).values("pk")


def _actuals(codes: list[str]) -> Iterator[Actual]:
    for number, code in enumerate(codes):
        for order, one in enumerate(measures()):
            for year in YEARS:
                step = Decimal((number * 7 + order * 5 + year * 3) % 100) / 100
                base_year = None
                if one.level_of:
                    base_year = 2014 if year < PLAN_YEAR else PLAN_YEAR - 1
                yield _actual(code, one.code, year, base_year, Decimal("9.50") + step)


def _actual(code: str, indicator: str, year: int, base_year: int | None, value: Decimal) -> Actual:
    key = str(ActualKey(code, indicator, year, base_year))
    return Actual(
        record=Record(kind=KIND, key=key),
        region_id=code,
        indicator_id=indicator,
        year=year,
        base_year=base_year,
        value=value,
        value_places=2,
        obs_status=ObsStatus.NORMAL,
        source="测速",
        state=ActualState.APPROVED,
        demo=True,
        updated_at=_AT,
        published_value=value,
        published_places=2,
        published_obs_status=ObsStatus.NORMAL,
        published_source="测速",
        published_at=_AT,
        published_version=1,
    )
