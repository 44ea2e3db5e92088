"""Publishes the values that a plan itself reports for a past year."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from common.records.rules.doors import Door
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.writing import write_as_siwei
from indicators.plans.models import Plan, Reported
from indicators.plans.rules.units import convert


def publish_reported(*, plan: Plan, now: datetime, door: Door) -> int:
    """Make an approved actual of every value that `plan` reports, where there is none yet.

    An actual that exists is left alone, whoever wrote it. Returns how many were made.
    """
    rows = Reported.objects.filter(plan_indicator__plan=plan).select_related(
        "plan_indicator__unit", "plan_indicator__indicator__unit"
    )
    known = {
        actual.key
        for actual in Actual.objects.filter(
            region__in=rows.values("plan_indicator__region"), year__in=rows.values("year")
        )
    }
    new = {_key(row): row for row in reversed(rows) if _key(row) not in known}
    changes = [
        Change(key, Action.LOAD, None, Entry(_value(row), source=f"《{plan.title}》"))
        for key, row in new.items()
    ]
    outcomes = write_as_siwei(changes=changes, now=now, door=door)
    return sum(outcome.changed for outcome in outcomes)


def plans_to_publish() -> set[str]:
    """The slugs of the plans that report a value of which there is no actual yet. One query."""
    of_that_year = Actual.objects.filter(
        region=OuterRef("plan_indicator__region"),
        indicator=OuterRef("plan_indicator__indicator"),
        year=OuterRef("year"),
    )
    of_that_base = Exists(of_that_year.filter(base_year=OuterRef("base_year")))
    without_base = Exists(of_that_year.filter(base_year__isnull=True))
    missing = Reported.objects.exclude(of_that_base | Q(without_base, base_year__isnull=True))
    return set(missing.order_by().values_list("plan_indicator__plan__slug", flat=True).distinct())


def _key(row: Reported) -> ActualKey:
    owner = row.plan_indicator
    assert row.year is not None  # the table's own constraint
    return ActualKey(owner.region_id, owner.indicator_id, row.year, row.base_year)


def _value(row: Reported) -> Decimal:
    """The reported value in the catalogue's unit."""
    owner = row.plan_indicator
    assert row.printed_value is not None
    return convert(row.printed_value, owner.unit.rule, owner.indicator.unit.rule)
