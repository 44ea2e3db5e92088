"""What the addresses of reports can be asked for."""

from django.utils.translation import gettext_lazy as _

from common.as_of import AsOfParameter
from common.filters import ChoiceListFilter, DayParameter, FilterSet, OneYearParameter, SearchFilter
from siwei.reports.rules.templates import Layout


class ReportListFilter(FilterSet):
    """The regions of which there are reports."""

    year = OneYearParameter(help_text=_("年份，如 2025；不写为上一年。"))
    search = SearchFilter(
        columns=["code", "name", "name_en"],
        label=_("搜索"),
        help_text=_("名称、英文名称或代码中的文字。"),
    )
    as_of = AsOfParameter()


class ReportFilter(FilterSet):
    """A report shows one year, which its address names; as it was at a moment, if asked."""

    layout = ChoiceListFilter(
        words=Layout,
        narrows=False,
        label=_("版式"),
        help_text=_("builtin 为内置版式；不写为本省的模板，没有模板的为内置版式。"),
    )
    as_of = AsOfParameter()


class BriefingFilter(ReportFilter):
    since = DayParameter(
        label=_("自"), help_text=_("从这一天起的变化，如 2026-03-01；不写为最近 30 天。")
    )
