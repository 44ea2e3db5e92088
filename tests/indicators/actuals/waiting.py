"""A city that has handed in a whole year, for tests of the reviewer's queue."""

from datetime import UTC, datetime
from decimal import Decimal

from common.records.rules.doors import BY_PAGE
from departments.models import Department, Membership
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.writing import write
from tests.people import person

CITY, YEAR = "140100", 2026
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def hand_in(many: int = 20, *, doubtful: int = 0) -> list[ActualKey]:
    """太原 hands in so many values of 2026, those of 2025 again; the first `doubtful` of them far
    smaller, with an explanation. Needs the demonstration."""
    clerk = person("wang")
    for department in Department.objects.filter(region=CITY):
        Membership.objects.create(user=clerk, region_id=CITY, department=department, role="editor")
    last = Actual.objects.filter(region=CITY, year=YEAR - 1, base_year=None, value__gt=0)
    # Percentages first: they are parts of nothing, so that no other value is asked about.
    known = sorted(
        last.select_related("indicator__unit").order_by("indicator__order"),
        key=lambda one: not one.indicator.unit.in_points,
    )[:many]
    entries = {
        ActualKey(CITY, one.indicator_id, YEAR): _entry(one, far=number < doubtful)
        for number, one in enumerate(known)
    }
    saved = [Change(key, Action.SAVE, None, entry) for key, entry in entries.items()]
    outcomes = write(changes=saved, actor=clerk, now=NOW, door=BY_PAGE, all_or_nothing=True)
    sent = [Change(one.key, Action.SUBMIT, one.stored.version) for one in outcomes]
    write(changes=sent, actor=clerk, now=NOW, door=BY_PAGE, all_or_nothing=True)
    assert len(entries) == many
    return list(entries)


def _entry(last: Actual, *, far: bool) -> Entry:
    value = last.printed_value
    assert value is not None
    if not far:
        return Entry(value=str(value), source="太原市水资源公报")
    smaller = (value * Decimal("0.6")).quantize(value)
    return Entry(value=str(smaller), source="太原市水资源公报", explanation="统计口径按公报调整")
