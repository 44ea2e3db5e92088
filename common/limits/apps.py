from django.apps import AppConfig

from common.stamps.rules import leave_out


class LimitsConfig(AppConfig):
    name = "common.limits"
    label = "limits"
    verbose_name = "次数限制"

    def ready(self) -> None:
        leave_out({"limits.counter": "how often something was tried"})
