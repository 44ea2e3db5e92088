"""The words of comparisons."""

from common.enums import Word


class ComparabilityLevel(Word):
    DIRECT = "direct", "可直接比较", "direct"
    REBASED = "rebased", "按年均换算", "rebased"
    DERIVED = "derived", "推算", "derived"
    CAVEAT = "caveat", "口径不同", "with a caveat"
    NONE = "none", "不可比", "not comparable"
