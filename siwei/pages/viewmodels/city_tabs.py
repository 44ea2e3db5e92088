"""The pages of one city, as tabs that are links."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext

from common.tabs import Tab


class CityTab(StrEnum):
    """Each is called as its route is."""

    STANDING = "city"
    PLAN = "city_plan"
    TASKS = "city_tasks"
    DEPARTMENTS = "city_departments"
    CHANGES = "city_changes"


def tab_name(tab: CityTab) -> str:
    """What a tab is called."""
    match tab:
        case CityTab.STANDING:
            return pgettext("tab", "兑现情况")
        case CityTab.PLAN:
            return pgettext("tab", "规划承诺")
        case CityTab.TASKS:
            return pgettext("tab", "任务")
        case CityTab.DEPARTMENTS:
            return pgettext("tab", "部门")
        case CityTab.CHANGES:
            return pgettext("tab", "变化")


def city_tabs(code: str, kept: Mapping[str, object], current: CityTab) -> list[Tab]:
    """`kept`: what the address asks for and every tab carries on."""
    query = urlencode(kept)
    return [
        Tab(
            tab_name(tab),
            reverse(tab.value, args=[code]) + (f"?{query}" if query else ""),
            tab is current,
        )
        for tab in CityTab
    ]
