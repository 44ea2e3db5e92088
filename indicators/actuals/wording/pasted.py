"""Why a line of a pasted table goes to no row, in words."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from indicators.actuals.rules.pasted import WhyLeftOut

register(
    WhyLeftOut,
    {
        WhyLeftOut.BEYOND: pgettext_lazy("pasted line", "超出了填报表"),
        WhyLeftOut.CLOSED: pgettext_lazy("pasted line", "对应的行现在不能填写"),
        WhyLeftOut.UNKNOWN: pgettext_lazy("pasted line", "没有这个名称或代码的行"),
        WhyLeftOut.AMBIGUOUS: pgettext_lazy("pasted line", "有几行都叫这个名称，请改用指标代码"),
        WhyLeftOut.REPEATED: pgettext_lazy("pasted line", "前面已有一行填同一个指标"),
        WhyLeftOut.NAMELESS: pgettext_lazy("pasted line", "没有写指标名称"),
        WhyLeftOut.OTHER_REGION: pgettext_lazy("pasted line", "地区不是本表的地区"),
        WhyLeftOut.OTHER_YEAR: pgettext_lazy("pasted line", "年份不是本表的年份"),
        WhyLeftOut.SEVERAL_NUMBERS: pgettext_lazy(
            "pasted line",
            "有几列数字，分不清哪一列是本年实际值；请连同表头一起复制，或只复制名称和数值两列",
        ),
    },
)
