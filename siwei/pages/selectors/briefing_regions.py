"""Of which regions there are briefings."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import Person
from departments.rules.roles import RegionLevel
from departments.selectors import regions, regions_within, with_parents
from indicators.plans.models import Plan


def provinces_with_plans() -> QuerySet[Region]:
    """The provinces in which anybody has a plan, by code."""
    mine = Q(region=OuterRef("pk")) | Q(region__parent=OuterRef("pk"))
    deeper = Q(region__parent__parent=OuterRef("pk"))
    plans = Plan.objects.filter(mine | deeper).order_by()
    return regions().filter(Q(Exists(plans)), level=RegionLevel.PROVINCE.value)


def regions_beside(region: Region) -> list[Region]:
    """The regions with a plan in the province of `region`, itself apart from the others: not more
    than one province has. One query."""
    province = ancestors_of(region)[-1]
    inside = regions_within([province]).exclude(pk=province)
    return list(inside.filter(Q(plans__isnull=False) | Q(pk=region.pk)).distinct())


def own_region(person: Person) -> str | None:
    """The code of the region in which somebody works, the widest of several; None where they work
    nowhere, or in several of which none holds the others."""
    codes = {grant.region for grant in person.grants}
    if len(codes) == 1:
        return codes.pop()
    found = with_parents(regions().filter(pk__in=codes))
    wide = [one for one in found if codes.isdisjoint(ancestors_of(one)[1:])]
    return wide[0].code if len(wide) == 1 else None
