"""What levels, roles and kinds of department are called."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from common.language import is_english
from departments.rules.functions import FUNCTIONS
from departments.rules.roles import RegionLevel, Role


def function_name(function: str) -> str:
    """What a department of this kind does."""
    name = FUNCTIONS[function]
    return name.en if is_english() else name.zh


register(
    RegionLevel,
    {
        RegionLevel.PROVINCE: pgettext_lazy("level", "省"),
        RegionLevel.CITY: pgettext_lazy("level", "市"),
        RegionLevel.COUNTY: pgettext_lazy("level", "县（市、区）"),
    },
)

register(
    Role,
    {
        Role.EDITOR: pgettext_lazy("role", "填报"),
        Role.REVIEWER: pgettext_lazy("role", "审核"),
        Role.VIEWER: pgettext_lazy("role", "查看"),
    },
)
