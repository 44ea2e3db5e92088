"""Records whose keys begin with the slug of a plan: of tasks, and of what is said about them."""

from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex, Substr

from common.records.models import Record
from common.records.services.kinds import NoSuchRegion
from departments.models import Region
from departments.selectors import regions_within
from indicators.plans.models import Plan


def of_plans_in(records: QuerySet[Record], region: str) -> QuerySet[Record]:
    """Those of the plans of `region` and of the regions below it. Raises `NoSuchRegion`."""
    if not Region.objects.filter(code=region).exists():
        raise NoSuchRegion(region)
    within = regions_within([region]).order_by().values("code")
    slug = Substr("key", 1, StrIndex("key", Value("/")) - 1)
    plans = Plan.objects.filter(region__in=within).values("slug")
    return records.alias(plan=slug).filter(plan__in=plans)
