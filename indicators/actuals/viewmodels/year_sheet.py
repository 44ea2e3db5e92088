"""The years of the provinces, open or closed, as a table of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.language import local_name
from common.tables import Column, Sheet

if TYPE_CHECKING:
    from common.downloads import Origin
    from indicators.actuals.selectors.years import ProvinceYear


def year_sheet(years: Iterable[ProvinceYear], origin: Origin) -> Sheet:
    """The years of the provinces, open or closed."""
    return Sheet(
        name=_("填报年度"),
        title=_("开放与关闭年度"),
        columns=[
            Column(_("年度")),
            Column(_("行政区代码")),
            Column(_("省")),
            Column(_("状态")),
            Column(_("截止日期")),
        ],
        rows=[
            [
                one.year.year,
                one.year.province_id,
                local_name(one.year.province),
                _("开放") if one.year.is_open else _("已关闭"),
                one.year.due_on,
            ]
            for one in years
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )
