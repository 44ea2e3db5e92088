"""What statuses, paces and grounds of comparison are called, and what a status means."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from common.labels import Label, register
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Method, Pace

register(
    Status,
    {
        Status.MET: pgettext_lazy("status", "达标"),
        Status.ON_TRACK: pgettext_lazy("status", "进度正常"),
        Status.NEAR_LIMIT: pgettext_lazy("status", "接近红线"),
        Status.BEHIND: pgettext_lazy("status", "滞后"),
        Status.MISSED: pgettext_lazy("status", "未达标"),
        Status.BREACHED: pgettext_lazy("status", "突破红线"),
        Status.NO_DATA: pgettext_lazy("status", "待填报"),
        Status.NOT_DUE: pgettext_lazy("status", "未到期"),
        Status.NOT_ASSESSABLE: pgettext_lazy("status", "不可评"),
    },
)

register(
    Pace,
    {
        Pace.ON_TRACK: pgettext_lazy("pace", "进度正常"),
        Pace.ACCELERATE: pgettext_lazy("pace", "需要加快"),
        Pace.LIMITED: pgettext_lazy("pace", "进展有限"),
        Pace.AWAY: pgettext_lazy("pace", "背离目标"),
        Pace.UNKNOWN: pgettext_lazy("pace", "无法判断"),
    },
)

register(
    Method,
    {
        Method.COMPOUND: pgettext_lazy("method", "年均增长率"),
        Method.LINEAR: pgettext_lazy("method", "年均增减量"),
        Method.LEVEL: pgettext_lazy("method", "与目标直接比较"),
    },
)

register(
    ComparabilityLevel,
    {
        ComparabilityLevel.DIRECT: pgettext_lazy("comparability", "可直接比较"),
        ComparabilityLevel.REBASED: pgettext_lazy("comparability", "按年均换算"),
        ComparabilityLevel.DERIVED: pgettext_lazy("comparability", "推算"),
        ComparabilityLevel.CAVEAT: pgettext_lazy("comparability", "口径不同"),
        ComparabilityLevel.NONE: pgettext_lazy("comparability", "不可比"),
    },
)

_MEANINGS: dict[Status, Label] = {
    Status.MET: gettext_lazy("做到了规划写明的目标"),
    Status.ON_TRACK: gettext_lazy("规划未定当年目标，按系统估算进度正常"),
    Status.NEAR_LIMIT: gettext_lazy("没有超过上限，但余量不足5%"),
    Status.BEHIND: gettext_lazy("规划未定当年目标，未跟上系统估算的进度"),
    Status.MISSED: gettext_lazy("没有做到规划写明的目标（非约束性）"),
    Status.BREACHED: gettext_lazy("没有做到规划写明的约束性目标"),
    Status.NO_DATA: gettext_lazy("还没有可用的实际值"),
    Status.NOT_DUE: gettext_lazy("当年还没有目标，或当年尚未结束"),
    Status.NOT_ASSESSABLE: gettext_lazy("没有可以用来评判的数值"),
}


def meaning(status: Status) -> str:
    """What a status says of a promise; a whole sentence in English, half a one in Chinese."""
    return str(_MEANINGS[status])
