"""What the events of the audit log are called."""

from django.utils.translation import pgettext_lazy

from common.audit.rules import Event
from common.labels import register

register(
    Event,
    {
        Event.LOG_IN: pgettext_lazy("event", "登录"),
        Event.LOG_IN_FAILED: pgettext_lazy("event", "登录失败"),
        Event.LIMITED: pgettext_lazy("event", "次数过多，暂停"),
        Event.UNLOCKED: pgettext_lazy("event", "解除暂停"),
        Event.LOG_OUT: pgettext_lazy("event", "退出登录"),
        Event.PASSWORD_CHANGED: pgettext_lazy("event", "本人修改密码"),
        Event.PASSWORD_SET: pgettext_lazy("event", "密码被重设"),
        Event.REFUSED: pgettext_lazy("event", "拒绝访问"),
        Event.EXPORT: pgettext_lazy("event", "导出"),
        Event.EVIDENCE: pgettext_lazy("event", "下载佐证材料"),
        Event.KEY_MADE: pgettext_lazy("event", "新建密钥"),
        Event.KEY_REVOKED: pgettext_lazy("event", "吊销密钥"),
        Event.KEY_USED: pgettext_lazy("event", "使用密钥"),
        Event.KEY_REFUSED: pgettext_lazy("event", "密钥无效"),
        Event.ADDED: pgettext_lazy("event", "系统管理：新增"),
        Event.CHANGED: pgettext_lazy("event", "系统管理：修改"),
        Event.DELETED: pgettext_lazy("event", "系统管理：删除"),
        Event.PRUNED: pgettext_lazy("event", "清理过期日志"),
    },
)
