"""What a comparison says in a sentence: above its table, and where no chart can be drawn."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.labels import label
from common.language import join_sentences
from indicators.assessments.forms import View
from indicators.assessments.rules.statuses import Status
from indicators.assessments.viewmodels.comparison import ComparisonTable


def lead(table: ComparisonTable, *, narrowed: bool = False) -> str:
    """The comparison in words: how many promise, how many compare, how they stand.

    A plan that promises for several counties is one plan with as many promises.

    `narrowed`: the promises are those that somebody chose, not all there are.
    """
    promised = _promised(table, narrowed=narrowed)
    counts = Counter(row.status for row in table.rows)
    stand = _("、").join(
        _("%(count)d 项%(status)s") % {"count": counts[status], "status": label(status)}
        for status in Status
        if counts[status]
    )
    kept = _("%(year)d 年：%(stand)s。") % {"year": table.comparison.year, "stand": stand}
    return join_sentences([promised + _ground_in_words(table), _caveat(table), kept])


def _promised(table: ComparisonTable, *, narrowed: bool) -> str:
    count = len({row.compared.row.plan for row in table.rows})
    words = (
        ngettext(
            "所选范围内 %(count)d 份规划承诺这个指标",
            "所选范围内 %(count)d 份规划承诺这个指标",
            count,
        )
        if narrowed
        else ngettext("%(count)d 份规划承诺这个指标", "%(count)d 份规划承诺这个指标", count)
    ) % {"count": count}
    several = len(table.rows)
    if several == count:
        return words
    added = ngettext("（共 %(count)d 项）", "（共 %(count)d 项）", several) % {"count": several}
    return words + added


def _ground_in_words(table: ComparisonTable) -> str:
    """How far the promises may be compared with each other; one alone with nothing."""
    together, apart = len(table.together), len(table.apart)
    if together + apart == 1:
        return _("。")
    if not table.several:
        return _("，各目标互不可比。")
    if not apart:
        return _("，目标折合每年后都可以比较。") if table.rebased else _("，目标都可以互相比较。")
    if table.rebased:
        words = ngettext(
            "：%(together)d 项目标折合每年后可以比较，%(apart)d 项另列。",
            "：%(together)d 项目标折合每年后可以比较，%(apart)d 项另列。",
            apart,
        )
    else:
        words = ngettext(
            "：%(together)d 项目标可以互相比较，%(apart)d 项另列。",
            "：%(together)d 项目标可以互相比较，%(apart)d 项另列。",
            apart,
        )
    return words % {"together": together, "apart": apart}


def _caveat(table: ComparisonTable) -> str:
    """How many of those that compare do so only with what their footnotes say."""
    noted = sum(row.target_noted for row in table.together)
    if not noted or not table.several:
        return ""
    words = ngettext(
        "其中 %(count)d 项对照时须谨慎，见脚注。",
        "其中 %(count)d 项对照时须谨慎，见脚注。",
        noted,
    )
    return words % {"count": noted}


def why_no_chart(table: ComparisonTable, view: View) -> str:
    """What to say in the place of the charts of `view`, where there are none."""
    if view is View.RATE:
        if table.is_reduction:
            return _("这些承诺没有写明基期年，算不出每年的要求。")
        return _("每年要求只适用于下降幅度。这个指标承诺的是水平，请看历年走势或当年排名。")
    if view is View.TRAJECTORY:
        return _("这些承诺只有文字表述，也没有实际值，画不出走势。")
    year = {"year": table.comparison.year}
    if view is View.SHARE:
        return _("可以比较的承诺中，没有一项在 %(year)d 年有可以评判的数值。") % year
    if any(row.compared.actual is not None for row in table.rows):
        return _("%(year)d 年的实际值互不可比，不排名。") % year
    return _("没有 %(year)d 年的实际值，不能排名。") % year
