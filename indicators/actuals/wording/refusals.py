"""What the sentences of a refusal are made of: what the person may do, and what a text is."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.actuals.rules.workflow import WayOn


def way_on_in_words(way: WayOn) -> str:
    """Who can act where an action was refused, and how: the second half of a sentence."""
    return {
        WayOn.REOPEN: _("如需更正，请审核人员退回更正这个数值"),
        WayOn.WITHDRAW: _("如需修改，请先撤回"),
        WayOn.RETURN: _("如需修改，请审核人员退回这个数值"),
        WayOn.OPEN: _("如需填报，请本省审核人员开放这一年度"),
        WayOn.CORRECT: _("填报人现在可以修改，再提交审核"),
    }[way]


def field_name(name: str) -> str:
    """What the text of an actual is called at the beginning of a sentence."""
    return {
        "source": pgettext("subject", "来源"),
        "note": pgettext("subject", "说明"),
        "explanation": pgettext("subject", "解释"),
        "reason": pgettext("subject", "理由"),
    }[name]
