"""What data sets, their columns and their forms are called."""

from django.utils.translation import gettext_lazy as _

from common.column_kinds import Kind
from common.labels import register

register(
    Kind,
    {
        Kind.TEXT: _("文字"),
        Kind.INTEGER: _("整数"),
        Kind.DECIMAL: _("小数"),
        Kind.BOOLEAN: _("是或否"),
        Kind.DATE: _("日期"),
        Kind.TIME: _("时间"),
        Kind.JSON: _("列表（JSON）"),
    },
)
