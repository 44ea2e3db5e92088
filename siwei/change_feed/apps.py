from django.apps import AppConfig


class ChangeFeedConfig(AppConfig):
    name = "siwei.change_feed"
    label = "change_feed"
    verbose_name = "变更流"
