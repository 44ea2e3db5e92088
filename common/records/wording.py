"""What the doors are called through which a change came."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.labels import label, register
from common.records.rules.doors import DoorKind

register(
    DoorKind,
    {
        DoorKind.PAGE: pgettext_lazy("door", "页面"),
        DoorKind.API: pgettext_lazy("door", "API"),
        DoorKind.IMPORT: pgettext_lazy("door", "导入"),
        DoorKind.COMMAND: pgettext_lazy("door", "命令"),
    },
)


def door_in_words(door: str, name: str) -> str:
    """`页面`, `API 密钥 Ab3dEf7h`, `命令 load_plans`; empty for a row of before."""
    if not door:
        return ""
    kind = DoorKind(door)
    if not name:
        return label(kind)
    if kind is DoorKind.API:
        return _("API 密钥 %s") % name
    return f"{label(kind)} {name}"
