"""What actuals are called in words: why there is no value, states, and what was done to one."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.labels import register
from common.language import is_english
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus

register(
    ObsStatus,
    {
        ObsStatus.NORMAL: pgettext_lazy("value", "正常"),
        ObsStatus.PRELIMINARY: pgettext_lazy("value", "初步数"),
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
        ActualState.WITHDRAWN: pgettext_lazy("state", "已撤回发布"),
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
        Action.RETRACT: pgettext_lazy("action", "撤回发布"),
        Action.ATTACH: pgettext_lazy("action", "添加佐证"),
        Action.DETACH: pgettext_lazy("action", "移除佐证"),
        Action.LOAD: pgettext_lazy("action", "由规划载入"),
        Action.REMOVE: pgettext_lazy("action", "移除"),
    },
)


def preliminary_mark(obs_status: str) -> str:
    """What stands behind a preliminary value; empty behind any other."""
    return _("（初步数）") if obs_status == ObsStatus.PRELIMINARY else ""


def organ_words(withdrawn: Withdrawal) -> str:
    """Which organ withdrew a value, in the language of the reader where that is known."""
    return (is_english() and withdrawn.organ_en) or withdrawn.organ
