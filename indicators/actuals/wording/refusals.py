"""What the sentences of a refusal are made of: what the person may do, and what a text is."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from departments.rules.permissions import OwnWork
from indicators.actuals.rules.workflow import NextStep


def next_step_message(step: NextStep) -> str:
    """Who can act where an action was refused, and how: the second half of a sentence."""
    return {
        NextStep.REOPEN: _("如需更正，请审核人员退回更正这个数值"),
        NextStep.WITHDRAW: _("如需修改，请先撤回"),
        NextStep.RETURN: _("如需修改，请审核人员退回这个数值"),
        NextStep.OPEN: _("如需填报，请本省审核人员开放这一年度"),
        NextStep.CORRECT: _("填报人现在可以修改，再提交审核"),
    }[step]


# Looked up for every text of every row, so that they are made once.
_FIELDS = {
    "source": pgettext_lazy("subject", "来源"),
    "note": pgettext_lazy("subject", "说明"),
    "explanation": pgettext_lazy("subject", "解释"),
    "reason": pgettext_lazy("subject", "理由"),
}


def field_name(name: str) -> str:
    """What the text of an actual is called at the beginning of a sentence."""
    return str(_FIELDS[name])


def own_work_message(own: OwnWork) -> str:
    """Why somebody else has to review a value."""
    return {
        OwnWork.SUBMITTED: _("不能审核自己提交的数值"),
        OwnWork.CHANGED: _("不能审核自己最后修改的数值"),
    }[own]
