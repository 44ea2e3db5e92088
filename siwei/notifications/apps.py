from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "siwei.notifications"
    label = "notifications"
    verbose_name = "提醒"
