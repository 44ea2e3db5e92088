"""What the page of changes can be asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.as_of import AsOfParameter
from common.events import EventKey, parse_event_key
from common.filters import (
    ChoiceListFilter,
    DayParameter,
    FilterSet,
    ListFilter,
    OneCodeField,
    OneYearParameter,
)
from common.ordering import OrderingParameter
from departments.filters import RegionCodesFilter, RegionFilter, region_filter
from indicators.plans.filters import ProvinceFilter, indicator_filter
from siwei.pages.rules import ChangeKind
from siwei.pages.selectors.changes import SOURCES


class EventKeyField(forms.CharField):
    """Where a page ended, as the link to the next one carries it."""

    default_error_messages = {
        "invalid": _("“%(value)s”不是某一页的结尾；请从第一页重新打开。"),
    }

    def to_python(self, value: Any) -> EventKey | None:  # type: ignore[override]  # not a text
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_event_key(text, SOURCES)
        except ValueError:
            message = self.error_messages["invalid"]
            raise ValidationError(message, code="invalid", params={"value": text}) from None


class EventKeyParameter(ListFilter):
    field_class = EventKeyField

    def __init__(self, **options: Any) -> None:
        super().__init__(narrows=False, **options)


class ChangeFilter(FilterSet):
    """The page of changes; all are parameters of what is merged from several tables."""

    since = DayParameter(
        label=_("自"), help_text=_("从这一天起的变化，如 2026-03-01；不写为最近 30 天。")
    )
    region = region_filter("region", narrows=False)
    province = ProvinceFilter(field_name="region", narrows=False)
    indicator = indicator_filter("indicator", narrows=False)
    kind = ChoiceListFilter(
        words=ChangeKind,
        narrows=False,
        label=_("变化"),
        help_text=_("变化的种类，如 corrected、breached。"),
    )
    after = EventKeyParameter(label=_("上一页的结尾"), help_text=_("“更早的变化”链接中的位置。"))
    as_of = AsOfParameter()


class CityListFilter(RegionFilter):
    """The page of the cities, each with its plan in numbers
    (`siwei.pages.viewmodels.summary_order`)."""

    ordering = OrderingParameter(
        (
            *("region", "plan", "status", "constraint", "expected", "unstated"),
            *("years", "tasks", "conflicts"),
        )
    )


class OneRegionField(OneCodeField):
    """One region, and no more: a briefing is of one."""

    default_error_messages = {"several": _("一份简报只能是一个行政区的。")}


class OneRegionFilter(RegionCodesFilter):
    field_class = OneRegionField
    openapi = {"type": "string"}


class BriefingFilter(FilterSet):
    """The page for a director: one region in one year, and what changed since a day."""

    region = OneRegionFilter(
        field_name="region",
        narrows=False,
        help_text=_("省、市或县的代码，如 140000；不写为自己所在的行政区。"),
    )
    year = OneYearParameter(help_text=_("年份，如 2025；不写为上一年。"))
    since = DayParameter(
        label=_("自"), help_text=_("从这一天起的变化，如 2026-03-01；不写为最近 30 天。")
    )
    as_of = AsOfParameter()
