"""What is kept of the country: right after every write of it, in every process."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from common.records.rules.doors import BY_PAGE
from common.refusals import WrongState
from common.stamps.rules import watch_of
from departments.models import Region, RegionSuccession
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors import country as module
from indicators.actuals.selectors.country import Country, country
from indicators.actuals.selectors.facts import facts_of
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.actuals.services.writing import write_one
from indicators.plans.models import (
    Indicator,
    IndicatorDivision,
    PlanIndicator,
    SeriesBreak,
    Target,
    Unit,
)
from indicators.plans.rules.enums import BreakKind
from indicators.plans.selectors.amendments import later_documents
from tests.common.stamps.test_stamp import elsewhere, run
from tests.indicators.actuals.workflow import NOW
from tests.people import editor, open_year

CITY = "140300"


def said(one: Country) -> dict[str, Any]:
    """All that it says, to be compared."""
    known = one.catalogue
    breaks = [known.breaks.of(code, name) for code in one.places for name in known.indicators]
    return {
        "places": one.places,
        "series": {code: one.lineage.series(code) for code in one.places},
        "indicators": {code: model_to_dict(row) for code, row in known.indicators.items()},
        "units": {code: model_to_dict(row) for code, row in one.units.items()},
        "of indicators": {code: row.unit.rule for code, row in known.indicators.items()},
        "divisions": known.divisions,
        "slips": known.slips,
        "breaks": breaks,
        "years": one.open_years,
    }


WRITES: dict[str, Callable[[], Any]] = {
    "a year is opened": lambda: open_year(2031),
    "a year is closed": lambda: ReportingYear.objects.update(is_open=False),
    "a year is gone": lambda: ReportingYear.objects.all().delete(),
    "a region": lambda: Region.objects.filter(code=CITY).update(valid_to=date(2026, 1, 1)),
    "a new region": lambda: Region.objects.create(
        code="140399", name="新县", level="county", parent_id=CITY
    ),
    "a succession": lambda: RegionSuccession.objects.create(
        predecessor_id=CITY, successor_id="140100", kind="recoded", on=date(2026, 1, 1)
    ),
    "an indicator": lambda: Indicator.objects.update(tolerance="0.5"),
    "raw SQL": lambda: run("UPDATE plans_indicator SET name = 'x'"),
    "a unit": lambda: Unit.objects.update(highest=7),
    "a slip": lambda: Indicator.objects.order_by("pk")[0].slips.add(Unit.objects.all()[0]),
    "a division": lambda: IndicatorDivision.objects.update(complete=False),
    "a part": lambda: run("DELETE FROM plans_indicatorpart"),
    "a break": lambda: SeriesBreak.objects.create(
        indicator=Indicator.objects.order_by("pk")[0],
        year=2024,
        kind=BreakKind.METHOD.value,
        note="口径",
    ),
}


@pytest.fixture
def year(plans: None) -> ReportingYear:
    return open_year(2025)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_it_is_what_is_written_after_every_write(
    year: ReportingYear, write: Callable[[], Any]
) -> None:
    before = country()
    assert country() is before
    write()
    after = country()
    assert said(after) == said(module._read()) != said(before)
    assert country() is after


def test_every_table_that_it_reads_ends_it(year: ReportingYear) -> None:
    with CaptureQueriesContext(connection) as queries:
        module._read()
    tables = {one for query in queries for one in re.findall(r'"(\w+_\w+)"\.', query["sql"])}
    labels = {one._meta.db_table: one._meta.label_lower for one in every_model()}
    watched = [watch_of(labels[table]) for table in tables & labels.keys()]
    assert len(watched) > 8
    assert all(one is not None and one.part is None and not one.unseen for one in watched)


def every_model() -> Any:
    return apps.get_models(include_auto_created=True)


def test_a_region_that_lies_in_itself_stops_no_other(year: ReportingYear) -> None:
    Region.objects.filter(code="140105").update(parent="140105")
    assert country().places[CITY].ancestors == (CITY, "140000")


def test_what_was_loaded_since_is_read_by_itself(year: ReportingYear) -> None:
    key = parse_key(f"{CITY}.total_water_use.2025")
    before = facts_of([key])
    mine = PlanIndicator.objects.filter(region=CITY, indicator=key.indicator)
    unit = mine.first().unit
    unit.pk = unit.name = unit.name_en = "新单位"
    unit.order = 999
    unit.save(force_insert=True)
    mine.update(unit=unit)
    around = Surroundings([key], facts=before)
    assert around.limited_by(key) is not None


def test_what_a_plan_says_wrongly_stops_its_own_region_alone(year: ReportingYear) -> None:
    there = Target.objects.filter(plan_indicator__region="371500", value__isnull=False)
    amending = there.order_by("pk")[0]
    promised = amending.plan_indicator
    amended = there.exclude(plan_indicator=promised).order_by("pk")[0]
    Target.objects.filter(pk=amending.pk).update(amends=amended, effective_on=date(2026, 1, 1))
    other = Unit.objects.exclude(dimension=promised.unit.dimension).first()
    PlanIndicator.objects.filter(pk=promised.pk).update(unit=other)
    with pytest.raises(ValueError, match="→"):
        later_documents({"371500"})
    entry = Entry("2.2", source="公报")
    change = Change(parse_key(f"{CITY}.total_water_use.2025"), Action.SAVE, None, entry)
    assert write_one(change=change, actor=editor("alice"), now=NOW, door=BY_PAGE).stored


def test_it_costs_one_query(
    year: ReportingYear, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    country()
    with django_assert_num_queries(1):
        country()


def test_what_was_undone_is_not_kept(year: ReportingYear) -> None:
    before = said(country())
    point = transaction.savepoint()
    ReportingYear.objects.update(is_open=False)
    assert not country().open_years
    transaction.savepoint_rollback(point)
    assert said(country()) == before


def test_nobody_enters_what_another_process_has_closed(year: ReportingYear) -> None:
    alice = editor("alice")

    def save(value: str, seen: int | None) -> int:
        change = Change(
            parse_key(f"{CITY}.total_water_use.2025"),
            Action.SAVE,
            seen,
            Entry(value, source="公报"),
        )
        return write_one(change=change, actor=alice, now=NOW, door=BY_PAGE).stored.version

    version = save("2.2", None)
    # As another process does: past this one's models.
    run("UPDATE actuals_reportingyear SET is_open = NOT is_open")
    with pytest.raises(WrongState):
        save("2.3", version)


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_others_commit_and_not_before(plans: None) -> None:
    open_year(2025)
    before = country()
    with transaction.atomic():
        ReportingYear.objects.update(is_open=False)
        assert not country().open_years
        assert elsewhere(country).open_years == before.open_years
    assert not elsewhere(country).open_years
