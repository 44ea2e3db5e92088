"""The years that plans speak of."""

from datetime import date

from django.db.models import Max, Min

from indicators.plans.models import Plan, Target


def years_available() -> range:
    """From the first year of any plan to the last that any target names; empty without plans."""
    plans = Plan.objects.aggregate(first=Min("year"), last=Max("year"))
    target = Target.objects.aggregate(last=Max("year"))["last"]
    if plans["first"] is None:
        return range(0)
    return range(plans["first"], max(plans["last"], target or 0) + 1)


def last_full_year(*, today: date) -> int:
    """The last year that is over, as far as any plan speaks of it."""
    years = years_available()
    return min(max(today.year - 1, years.start), years.stop - 1) if years else today.year - 1
