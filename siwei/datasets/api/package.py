"""The address of the data package, beside the CSV files."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.addresses import base_url
from common.api.views import ReadView
from departments.models import Region
from indicators.plans.selectors.plans import catalogue, plans
from siwei.datasets.selectors.packaged import packaged_sets
from siwei.datasets.selectors.sets import SETS
from siwei.datasets.selectors.summaries import shows_demo
from siwei.datasets.viewmodels.data_package import PackagedSet, data_package
from siwei.datasets.viewmodels.publishing import publishing

# Each filter of any set, as the first that has it describes it.
_FILTERS = {
    name: one for found in SETS.values() for name, one in found.filters.base_filters.items()
}


def _parameter(name: str, one: Any) -> OpenApiParameter:
    is_list = one.openapi["type"] == "array"
    return OpenApiParameter(
        name,
        one.openapi,
        description=one.extra.get("help_text", ""),
        style="form" if is_list else None,
        explode=False if is_list else None,
    )


class DataPackageView(ReadView[Any]):
    """A description of the CSV files beside it, for a program that checks them.

    A Data Package (version 2): fields with types, units and words, keys, and the regions and
    indicators that the files refer to. With filters it describes filtered files, of those data
    sets that take all of them.
    """

    pagination_class = None

    @extend_schema(
        summary="Data package",
        parameters=[_parameter(name, one) for name, one in _FILTERS.items()],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        sets, query = packaged_sets(request)
        package = data_package(
            [PackagedSet(one, query) for one in sets],
            regions=Region.objects.order_by("code"),
            indicators=catalogue(),
            plans=plans(),
            publishing=publishing(base_url(request), demo=shows_demo()),
        )
        return Response(package)
