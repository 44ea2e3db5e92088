"""Publishes the values that a plan itself reports for a past year."""

from datetime import datetime

from django.db import transaction

from common.decimals import places_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.history import Before, record
from indicators.plans.models import Plan, Reported
from indicators.plans.rules.units import convert


@transaction.atomic
def publish_reported(*, plan: Plan, now: datetime) -> int:
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
    made = [_publish(plan, row, now) for row in rows if _key(row) not in known]
    return len(made)


def _key(row: Reported) -> ActualKey:
    owner = row.plan_indicator
    assert row.year is not None  # the table's own constraint
    return ActualKey(owner.region_id, owner.indicator_id, row.year, row.base_year)


def _publish(plan: Plan, row: Reported, now: datetime) -> Actual:
    owner, key = row.plan_indicator, _key(row)
    assert row.printed_value is not None
    value = convert(row.printed_value, owner.unit.rule, owner.indicator.unit.rule)
    places = places_of(value)
    source = f"《{plan.title}》"
    actual = Actual.objects.create(
        region_id=key.region,
        indicator_id=key.indicator,
        year=key.year,
        base_year=key.base_year,
        value=value,
        value_places=places,
        obs_status=ObsStatus.NORMAL,
        source=source,
        state=ActualState.APPROVED,
        updated_at=now,
        published_value=value,
        published_places=places,
        published_obs_status=ObsStatus.NORMAL,
        published_source=source,
        published_at=now,
    )
    record(actual=actual, before=Before(), action=Action.LOAD, actor=None, now=now)
    return actual
