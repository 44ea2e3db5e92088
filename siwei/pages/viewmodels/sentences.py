"""The overview in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.labels import label
from indicators.assessments.rules.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Mapping


def binding_sentence(year: int, cities: int, counts: Mapping[Status, int]) -> str:
    """The year in words: how many binding promises `cities` cities made, and how they stand."""
    parts = [
        _("%(number)d 项%(status)s") % {"number": counts[status], "status": label(status)}
        for status in Status
        if counts.get(status)
    ]
    return ngettext(
        "%(year)d 年，%(cities)d 个城市：%(total)d 项约束性承诺中，%(parts)s。",
        "%(year)d 年，%(cities)d 个城市：%(total)d 项约束性承诺中，%(parts)s。",
        cities,
    ) % {
        "year": year,
        "cities": cities,
        "total": sum(counts.values()),
        "parts": _("、").join(parts) or _("还没有一项"),
    }
