"""What happens to actuals in words: states, actions, what may follow a refusal, findings."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from common.labels import register
from common.language import is_english
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.workflow import WayOn


def finding_message(finding: Finding) -> str:
    """What a check found in a value, as a sentence."""
    return finding.message.en if is_english() else finding.message.zh


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


register(
    ObsStatus,
    {
        ObsStatus.NORMAL: pgettext_lazy("value", "正常"),
        ObsStatus.MISSING: pgettext_lazy("value", "未填"),
        ObsStatus.NOT_AVAILABLE: pgettext_lazy("value", "尚未发布"),
        ObsStatus.NOT_APPLICABLE: pgettext_lazy("value", "不适用"),
    },
)

register(
    ActualState,
    {
        ActualState.DRAFT: pgettext_lazy("state", "草稿"),
        ActualState.SUBMITTED: pgettext_lazy("state", "待审核"),
        ActualState.RETURNED: pgettext_lazy("state", "已退回"),
        ActualState.APPROVED: pgettext_lazy("state", "已审核"),
        ActualState.REOPENED: pgettext_lazy("state", "更正中"),
    },
)

register(
    Action,
    {
        Action.SAVE: pgettext_lazy("action", "保存"),
        Action.SUBMIT: pgettext_lazy("action", "提交"),
        Action.WITHDRAW: pgettext_lazy("action", "撤回"),
        Action.APPROVE: pgettext_lazy("action", "通过"),
        Action.RETURN: pgettext_lazy("action", "退回"),
        Action.REOPEN: pgettext_lazy("action", "退回更正"),
        Action.ATTACH: pgettext_lazy("action", "添加佐证"),
        Action.DETACH: pgettext_lazy("action", "移除佐证"),
        Action.LOAD: pgettext_lazy("action", "由规划载入"),
    },
)
