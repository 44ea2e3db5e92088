from django.apps import AppConfig

from common.stamps.rules import leave_out


class WebhooksConfig(AppConfig):
    name = "siwei.webhooks"
    label = "webhooks"
    verbose_name = "网络通知"

    def ready(self) -> None:
        from siwei.webhooks import receivers  # noqa: F401, PLC0415  (models have to be there)

        reason = "who is told, and what came of it: no answer of the API"
        leave_out(
            {
                "webhooks.attempt": reason,
                "webhooks.webhook": reason,
                "webhooks.webhook_indicators": reason,
                "webhooks.webhook_regions": reason,
            }
        )
