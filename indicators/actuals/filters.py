"""What lists of actuals can be filtered by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.as_of import AsOfParameter
from common.filters import ChoiceListFilter, FilterSet, SinceFilter, YearFilter
from departments.filters import region_filter
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.selectors.actuals import seen_since
from indicators.plans.filters import ProvinceFilter, indicator_filter, years_parameter


class QueueFilter(FilterSet):
    region = region_filter("region_id")
    year = YearFilter(
        field_name="year",
        label=_("年份"),
        help_text=_("年份或范围：2025、2023:2030、2023:、:2030。"),
    )
    indicator = indicator_filter("indicator_id")


class CompletenessFilter(FilterSet):
    """The promises of which the values are counted, region by region and year by year."""

    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    year = years_parameter()
    as_of = AsOfParameter()


class AskedPublished(ChoiceListFilter):
    """Whether everybody is to be shown what the public sees; `true`, or not asked.

    It narrows nothing: whoever lists asks `asks_for_published` for whom.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(words=["true"], narrows=False, **options)
        self.openapi = {"type": "string", "enum": ["true"]}


def asks_for_published(parameters: Mapping[str, object]) -> bool:
    """Whether a list asks for what the public sees (`AskedPublished` refuses all but `true`)."""
    return "published" in parameters


class SeenSinceFilter(SinceFilter):
    """Actuals of which what the caller sees changed at that time or later."""

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        return qs if value is None else seen_since(qs, value)


class ActualFilter(FilterSet):
    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    indicator = indicator_filter("indicator_id")
    year = YearFilter(
        field_name="year",
        label=_("年份"),
        help_text=_("年份或范围：2025、2023:2030、2023:、:2030。"),
    )
    state = ChoiceListFilter(
        field_name="seen_state",
        words=ActualState,
        label=_("审核状态"),
        help_text=_("审核状态；未登录者只见到已审核的数据。"),
    )
    updated_since = SeenSinceFilter(
        field_name="seen_at",
        label=_("更新时间"),
        help_text=_("此时间及以后更新的数据（ISO 8601，如 2026-03-01T00:00:00+08:00）。"),
    )
    published = AskedPublished(
        field_name="published_at",
        label=_("已发布"),
        help_text=_("true：只要已发布的数值，与公众所见完全相同，不论是谁在查询。"),
    )
    as_of = AsOfParameter()
