"""The catalogue of indicators as a table of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import is_english, local_name
from common.tables import Column, Sheet
from indicators.assessments.viewmodels.verdict_cells import yes
from indicators.plans.rules.enums import Direction
from indicators.plans.wording import unit_name

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.assessments.viewmodels.catalogue import IndicatorFacts, ThemeGroup, WholeOrPart


def catalogue_sheet(groups: Sequence[ThemeGroup], origin: Origin) -> Sheet:
    """The indicators by theme, as the page lists them."""
    return Sheet(
        name=_("指标目录"),
        title=_("指标目录"),
        columns=[
            Column(_("指标代码")),
            Column(pgettext("column", "指标")),
            Column(_("英文名称")),
            Column(_("主题")),
            Column(_("单位")),
            Column(_("方向")),
            Column(_("定义")),
            Column(_("城市数")),
            Column(_("承诺数")),
            Column(_("价格")),
            Column(_("数值特点")),
            Column(_("组成部分")),
            Column(_("所属总量")),
            Column(_("是下降幅度")),
        ],
        rows=[_cells(group.label, row) for group in groups for row in group.rows],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )


def _cells(theme: str, row: IndicatorFacts) -> list[Value]:
    one = row.indicator
    return [
        one.code,
        one.name,
        one.name_en,
        theme,
        unit_name(one.unit),
        label(Direction(one.direction)),
        one.definition_en or one.definition if is_english() else one.definition,
        one.city_count,  # type: ignore[attr-defined]
        one.promise_count,  # type: ignore[attr-defined]
        row.prices,
        row.kinds,
        _named(row.divisions),
        _named(row.wholes),
        yes(one.is_reduction),
    ]


def _named(several: Iterable[WholeOrPart]) -> str:
    return _("；").join(
        _("、").join(local_name(one) for one in part.indicators) for part in several
    )
