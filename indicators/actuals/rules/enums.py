"""The words of actuals: is there a value, how far is it, what happened to it."""

from common.enums import Word


class ObsStatus(Word):
    """Whether there is a value, and if not, why. None of these is zero."""

    NORMAL = "normal", "正常", "normal"
    MISSING = "missing", "未填", "missing"
    NOT_AVAILABLE = "not_available", "尚未发布", "not yet available"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"

    @property
    def needs_reason(self) -> bool:
        """Whether the note has to say why there is no value."""
        return self in (ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)


class ActualState(Word):
    DRAFT = "draft", "草稿", "draft"
    SUBMITTED = "submitted", "待审核", "submitted"
    RETURNED = "returned", "已退回", "returned"
    APPROVED = "approved", "已审核", "approved"
    REOPENED = "reopened", "更正中", "reopened"


class Action(Word):
    """What can happen to an actual. `load` (from a plan) and `remove` are Siwei's own."""

    SAVE = "save", "保存", "save"
    SUBMIT = "submit", "提交", "submit"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    APPROVE = "approve", "通过", "approve"
    RETURN = "return", "退回", "return"
    REOPEN = "reopen", "退回更正", "reopen"
    ATTACH = "attach", "添加佐证", "attach evidence"
    DETACH = "detach", "移除佐证", "remove evidence"
    LOAD = "load", "由规划载入", "loaded from a plan"
    REMOVE = "remove", "移除", "remove"


# The changes that put a value before the public.
PUBLISHING = (Action.APPROVE, Action.LOAD)
# The changes of the value itself, its texts or its evidence: not decisions on it.
CHANGING = (Action.SAVE, Action.ATTACH, Action.DETACH)
