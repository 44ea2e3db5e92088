from django.apps import AppConfig

from common.stamps.rules import leave_out


class NotificationsConfig(AppConfig):
    name = "siwei.notifications"
    label = "notifications"
    verbose_name = "提醒"

    def ready(self) -> None:
        from siwei.notifications import receivers  # noqa: F401, PLC0415  (models have to be there)

        leave_out({"notifications.sentdigest": "which mails were sent"})
