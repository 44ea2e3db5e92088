"""What becomes of messages, and what is wrong with an address, in words."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from siwei.webhooks.rules.enums import AddressFault, OffReason, Outcome

register(
    Outcome,
    {
        Outcome.DELIVERED: pgettext_lazy("webhook", "已送达"),
        Outcome.REFUSED: pgettext_lazy("webhook", "对方拒绝"),
        Outcome.GONE: pgettext_lazy("webhook", "对方已停用（410）"),
        Outcome.REDIRECTED: pgettext_lazy("webhook", "对方要求转到别的网址，未跟随"),
        Outcome.LATE: pgettext_lazy("webhook", "超时"),
        Outcome.UNREACHABLE: pgettext_lazy("webhook", "连接不上"),
        Outcome.UNTRUSTED: pgettext_lazy("webhook", "证书不可信"),
        Outcome.FORBIDDEN: pgettext_lazy("webhook", "网址不允许"),
    },
)

register(
    OffReason,
    {
        OffReason.STOPPED: pgettext_lazy("webhook", "由管理员停用"),
        OffReason.GONE: pgettext_lazy("webhook", "对方已停用（410），自动停用"),
        OffReason.FAILING: pgettext_lazy("webhook", "连续一天没有送达，自动停用"),
        OffReason.LOST: pgettext_lazy("webhook", "历史记录里找不到上次通知的位置，自动停用"),
    },
)

register(
    AddressFault,
    {
        AddressFault.MALFORMED: pgettext_lazy(
            "webhook", "不是完整的网址：写作 https://主机/路径，不含空格、“#”和未转码的汉字路径"
        ),
        AddressFault.SCHEME: pgettext_lazy("webhook", "网址须以 https:// 开头"),
        AddressFault.USER: pgettext_lazy("webhook", "网址里不能有用户名或密码"),
        AddressFault.PORT: pgettext_lazy("webhook", "端口须为 443 或不小于 1024"),
        AddressFault.NUMBER: pgettext_lazy("webhook", "IP 地址须写成四段十进制数"),
        AddressFault.UNKNOWN: pgettext_lazy("webhook", "查不到这个主机名"),
        AddressFault.OWN_HOST: pgettext_lazy("webhook", "这是四维自己的主机"),
        AddressFault.NOT_PUBLIC: pgettext_lazy(
            "webhook", "这个网址在内网或专用网段；须由运维人员在 SIWEI_WEBHOOK_NETWORKS 中允许"
        ),
        AddressFault.PLAIN: pgettext_lazy(
            "webhook", "http 不加密，只能用于运维人员在 SIWEI_WEBHOOK_NETWORKS 中允许的网段"
        ),
    },
)
