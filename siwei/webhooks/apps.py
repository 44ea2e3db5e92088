from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "siwei.webhooks"
    label = "webhooks"
    verbose_name = "网络通知"
