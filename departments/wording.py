"""What levels of regions and roles of people are called."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from departments.rules.roles import RegionLevel, Role

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
